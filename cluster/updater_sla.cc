// Updates that ask the new configuration's SLA policy before they end an instance. (api.md §12.7)
#include <algorithm>

#include "cluster/updater.h"

namespace borealis::cluster {

namespace {

// api.md §22: sla_aware_kill_retry_min_delay, sla_aware_kill_retry_max_delay
constexpr Millis kFirstRetry = 60'000;
constexpr Millis kMostRetry = 5 * 60'000;

}  // namespace

bool Updater::sla_holds_back(Update& update, const Run& run, const Task& task) {
  const api::JobUpdateSettings& settings = update.details.update.instructions.settings;
  const ConfigPtr& wanted = run.wanted(task.instance);
  if (!settings.__isset.slaAware || !settings.slaAware || !is_assigned(task.status)) return false;
  if (wanted == nullptr || !wanted->message.__isset.slaPolicy) return false;

  const auto [entry, fresh] = sla_waits_.try_emplace({update.id, task.instance});
  SlaWait& wait = entry->second;
  const Millis now = clock_.now();
  if (now < wait.next) return true;
  if (fresh) note(update, task.instance, run.forward, "Checking SLA before continuing.");
  const Sla::Verdict verdict = sla_.may_end(wanted->message.slaPolicy, task);
  if (verdict == Sla::Verdict::asked) return true;  // the answer leads here again
  if (verdict == Sla::Verdict::yes) {
    sla_waits_.erase(entry);
    note(update, task.instance, run.forward, "SLA check passed, continuing.");
    return false;
  }
  wait.delay = std::clamp(wait.delay * 2, kFirstRetry, kMostRetry);
  wait.next = now + wait.delay;
  timers_.insert({wait.next, {update.id, task.instance}});
  return true;
}

void Updater::on_sla_answer(const Task& task) {
  Update* update = updates_.active(task.job());
  if (update == nullptr) return;
  const auto found = runs_.find(update->id);
  if (found == runs_.end() || !found->second.working.contains(task.instance)) return;
  evaluate(*update, found->second, task.instance);
}

void Updater::note(Update& update, int instance, bool forward, const std::string& message) {
  api::JobInstanceUpdateEvent event;
  event.__set_instanceId(instance);
  event.__set_timestampMs(clock_.now());
  event.__set_action(forward ? api::JobUpdateAction::INSTANCE_UPDATING : api::JobUpdateAction::INSTANCE_ROLLING_BACK);
  event.__set_message(message);
  update.details.instanceEvents.push_back(event);
  touched_.insert(update.id);
}

}  // namespace borealis::cluster
