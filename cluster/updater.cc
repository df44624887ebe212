#include "cluster/updater.h"

#include <algorithm>

#include "fmt/format.h"

namespace borealis::cluster {

namespace {

using U = api::JobUpdateStatus;
using Action = api::JobUpdateAction;

const api::JobUpdateSettings& settings_of(const Update& update) {
  return update.details.update.instructions.settings;
}

Action::type started(bool forward) {
  return forward ? Action::INSTANCE_UPDATING : Action::INSTANCE_ROLLING_BACK;
}
Action::type succeeded(bool forward) {
  return forward ? Action::INSTANCE_UPDATED : Action::INSTANCE_ROLLED_BACK;
}
Action::type failed(bool forward) {
  return forward ? Action::INSTANCE_UPDATE_FAILED : Action::INSTANCE_ROLLBACK_FAILED;
}

}  // namespace

Update& Updater::start(api::JobUpdateDetails details, const std::string& user, const std::string& message) {
  Update update;
  update.job = job_id(details.update.summary.key.job);
  update.id = details.update.summary.key.id;
  update.details = std::move(details);
  const api::JobUpdateSettings& settings = settings_of(update);
  const bool coordinated = settings.__isset.blockIfNoPulsesAfterMs && settings.blockIfNoPulsesAfterMs > 0;
  update.status = coordinated ? U::ROLL_FORWARD_AWAITING_PULSE : U::ROLLING_FORWARD;
  Update& added = updates_.insert(std::move(update));
  enter(added, added.status, user, message);
  return added;
}

void Updater::resume_all() {
  for (const auto& [id, update] : updates_.all()) {
    if (!is_rolling(update->status)) continue;
    advance(*update, begin_run(*update));
  }
}

std::optional<std::string> Updater::go_to(Update& update, UpdateStatus to, const std::string& user,
                                          const std::string& message) {
  if (to == update.status) return std::nullopt;
  if (!may_follow(update.status, to)) {
    return fmt::format("Cannot transition update from {} to {}", name_of(update.status), name_of(to));
  }
  enter(update, to, user, message);
  return std::nullopt;
}

void Updater::enter(Update& update, UpdateStatus to, const std::string& user, const std::string& message) {
  update.status = to;
  updates_.status_changed(update);
  api::JobUpdateEvent event;
  event.__set_status(to);
  event.__set_timestampMs(clock_.now());
  if (!user.empty()) event.__set_user(user);
  if (!message.empty()) event.__set_message(message);
  update.details.updateEvents.push_back(event);
  touched_.insert(update.id);
  runs_.erase(update.id);
  if (!is_active(to)) last_pulse_.erase(update.id);
  std::erase_if(sla_waits_, [&](const auto& entry) { return entry.first.first == update.id; });
  if (is_rolling(to)) advance(update, begin_run(update));
}

std::optional<std::string> Updater::pause(Update& update, const std::string& user, const std::string& message) {
  const auto to = after_pause(update.status);
  if (!to) return fmt::format("Cannot transition update from {} to null", name_of(update.status));
  return go_to(update, *to, user, message);
}

std::optional<std::string> Updater::resume(Update& update, const std::string& user, const std::string& message) {
  const auto to = after_resume(update.status, overdue(update));
  if (!to) return fmt::format("Cannot transition update from {} to null", name_of(update.status));
  return go_to(update, *to, user, message);
}

std::optional<std::string> Updater::abort(Update& update, const std::string& user, const std::string& message) {
  return go_to(update, U::ABORTED, user, message);
}

std::optional<std::string> Updater::roll_back(Update& update, const std::string& user, const std::string& message) {
  return go_to(update, U::ROLLING_BACK, user, message);
}

void Updater::pulse(Update& update) {
  last_pulse_[update.id] = clock_.now();
  if (is_awaiting_pulse(update.status)) enter(update, after_pulse(update.status), "", "");
}

bool Updater::overdue(const Update& update) const {
  const api::JobUpdateSettings& settings = settings_of(update);
  if (!settings.__isset.blockIfNoPulsesAfterMs || settings.blockIfNoPulsesAfterMs <= 0) return false;
  const auto pulse = last_pulse_.find(update.id);
  const Millis last = pulse == last_pulse_.end() ? 0 : pulse->second;
  return clock_.now() - last >= settings.blockIfNoPulsesAfterMs;
}

bool Updater::stop_for_pulse(Update& update) {
  if (!overdue(update)) return false;
  enter(update, awaiting_pulse(update.status), "", "Pulses from external service have timed out.");
  return true;
}

Updater::Run& Updater::begin_run(Update& update) {
  Run run;
  run.forward = update.status == U::ROLLING_FORWARD;
  run.changes = changes_of(update.details.update.instructions, configs_);
  if (!run.forward) std::ranges::reverse(run.changes);
  for (std::size_t i = 0; i < run.changes.size(); ++i) {
    const int instance = run.changes[i].instance;
    run.index[instance] = i;
    // Done before: done. Begun before, or failed: looked at anew. (api.md §23, "resume of a paused update")
    if (has_event(update, instance, succeeded(run.forward))) continue;
    (has_event(update, instance, started(run.forward)) ? run.working : run.waiting).insert(instance);
  }
  run.group_started = !run.working.empty();
  Run& begun = runs_[update.id] = std::move(run);
  for (const int instance : std::set<int>(begun.working)) evaluate(update, begun, instance);
  return begun;
}

void Updater::on_notice(const Notice& notice) {
  Update* update = updates_.active(notice.job);
  if (update == nullptr) return;
  const auto found = runs_.find(update->id);
  if (found == runs_.end() || !found->second.working.contains(notice.instance)) return;
  if (stop_for_pulse(*update)) return;
  Run& run = found->second;
  const bool own = notice.config == run.wanted(notice.instance);
  if (notice.ended && own && ++run.failures[notice.instance] > settings_of(*update).maxPerInstanceFailures) {
    run.working.erase(notice.instance);
    run.failed.insert(notice.instance);
    run.latest_failure = fmt::format("Latest failure: instance {} exited.", notice.instance);
    record(*update, notice.instance, failed(run.forward));
  } else {
    evaluate(*update, run, notice.instance);
  }
  advance(*update, run);
}

void Updater::evaluate(Update& update, Run& run, int instance) {
  const Task* task = tasks_.active(update.job, instance);
  act(update, run, instance,
      next_step(run.wanted(instance), task, settings_of(update).minWaitInInstanceRunningMs, clock_.now()));
}

void Updater::act(Update& update, Run& run, int instance, InstanceStep step) {
  Task* task = tasks_.active(update.job, instance);
  switch (step) {
    case InstanceStep::add:
      machine_.add(run.wanted(instance), instance);
      break;
    case InstanceStep::kill:
      if (sla_holds_back(update, run, *task)) break;
      machine_.transition(*task, api::ScheduleStatus::KILLING, "Killed for job update " + update.id);
      break;
    case InstanceStep::wait:
      break;
    case InstanceStep::watch:
      timers_.insert(
          {task->events.back().time + settings_of(update).minWaitInInstanceRunningMs, {update.id, instance}});
      break;
    case InstanceStep::succeed:
      run.working.erase(instance);
      // One that was right all along leaves no trace. (api.md §12.6)
      if (has_event(update, instance, std::nullopt)) record(update, instance, succeeded(run.forward));
      break;
  }
}

// Takes on what the strategy allows, and ends the update when nothing is left. The run may be gone afterwards.
void Updater::advance(Update& update, Run& run) {
  const api::JobUpdateSettings& settings = settings_of(update);
  while (true) {
    if (static_cast<int>(run.failed.size()) > settings.maxFailedInstances) return fail(update, run);
    if (run.waiting.empty() && run.working.empty()) {
      return enter(update, run.forward ? U::ROLLED_FORWARD : U::ROLLED_BACK, "", "");
    }
    const int count = next_group(settings.updateStrategy, run.forward, static_cast<int>(run.changes.size()),
                                 static_cast<int>(run.waiting.size()), static_cast<int>(run.working.size()));
    if (count <= 0) return;
    if (run.forward && run.group_started && pauses_after_batch(settings.updateStrategy)) {
      return enter(update, U::ROLL_FORWARD_PAUSED, "", "Update auto paused");
    }
    take_on(update, run, count);
  }
}

void Updater::take_on(Update& update, Run& run, int count) {
  run.group_started = true;
  std::set<int> group;  // begun in the order of their ids
  for (const InstanceChange& change : run.changes) {
    if (std::ssize(group) == count) break;
    if (run.waiting.erase(change.instance) != 0) group.insert(change.instance);
  }
  run.working.insert(group.begin(), group.end());
  for (const int instance : group) {
    const InstanceStep step = next_step(run.wanted(instance), tasks_.active(update.job, instance),
                                        settings_of(update).minWaitInInstanceRunningMs, clock_.now());
    if (step != InstanceStep::succeed || has_event(update, instance, std::nullopt)) {
      record(update, instance, started(run.forward));
    }
    act(update, run, instance, step);
  }
}

void Updater::fail(Update& update, const Run& run) {
  const std::string why = run.latest_failure;
  const bool back = run.forward && settings_of(update).rollbackOnFailure;
  enter(update, back ? U::ROLLING_BACK : U::FAILED, "", why);
}

void Updater::run_timers() {
  while (!timers_.empty() && timers_.begin()->first <= clock_.now()) {
    const auto [id, instance] = timers_.begin()->second;
    timers_.erase(timers_.begin());
    Update* update = updates_.find(id);
    const auto found = runs_.find(id);
    if (update == nullptr || found == runs_.end() || !found->second.working.contains(instance)) continue;
    if (stop_for_pulse(*update)) continue;
    evaluate(*update, found->second, instance);
    advance(*update, found->second);
  }
}

void Updater::record(Update& update, int instance, Action::type action) {
  if (has_event(update, instance, action)) return;
  api::JobInstanceUpdateEvent event;
  event.__set_instanceId(instance);
  event.__set_timestampMs(clock_.now());
  event.__set_action(action);
  update.details.instanceEvents.push_back(event);
  touched_.insert(update.id);
}

bool Updater::has_event(const Update& update, int instance, std::optional<Action::type> action) {
  return std::ranges::any_of(update.details.instanceEvents, [&](const api::JobInstanceUpdateEvent& event) {
    return event.instanceId == instance && (!action || event.action == *action);
  });
}

}  // namespace borealis::cluster
