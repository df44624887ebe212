#include "client/aurora/planner.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <random>

#include "client/api/convert.h"
#include "client/api/names.h"
#include "client/aurora/config_diff.h"
#include "client/aurora/tasks.h"
#include "lang/json.h"

namespace borealis::client::aurora {
namespace {

// FNV-1a: the token is compared with nothing but another of this program.
std::string fingerprint(const std::string& bytes) {
  std::uint64_t hash = 14695981039346656037ull;
  for (const unsigned char byte : bytes) hash = (hash ^ byte) * 1099511628211ull;
  return fmt::format("{:016x}", hash);
}

// A random UUID (version 4).
std::string new_update_id() {
  std::random_device source;
  std::array<std::uint32_t, 4> words;
  for (std::uint32_t& word : words) word = source();
  words[1] = (words[1] & 0xffff0fffu) | 0x4000u;
  words[2] = (words[2] & 0x3fffffffu) | 0x80000000u;
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:04x}{:08x}", words[0], words[1] >> 16, words[1] & 0xffff,
                     words[2] >> 16, words[2] & 0xffff, words[3]);
}

Instances instances_of(const std::set<api::ConfigGroup>& groups) {
  std::set<int> all;
  for (const api::ConfigGroup& group : groups) {
    const Instances some = api::from_ranges(group.instances);
    all.insert(some.begin(), some.end());
  }
  return {all.begin(), all.end()};
}

FieldChange template_change(const char* field, const lang::Data& before, const lang::Data& after) {
  return {field, lang::to_json(before, {0, false}), lang::to_json(after, {0, false})};
}

// What of a cron job stands outside the configuration of its tasks.
std::vector<FieldChange> compare_templates(const api::JobConfiguration& before, const api::JobConfiguration& after) {
  std::vector<FieldChange> changes;
  if (before.cronSchedule != after.cronSchedule) {
    changes.push_back(template_change("cron_schedule", before.cronSchedule, after.cronSchedule));
  }
  if (before.cronCollisionPolicy != after.cronCollisionPolicy) {
    changes.push_back(template_change("cron_collision_policy", api::name_of(before.cronCollisionPolicy),
                                      api::name_of(after.cronCollisionPolicy)));
  }
  if (before.instanceCount != after.instanceCount) {
    changes.push_back(template_change("instances", before.instanceCount, after.instanceCount));
  }
  return changes;
}

// The schedule shows in the executor data as well; once is enough.
void drop_told(std::vector<FieldChange>& changes) {
  std::erase_if(changes, [](const FieldChange& change) {
    return change.path == "cron_schedule" || change.path == "cron_collision_policy";
  });
}

lang::Error conflict(std::string message, std::string hint) {
  lang::Error error;
  error.kind = lang::ErrorClass::conflict;
  error.message = std::move(message);
  error.hint = std::move(hint);
  return error;
}

Handle handle_for(const JobPlan& plan, const schema::Job& job) {
  const schema::UpdateConfig config = job.update_config.value_or(schema::UpdateConfig{});
  Handle handle;
  handle.key = plan.key;
  handle.action = plan.action;
  handle.wanted_instances = plan.wanted_instances;
  handle.service = job.service;
  handle.watch_time = std::chrono::seconds(config.watch_secs);
  handle.max_failures_per_instance = static_cast<int>(config.max_per_shard_failures);
  handle.max_failed_instances = static_cast<int>(config.max_total_failures);
  return handle;
}

}  // namespace

// A job as it is going to be sent.
struct Planner::Payload : EnginePayload {
  schema::Job job;
  lang::Data data;
  api::JobConfiguration configuration;
  api::TaskConfig populated;  // as the scheduler filled it in
  std::optional<Instances> only;
};

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

lang::Result<Planner::Payload> Planner::payload_for(const JobDraft& draft, const std::optional<Instances>& only) {
  auto prepared = prepare(draft);
  if (!prepared) return prepared.error();
  auto configuration = api::to_job_configuration(prepared->job, prepared->data, owner_);
  if (!configuration) return configuration.error();
  auto populated = scheduler_.populate(*configuration);
  if (!populated) return populated.error();
  Payload payload;
  payload.job = std::move(prepared->job);
  payload.data = std::move(prepared->data);
  payload.configuration = std::move(*configuration);
  payload.populated = std::move(*populated);
  payload.only = only;
  return payload;
}

lang::Result<JobPlan> Planner::plan(const JobDraft& draft, const PlanOptions& options) {
  auto payload = payload_for(draft, options.instances);
  if (!payload) return payload.error();
  JobPlan plan;
  plan.key = schema::key_of(payload->job);
  plan.cron = payload->configuration.__isset.cronSchedule;
  plan.wanted_instances = payload->configuration.instanceCount;
  return plan.cron ? plan_cron(std::move(plan), std::move(*payload)) : plan_tasks(std::move(plan), std::move(*payload));
}

lang::Result<std::optional<api::JobConfiguration>> Planner::cron_template(const api::JobKey& key) {
  auto jobs = scheduler_.jobs(key.role);
  if (!jobs) return jobs.error();
  for (api::JobConfiguration& job : *jobs) {
    if (job.key == key && job.__isset.cronSchedule && !job.cronSchedule.empty()) return std::optional(std::move(job));
  }
  return std::optional<api::JobConfiguration>();
}

lang::Result<JobPlan> Planner::plan_cron(JobPlan plan, Payload payload) {
  auto existing = cron_template(payload.configuration.key);
  if (!existing) return existing.error();
  if (!*existing) {
    plan.action = PlanAction::schedule_cron;
    plan.token = "no template";
  } else {
    plan.token = fingerprint(api::encode_struct(**existing));
    plan.template_changes = compare_templates(**existing, payload.configuration);
    InstanceChange change;
    change.fields = compare_configs((*existing)->taskConfig, payload.populated);
    drop_told(change.fields);
    if (!change.fields.empty()) plan.update.push_back(std::move(change));
    const bool changed = !plan.update.empty() || !plan.template_changes.empty();
    plan.action = changed ? PlanAction::replace_cron : PlanAction::unchanged;
  }
  plan.payload = std::make_shared<Payload>(std::move(payload));
  return plan;
}

lang::Result<std::string> Planner::tasks_token(const api::JobKey& key) {
  auto summary = scheduler_.config_summary(key);
  if (!summary) return summary.error();
  api::JobUpdateQuery query;
  query.__set_jobKey(key);
  query.__set_updateStatuses(api::active_update_states());
  auto updates = scheduler_.update_summaries(query);
  if (!updates) return updates.error();
  std::string token = fingerprint(api::encode_struct(*summary));
  for (const api::JobUpdateSummary& update : *updates) token += "+" + update.key.id;
  return token;
}

lang::Result<JobPlan> Planner::plan_tasks(JobPlan plan, Payload payload) {
  auto token = tasks_token(payload.configuration.key);
  if (!token) return token.error();
  plan.token = std::move(*token);
  auto request = api::to_update_request(payload.configuration, payload.job, payload.data, "", payload.only);
  if (!request) return request.error();
  auto diff = scheduler_.update_diff(*request);
  if (!diff) return diff.error();
  plan.add = instances_of(diff->add);
  plan.remove = instances_of(diff->remove);
  plan.unchanged = instances_of(diff->unchanged);
  for (const api::ConfigGroup& group : diff->update) {
    plan.update.push_back({api::from_ranges(group.instances), compare_configs(group.config, payload.populated)});
  }
  std::sort(plan.update.begin(), plan.update.end(),
            [](const InstanceChange& a, const InstanceChange& b) { return a.instances < b.instances; });
  const bool exists = !plan.remove.empty() || !plan.unchanged.empty() || !plan.update.empty();
  if (plan.add.empty() && plan.remove.empty() && plan.update.empty()) {
    plan.action = PlanAction::unchanged;
  } else {
    plan.action = exists || payload.only ? PlanAction::update : PlanAction::create;
  }
  plan.payload = std::make_shared<Payload>(std::move(payload));
  return plan;
}

lang::Status Planner::check_token(const JobPlan& plan, const Payload& payload) {
  std::string now;
  if (plan.cron) {
    auto existing = cron_template(payload.configuration.key);
    if (!existing) return existing.error();
    now = *existing ? fingerprint(api::encode_struct(**existing)) : "no template";
  } else {
    auto token = tasks_token(payload.configuration.key);
    if (!token) return token.error();
    now = std::move(*token);
  }
  if (now == plan.token) return lang::Unit{};
  return conflict(fmt::format("the job {} changed since the plan was made", plan.key.text()),
                  "look at the new plan and try again");
}

lang::Result<Handle> Planner::apply(const JobPlan& plan, const ApplyOptions& options) {
  const auto* payload = dynamic_cast<const Payload*>(plan.payload.get());
  if (payload == nullptr) {
    lang::Error error;
    error.message = "the plan was made by another engine";
    return error;
  }
  Handle handle = handle_for(plan, payload->job);
  if (!plan.changes()) return handle;
  if (auto status = check_token(plan, *payload); !status) return status.error();
  if (plan.cron) {
    auto done = scheduler_.schedule_cron(payload->configuration);
    if (!done) return taken_or(done.error(), payload->configuration.key);
    return handle;
  }
  if (plan.action == PlanAction::create) return send_create(*payload, std::move(handle));
  return send_update(*payload, options, std::move(handle));
}

lang::Result<Handle> Planner::create(const JobDraft& draft) {
  auto payload = payload_for(draft, std::nullopt);
  if (!payload) return payload.error();
  JobPlan plan;
  plan.key = schema::key_of(payload->job);
  plan.wanted_instances = payload->configuration.instanceCount;
  plan.cron = payload->configuration.__isset.cronSchedule;
  plan.action = plan.cron ? PlanAction::schedule_cron : PlanAction::create;
  Handle handle = handle_for(plan, payload->job);
  if (!plan.cron) return send_create(*payload, std::move(handle));
  auto existing = cron_template(payload->configuration.key);
  if (!existing) return existing.error();
  if (*existing) return conflict(fmt::format("the cron job {} is scheduled already", plan.key.text()), "");
  auto done = scheduler_.schedule_cron(payload->configuration);
  if (!done) return taken_or(done.error(), payload->configuration.key);
  return handle;
}

// A refusal because the name is taken is a conflict; a scheduler says that only in words, so we look.
lang::Error Planner::taken_or(lang::Error refused, const api::JobKey& key) {
  if (refused.kind != lang::ErrorClass::findings) return refused;
  auto active = scheduler_.tasks_without_configs(query_for(key, std::nullopt, true));
  bool taken = active && !active->empty();
  if (!taken) {
    auto cron = cron_template(key);
    taken = cron && *cron;
  }
  if (!taken) return refused;
  return conflict(fmt::format("the job {} is there already", from_api(key, cluster_).text()),
                  "`borealis job deploy` updates a job");
}

lang::Result<Handle> Planner::send_create(const Payload& payload, Handle handle) {
  const api::JobKey& key = payload.configuration.key;
  auto history = scheduler_.tasks_without_configs(query_for(key));
  if (!history) return history.error();
  for (const api::ScheduledTask& task : *history) handle.earlier_tasks.insert(task.assignedTask.taskId);
  auto done = scheduler_.create(payload.configuration);
  if (!done) return taken_or(done.error(), key);
  return handle;
}

lang::Result<Handle> Planner::send_update(const Payload& payload, const ApplyOptions& options, Handle handle) {
  if (!payload.job.service) {
    lang::Error error;
    error.kind = lang::ErrorClass::findings;
    error.message = fmt::format("the job {} is no service and is there already: it can't be updated",
                                from_api(payload.configuration.key, cluster_).text());
    error.hint = "wait for it to finish or kill it, then create it anew";
    return error;
  }
  auto request =
      api::to_update_request(payload.configuration, payload.job, payload.data, new_update_id(), payload.only);
  if (!request) return request.error();
  const auto message = options.message.empty() ? std::nullopt : std::optional(options.message);
  auto started = scheduler_.start_update(*request, message);
  if (!started) return started.error();
  if (started->unchanged) handle.action = PlanAction::unchanged;
  handle.update_id = started->key.id;
  return handle;
}

}  // namespace borealis::client::aurora
