#include "client/aurora/planner.h"

#include <fmt/format.h>

#include <algorithm>

#include "client/api/convert.h"
#include "client/api/names.h"
#include "client/aurora/config_diff.h"
#include "client/aurora/rollout.h"
#include "client/aurora/tasks.h"
#include "client/aurora/updates.h"

namespace borealis::client::aurora {
namespace {

// FNV-1a: the token is compared with nothing but another of this program.
std::string fingerprint(const std::string& bytes) {
  std::uint64_t hash = 14695981039346656037ull;
  for (const unsigned char byte : bytes) hash = (hash ^ byte) * 1099511628211ull;
  return fmt::format("{:016x}", hash);
}

Instances instances_of(const std::set<api::ConfigGroup>& groups) {
  std::set<int> all;
  for (const api::ConfigGroup& group : groups) {
    const Instances some = api::from_ranges(group.instances);
    all.insert(some.begin(), some.end());
  }
  return {all.begin(), all.end()};
}

// What of a cron job stands outside the configuration of its tasks.
std::vector<FieldChange> compare_templates(const api::JobConfiguration& before, const api::JobConfiguration& after) {
  std::vector<FieldChange> changes;
  if (before.cronSchedule != after.cronSchedule) {
    changes.push_back({"cron_schedule", lang::Data(before.cronSchedule), lang::Data(after.cronSchedule)});
  }
  if (before.cronCollisionPolicy != after.cronCollisionPolicy) {
    changes.push_back({"cron_collision_policy", lang::Data(api::name_of(before.cronCollisionPolicy)),
                       lang::Data(api::name_of(after.cronCollisionPolicy))});
  }
  if (before.instanceCount != after.instanceCount) {
    changes.push_back({"instances", lang::Data(before.instanceCount), lang::Data(after.instanceCount)});
  }
  return changes;
}

// The schedule shows in the executor data as well; once is enough.
void drop_told(std::vector<FieldChange>& changes) {
  std::erase_if(changes, [](const FieldChange& change) {
    return change.path == "cron_schedule" || change.path == "cron_collision_policy";
  });
}

Handle handle_for(const schema::Job& job) {
  const schema::UpdateConfig config = job.update_config.value_or(schema::UpdateConfig{});
  Handle handle;
  handle.key = schema::key_of(job);
  handle.wanted_instances = static_cast<int>(job.instances);
  handle.service = job.service;
  handle.watch_time = std::chrono::seconds(config.watch_secs);
  handle.max_failures_per_instance = static_cast<int>(config.max_per_shard_failures);
  handle.max_failed_instances = static_cast<int>(config.max_total_failures);
  return handle;
}

void sort_updates(JobPlan& plan) {
  std::sort(plan.update.begin(), plan.update.end(),
            [](const InstanceChange& a, const InstanceChange& b) { return a.instances < b.instances; });
}

// What another job runs compared with what this one would. Their keys differ by intention.
void compare_with(const RunningPayload& running, const PlanPayload& payload, JobPlan& plan) {
  std::set<int> wanted;
  for (int i = 0; i < plan.wanted_instances; ++i) wanted.insert(i);
  for (const auto& [instances, config] : running.groups) {
    api::TaskConfig before = config;
    before.__set_job(payload.populated.job);
    auto fields = compare_configs(before, payload.populated);
    std::erase_if(fields, [](const FieldChange& change) {
      return change.path == "cluster" || change.path == "role" || change.path == "environment" || change.path == "name";
    });
    InstanceChange change{{}, std::move(fields)};
    for (const int instance : instances) {
      Instances& place = !wanted.contains(instance) ? plan.remove
                         : change.fields.empty()    ? plan.unchanged
                                                    : change.instances;
      place.push_back(instance);
      wanted.erase(instance);
    }
    if (!change.instances.empty()) plan.update.push_back(std::move(change));
  }
  plan.add.assign(wanted.begin(), wanted.end());
  std::sort(plan.remove.begin(), plan.remove.end());
  std::sort(plan.unchanged.begin(), plan.unchanged.end());
  sort_updates(plan);
}

void keep_only(const Instances& only, Instances& instances) {
  std::erase_if(instances, [&](int instance) { return !std::binary_search(only.begin(), only.end(), instance); });
}

lang::Error no_instances() {
  return {lang::ErrorClass::usage, "no instances are given", {}, {}};
}

}  // namespace

lang::Result<JobDraft> Planner::prepare(const JobDraft& draft) {
  if (!tiers_) {
    auto tiers = scheduler_.tiers();
    if (!tiers) return tiers.error();
    tiers_ = std::move(*tiers);
  }
  JobDraft prepared = draft;
  api::fill_in_tier(prepared.job, prepared.data, *tiers_);
  return prepared;
}

lang::Result<PlanPayload> Planner::payload_for(const JobDraft& draft, const std::optional<Instances>& only) {
  // To a scheduler an empty set would mean all.
  if (only && only->empty()) return no_instances();
  auto prepared = prepare(draft);
  if (!prepared) return prepared.error();
  auto configuration = api::to_job_configuration(prepared->job, prepared->data, owner_);
  if (!configuration) return configuration.error();
  auto populated = scheduler_.populate(*configuration);
  if (!populated) return populated.error();
  PlanPayload payload;
  payload.handle = handle_for(prepared->job);
  if (!configuration->__isset.cronSchedule) {
    auto request = api::to_update_request(*configuration, prepared->job, prepared->data, "", only);
    if (!request) return request.error();
    payload.request = std::move(*request);
  }
  payload.configuration = std::move(*configuration);
  payload.populated = std::move(*populated);
  return payload;
}

lang::Result<JobPlan> Planner::plan(const JobDraft& draft, const PlanOptions& options) {
  auto payload = payload_for(draft, options.instances);
  if (!payload) return payload.error();
  JobPlan plan;
  plan.key = payload->handle.key;
  plan.cron = payload->configuration.__isset.cronSchedule;
  plan.wanted_instances = payload->configuration.instanceCount;
  if (plan.cron && options.instances)
    return lang::Error{lang::ErrorClass::usage,
                       fmt::format("{} is a cron job: it is planned as a whole, not by instances", plan.key.text()),
                       {},
                       {}};
  if (options.compare_with) return plan_compared(std::move(plan), std::move(*payload), options);
  auto made = plan.cron ? plan_cron(std::move(plan), *payload)
                        : plan_tasks(std::move(plan), *payload, options.instances.has_value());
  if (!made) return made;
  payload->handle.action = made->action;
  made->payload = std::make_shared<PlanPayload>(std::move(*payload));
  return made;
}

lang::Result<std::optional<api::JobConfiguration>> Planner::cron_template(const api::JobKey& key) {
  auto jobs = scheduler_.jobs(key.role);
  if (!jobs) return jobs.error();
  for (api::JobConfiguration& job : *jobs) {
    if (job.key == key && job.__isset.cronSchedule && !job.cronSchedule.empty()) return std::optional(std::move(job));
  }
  return std::optional<api::JobConfiguration>();
}

lang::Result<JobPlan> Planner::plan_compared(JobPlan plan, PlanPayload payload, const PlanOptions& options) {
  const auto* running = dynamic_cast<const RunningPayload*>(options.compare_with.get());
  if (running == nullptr) return lang::Error{lang::ErrorClass::internal, "the job is of another engine", {}, {}};
  compare_with(*running, payload, plan);
  if (options.instances) {
    for (Instances* list : {&plan.add, &plan.remove, &plan.unchanged}) keep_only(*options.instances, *list);
    for (InstanceChange& change : plan.update) keep_only(*options.instances, change.instances);
    std::erase_if(plan.update, [](const InstanceChange& change) { return change.instances.empty(); });
  }
  const bool same = plan.add.empty() && plan.remove.empty() && plan.update.empty();
  plan.action = same ? PlanAction::unchanged : PlanAction::update;
  payload.compared = true;
  plan.payload = std::make_shared<PlanPayload>(std::move(payload));
  return plan;
}

lang::Result<std::shared_ptr<const EnginePayload>> Planner::running(const schema::JobKey& key) {
  auto summary = scheduler_.config_summary(to_api(key));
  if (!summary) return summary.error();
  if (summary->groups.empty())
    return lang::Error{lang::ErrorClass::not_found, fmt::format("{} has no active instances", key.text()), {}, {}};
  auto payload = std::make_shared<RunningPayload>();
  for (const api::ConfigGroup& group : summary->groups)
    payload->groups.emplace_back(api::from_ranges(group.instances), group.config);
  return std::shared_ptr<const EnginePayload>(std::move(payload));
}

lang::Result<JobPlan> Planner::plan_cron(JobPlan plan, const PlanPayload& payload) {
  auto existing = cron_template(payload.configuration.key);
  if (!existing) return existing.error();
  plan.token = template_token(*existing);
  if (!*existing) {
    plan.action = PlanAction::schedule_cron;
    plan.new_fields = describe_config(payload.populated);
    return plan;
  }
  plan.template_changes = compare_templates(**existing, payload.configuration);
  InstanceChange change;
  change.fields = compare_configs((*existing)->taskConfig, payload.populated);
  drop_told(change.fields);
  if (!change.fields.empty()) plan.update.push_back(std::move(change));
  const bool changed = !plan.update.empty() || !plan.template_changes.empty();
  plan.action = changed ? PlanAction::replace_cron : PlanAction::unchanged;
  return plan;
}

std::string Planner::template_token(const std::optional<api::JobConfiguration>& existing) {
  return existing ? fingerprint(api::encode_struct(*existing)) : "no template";
}

lang::Result<Planner::TasksState> Planner::tasks_state(const api::JobKey& key) {
  auto summary = scheduler_.config_summary(key);
  if (!summary) return summary.error();
  api::JobUpdateQuery query;
  query.__set_jobKey(key);
  query.__set_updateStatuses(api::active_update_states());
  auto updates = scheduler_.update_summaries(query);
  if (!updates) return updates.error();
  // Instances of one configuration may come in several groups.
  std::map<std::string, std::set<int>> groups;
  for (const api::ConfigGroup& group : summary->groups) {
    const Instances instances = api::from_ranges(group.instances);
    groups[api::encode_struct(group.config)].insert(instances.begin(), instances.end());
  }
  std::string state;
  for (const auto& [config, instances] : groups)
    state += fmt::format("{}:{};", fingerprint(config), fmt::join(instances, ","));
  TasksState found{fingerprint(state), std::nullopt};
  for (const api::JobUpdateSummary& update : *updates) {
    found.token += "+" + update.key.id;
    found.updated = to_summary(update, cluster_);
  }
  return found;
}

lang::Result<JobPlan> Planner::plan_tasks(JobPlan plan, const PlanPayload& payload, bool some) {
  auto state = tasks_state(payload.configuration.key);
  if (!state) return state.error();
  plan.token = std::move(state->token);
  plan.update_in_progress = std::move(state->updated);
  auto diff = scheduler_.update_diff(*payload.request);
  if (!diff) return diff.error();
  plan.add = instances_of(diff->add);
  plan.remove = instances_of(diff->remove);
  plan.unchanged = instances_of(diff->unchanged);
  for (const api::ConfigGroup& group : diff->update) {
    plan.update.push_back({api::from_ranges(group.instances), compare_configs(group.config, payload.populated)});
  }
  sort_updates(plan);
  const bool exists = !plan.remove.empty() || !plan.unchanged.empty() || !plan.update.empty();
  if (plan.add.empty() && plan.remove.empty() && plan.update.empty()) {
    plan.action = PlanAction::unchanged;
  } else {
    plan.action = exists || some ? PlanAction::update : PlanAction::create;
  }
  if (!exists) plan.new_fields = describe_config(payload.populated);
  if (plan.changes()) plan.rollout = rollout_text(payload.request->settings);
  return plan;
}

}  // namespace borealis::client::aurora
