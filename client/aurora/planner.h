// What a deploy would change, and carrying it out. (schema.md §8, §10, §12; api.md §11, §12, §15)
#pragma once

#include <optional>
#include <string>

#include "client/api/messages.h"
#include "client/aurora/scheduler.h"
#include "client/engine.h"

namespace borealis::client::aurora {

class Planner {
 public:
  Planner(Scheduler& scheduler, std::string cluster, std::string owner)
      : scheduler_(scheduler), cluster_(std::move(cluster)), owner_(std::move(owner)) {}

  lang::Result<JobDraft> prepare(const JobDraft& draft);
  lang::Result<JobPlan> plan(const JobDraft& draft, const PlanOptions& options);
  lang::Result<Handle> apply(const JobPlan& plan, const ApplyOptions& options);
  lang::Result<Handle> create(const JobDraft& draft);

 private:
  struct Payload;

  lang::Result<JobPlan> plan_cron(JobPlan plan, Payload payload);
  lang::Result<JobPlan> plan_tasks(JobPlan plan, Payload payload);
  lang::Result<Payload> payload_for(const JobDraft& draft, const std::optional<Instances>& only);
  // What the state of the job is recognised by; the same text for the same state.
  lang::Result<std::string> tasks_token(const api::JobKey& key);
  lang::Result<std::optional<api::JobConfiguration>> cron_template(const api::JobKey& key);
  lang::Status check_token(const JobPlan& plan, const Payload& payload);
  lang::Result<Handle> send_create(const Payload& payload, Handle handle);
  lang::Result<Handle> send_update(const Payload& payload, const ApplyOptions& options, Handle handle);
  lang::Error taken_or(lang::Error refused, const api::JobKey& key);

  Scheduler& scheduler_;
  std::string cluster_;
  std::string owner_;
  std::optional<api::GetTierConfigResult> tiers_;
};

}  // namespace borealis::client::aurora
