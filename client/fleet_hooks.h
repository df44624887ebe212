// The hooks of jobs around their deploy. (cli.md §2.1, docs/hooks.md)
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "client/fleet.h"
#include "client/hook_options.h"

namespace borealis::client {

class FleetHooks {
 public:
  FleetHooks(const std::vector<HookedJob>& jobs, const DeployRun& run);

  // The pre_ hooks of every plan that changes something; nothing may be sent when one of them stops it.
  lang::Status before(const std::vector<JobPlan>& plans, Context& context);
  // The post_ and err_ hooks of what was sent.
  void after(const std::vector<Deployed>& results, Context& context);

 private:
  // Null: this plan has no hooks. Cron jobs are scheduled, which is no call that hooks are about.
  JobHooks* of(const JobPlan& plan) const;
  std::string method_of(const JobPlan& plan) const;

  std::map<std::string, std::shared_ptr<JobHooks>> by_key_;
  bool as_update_;
  lang::Data::Map values_;
};

}  // namespace borealis::client
