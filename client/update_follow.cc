#include "client/update_follow.h"

#include <fmt/format.h>

#include <algorithm>

#include "client/fleet.h"
#include "client/interrupt.h"
#include "client/near_job.h"
#include "client/progress.h"
#include "client/units.h"

namespace borealis::client {

namespace {

constexpr std::size_t few_instances = 20;

std::size_t instances_of(const UpdateDetails& details) {
  std::set<int> instances;
  for (const UpdateEvent& event : details.instance_events) instances.insert(event.instance);
  return instances.size();
}

}  // namespace

lang::Result<UpdateSummary> find_update(Engine& engine, const UpdateTarget& target, WhichUpdate which) {
  const std::string key = target.job.text();
  if (target.id) {
    auto details = engine.update_details(target.job, *target.id);
    if (!details) return std::move(details).error();
    return std::move(details->summary);
  }
  UpdateQuery query;
  query.job = target.job;
  auto updates = engine.updates(query);
  if (!updates) return std::move(updates).error();
  const auto active =
      std::find_if(updates->begin(), updates->end(), [](const UpdateSummary& update) { return update.active; });
  if (active != updates->end()) return *active;
  if (updates->empty())
    return lang::Error{
        lang::ErrorClass::not_found, fmt::format("{} has no updates", key), near_job_hint(engine, target.job), {}};
  const UpdateSummary& newest = updates->front();
  if (which == WhichUpdate::active_or_newest) return newest;
  return lang::Error{lang::ErrorClass::not_found,
                     fmt::format("no update of {} goes on", key),
                     fmt::format("the last one is {}, {}", newest.id, newest.status),
                     {}};
}

lang::Result<Followed> follow_update(Engine& engine, const UpdateSummary& update, const Follow& follow,
                                     Context& context) {
  const InterruptScope interrupts;
  auto details = engine.update_details(update.key, update.id);
  if (!details) return std::move(details).error();
  Handle handle;
  handle.key = update.key;
  handle.action = PlanAction::update;
  handle.update_id = update.id;
  WatchOptions options;
  options.timeout = follow.timeout;
  options.pause = &interruptible_sleep;
  lang::Result<std::vector<WatchOutcome>> outcomes = std::vector<WatchOutcome>();
  {
    ProgressView view(context.err, {false, instances_of(*details) <= few_instances}, &std::chrono::steady_clock::now);
    outcomes = engine.watch({handle}, options, view);
  }
  if (!outcomes) return std::move(outcomes).error();
  Followed followed{0, std::move(outcomes->front())};
  const WatchResult result = followed.outcome.result;
  if (follow.rollback_wanted && result == WatchResult::rolled_back) {
    followed.outcome.message.clear();
    return followed;
  }
  show_outcome(handle, followed.outcome, context);
  followed.code = code_of(result);
  if (follow.rollback_wanted && result == WatchResult::done) {
    say(context, fmt::format("{} was rolled forward before it could be rolled back", update.key.text()));
    followed.code = static_cast<int>(lang::ErrorClass::findings);
  }
  return followed;
}

lang::Data update_data(const UpdateSummary& update) {
  lang::Data::Map data;
  data.entries.push_back({"job", update.key.text()});
  data.entries.push_back({"id", update.id});
  data.entries.push_back({"user", update.user});
  data.entries.push_back({"started", utc_text(update.created_ms)});
  data.entries.push_back({"last_modified", utc_text(update.modified_ms)});
  data.entries.push_back({"status", update.status});
  return data;
}

}  // namespace borealis::client
