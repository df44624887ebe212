// Carrying out a plan, and creating without one.
#include <fmt/format.h>

#include <array>
#include <random>

#include "client/api/names.h"
#include "client/aurora/planner.h"
#include "client/aurora/tasks.h"

namespace borealis::client::aurora {
namespace {

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

lang::Error conflict(std::string message, std::string hint) {
  return {lang::ErrorClass::conflict, std::move(message), std::move(hint), {}};
}

}  // namespace

lang::Status Planner::check_token(const JobPlan& plan, const PlanPayload& payload) {
  std::string now;
  if (plan.cron) {
    auto existing = cron_template(payload.configuration.key);
    if (!existing) return existing.error();
    now = template_token(*existing);
  } else {
    auto state = tasks_state(payload.configuration.key);
    if (!state) return state.error();
    now = std::move(state->token);
  }
  if (now == plan.token) return lang::Unit{};
  return conflict(fmt::format("the job {} changed since the plan was made", plan.key.text()),
                  "look at the new plan and try again");
}

lang::Result<Handle> Planner::apply(const JobPlan& plan, const ApplyOptions& options) {
  const auto* payload = dynamic_cast<const PlanPayload*>(plan.payload.get());
  if (payload == nullptr || payload->compared)
    return lang::Error{lang::ErrorClass::internal, "the plan is none that this engine can carry out", {}, {}};
  Handle handle = payload->handle;
  handle.action = plan.action;
  if (!plan.changes()) return handle;
  if (auto status = check_token(plan, *payload); !status) return status.error();
  if (plan.cron) {
    auto done = scheduler_.schedule_cron(payload->configuration);
    if (!done) return taken_or(done.error(), payload->configuration.key);
    return handle;
  }
  if (plan.action == PlanAction::create && !options.as_update) return send_create(*payload, std::move(handle));
  handle.action = PlanAction::update;
  return send_update(*payload, options, std::move(handle));
}

lang::Result<Handle> Planner::create(const JobDraft& draft) {
  auto payload = payload_for(draft, std::nullopt);
  if (!payload) return payload.error();
  Handle handle = payload->handle;
  const bool cron = payload->configuration.__isset.cronSchedule;
  handle.action = cron ? PlanAction::schedule_cron : PlanAction::create;
  if (!cron) return send_create(*payload, std::move(handle));
  auto existing = cron_template(payload->configuration.key);
  if (!existing) return existing.error();
  if (*existing) return conflict(fmt::format("the cron job {} is scheduled already", handle.key.text()), "");
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

lang::Result<Handle> Planner::send_create(const PlanPayload& payload, Handle handle) {
  const api::JobKey& key = payload.configuration.key;
  auto history = scheduler_.tasks_without_configs(query_for(key));
  if (!history) return history.error();
  for (const api::ScheduledTask& task : *history) handle.earlier_tasks.insert(task.assignedTask.taskId);
  auto done = scheduler_.create(payload.configuration);
  if (!done) return taken_or(done.error(), key);
  return handle;
}

lang::Result<Handle> Planner::send_update(const PlanPayload& payload, const ApplyOptions& options, Handle handle) {
  if (!handle.service)
    return lang::Error{lang::ErrorClass::findings,
                       fmt::format("the job {} is no service: it can't be updated", handle.key.text()),
                       "wait for it to finish or kill it, then create it anew",
                       {}};
  api::JobUpdateRequest request = *payload.request;
  api::Metadata pair;
  pair.__set_key(api::update_id_metadata_key);
  pair.__set_value(new_update_id());
  request.__set_metadata({pair});
  const auto message = options.message.empty() ? std::nullopt : std::optional(options.message);
  auto started = scheduler_.start_update(request, message);
  if (!started) return started.error();
  if (started->unchanged) handle.action = PlanAction::unchanged;
  handle.update_id = started->key.id;
  return handle;
}

}  // namespace borealis::client::aurora
