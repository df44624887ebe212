// What a deploy would change, and carrying it out. (schema.md §8, §10, §12; api.md §11, §12, §15)
#pragma once

#include <optional>
#include <string>

#include "client/api/messages.h"
#include "client/aurora/plan_payload.h"
#include "client/aurora/scheduler.h"
#include "client/engine.h"

namespace borealis::client::aurora {

class Planner {
 public:
  Planner(Scheduler& scheduler, std::string cluster, std::string owner)
      : scheduler_(scheduler), cluster_(std::move(cluster)), owner_(std::move(owner)) {}

  lang::Result<JobDraft> prepare(const JobDraft& draft);
  lang::Result<JobPlan> plan(const JobDraft& draft, const PlanOptions& options);
  lang::Result<std::shared_ptr<const EnginePayload>> running(const schema::JobKey& key);
  lang::Result<Handle> apply(const JobPlan& plan, const ApplyOptions& options);
  lang::Result<Handle> create(const JobDraft& draft);

 private:
  lang::Result<JobPlan> plan_cron(JobPlan plan, const PlanPayload& payload);
  // `some`: only some instances are asked for.
  lang::Result<JobPlan> plan_tasks(JobPlan plan, const PlanPayload& payload, bool some);
  lang::Result<JobPlan> plan_compared(JobPlan plan, PlanPayload payload, const PlanOptions& options);
  lang::Result<PlanPayload> payload_for(const JobDraft& draft, const std::optional<Instances>& only);
  // The state of a job's instances.
  struct TasksState {
    std::string token;                     // what it is recognised by; the same text for the same state
    std::optional<UpdateSummary> updated;  // by this update, which goes on
  };
  lang::Result<TasksState> tasks_state(const api::JobKey& key);
  static std::string template_token(const std::optional<api::JobConfiguration>& existing);
  lang::Result<std::optional<api::JobConfiguration>> cron_template(const api::JobKey& key);
  lang::Status check_token(const JobPlan& plan, const PlanPayload& payload);
  lang::Result<Handle> send_create(const PlanPayload& payload, Handle handle);
  lang::Result<Handle> send_update(const PlanPayload& payload, const ApplyOptions& options, Handle handle);
  lang::Error taken_or(lang::Error refused, const api::JobKey& key);

  Scheduler& scheduler_;
  std::string cluster_;
  std::string owner_;
  std::optional<api::GetTierConfigResult> tiers_;
};

}  // namespace borealis::client::aurora
