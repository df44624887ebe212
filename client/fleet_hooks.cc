#include "client/fleet_hooks.h"

namespace borealis::client {

FleetHooks::FleetHooks(const std::vector<HookedJob>& jobs, const DeployRun& run) : as_update_(run.as_update) {
  for (const HookedJob& job : jobs) {
    if (job.hooks) by_key_[schema::key_of(job.job.draft.job).text()] = job.hooks;
  }
  if (!run.message.empty()) values_.entries.push_back({"message", run.message});
}

JobHooks* FleetHooks::of(const JobPlan& plan) const {
  const auto found = by_key_.find(plan.key.text());
  return found == by_key_.end() || plan.cron || !plan.changes() ? nullptr : found->second.get();
}

std::string FleetHooks::method_of(const JobPlan& plan) const {
  return as_update_ || plan.action == PlanAction::update ? "start_job_update" : "create_job";
}

lang::Status FleetHooks::before(const std::vector<JobPlan>& plans, Context& context) {
  for (const JobPlan& plan : plans) {
    JobHooks* hooks = of(plan);
    if (hooks == nullptr) continue;
    if (auto status = hooks->before(method_of(plan), values_, context); !status) return status;
  }
  return lang::Unit{};
}

void FleetHooks::after(const std::vector<Deployed>& results, Context& context) {
  for (const Deployed& result : results) {
    JobHooks* hooks = of(*result.plan);
    if (hooks == nullptr || (!result.handle && !result.error)) continue;
    lang::Data::Map outcome;
    if (result.handle && !result.handle->update_id.empty())
      outcome.entries.push_back({"update_id", result.handle->update_id});
    hooks->after(method_of(*result.plan), values_, result.handle ? nullptr : &*result.error, std::move(outcome),
                 context);
  }
}

}  // namespace borealis::client
