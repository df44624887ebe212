#include "cluster/maintenance.h"

#include <algorithm>

namespace borealis::cluster {

namespace {

using S = api::ScheduleStatus;
using M = api::MaintenanceMode;

// api.md §22: host_maintenance_polling_interval
constexpr Millis kLookEvery = 60'000;

api::SlaPolicy no_policy() {
  api::PercentageSlaPolicy share;
  share.__set_percentage(0);
  share.__set_durationSecs(0);
  api::SlaPolicy policy;
  policy.__set_percentageSlaPolicy(share);
  return policy;
}

}  // namespace

HostMode Maintenance::mode_of(const std::string& host) const {
  const Host* found = hosts_.find(host);
  return found == nullptr ? M::NONE : found->mode;
}

HostMode Maintenance::set(const std::string& host, HostMode mode) {
  hosts_.set_mode(host, mode);
  touched_.insert(host);
  machine_.placement_due() = true;
  return mode;
}

HostMode Maintenance::schedule(const std::string& host) {
  requests_.erase(host);
  return set(host, M::SCHEDULED);
}

HostMode Maintenance::end(const std::string& host) {
  requests_.erase(host);
  return set(host, M::NONE);
}

void Maintenance::request(const std::string& host, const api::SlaPolicy& policy, std::int64_t timeout_secs) {
  api::HostMaintenanceRequest request;
  request.__set_host(host);
  request.__set_defaultSlaPolicy(policy);
  request.__set_timeoutSecs(timeout_secs);
  request.__set_createdTimestampMs(clock_.now());
  requests_[host] = request;
  next_look_ = std::max(next_look_, clock_.now() + (next_look_ <= clock_.now() ? kLookEvery : 0));
}

HostMode Maintenance::drain(const std::string& host) {
  request(host, no_policy(), 0);
  if (is_empty(host)) return set(host, M::DRAINED);
  set(host, M::DRAINING);
  move_tasks(host, false);
  return M::DRAINING;
}

HostMode Maintenance::drain_gently(const std::string& host, const api::SlaPolicy& fallback, std::int64_t timeout_secs) {
  request(host, fallback, timeout_secs);
  return set(host, M::DRAINING);
}

bool Maintenance::is_empty(const std::string& host) const {
  return tasks_.on_host(host).empty();
}

bool Maintenance::may_move(const std::string& host, const Task& task) {
  const api::HostMaintenanceRequest* request = request_of(host);
  const api::TaskConfig& config = task.config->message;
  const api::SlaPolicy policy = config.__isset.slaPolicy ? config.slaPolicy
                                : request == nullptr     ? no_policy()
                                                         : request->defaultSlaPolicy;
  const Millis forced_in =
      request == nullptr ? 0 : request->createdTimestampMs + request->timeoutSecs * 1000 - clock_.now();
  return sla_.may_end(policy, task, forced_in) == Sla::Verdict::yes;
}

void Maintenance::move_tasks(const std::string& host, bool forced) {
  const Tasks::ById moving = tasks_.on_host(host);
  for (const auto& [id, task] : moving) {
    if (forced || may_move(host, *task)) {
      machine_.transition(*task, S::DRAINING, "Draining machine for maintenance.");
    }
  }
}

void Maintenance::on_sla_answer(Task& task) {
  if (mode_of(task.host) != M::DRAINING || !may_move(task.host, task)) return;
  machine_.transition(task, S::DRAINING, "Draining machine for maintenance.");
}

void Maintenance::restore(const std::string& host, HostMode mode,
                          const std::optional<api::HostMaintenanceRequest>& request) {
  hosts_.set_mode(host, mode);
  if (request) requests_[host] = *request;
}

const api::HostMaintenanceRequest* Maintenance::request_of(const std::string& host) const {
  const auto found = requests_.find(host);
  return found == requests_.end() ? nullptr : &found->second;
}

void Maintenance::on_end(const std::string& host) {
  if (mode_of(host) == M::DRAINING && is_empty(host)) set(host, M::DRAINED);
}

void Maintenance::run_timers() {
  const Millis now = clock_.now();
  if (now < next_look_) return;
  next_look_ = now + kLookEvery;
  const std::map<std::string, api::HostMaintenanceRequest> requests = requests_;
  for (const auto& [host, request] : requests) {
    if (mode_of(host) != M::DRAINING) continue;
    if (is_empty(host)) {
      set(host, M::DRAINED);
    } else {
      move_tasks(host, now - request.createdTimestampMs >= request.timeoutSecs * 1000);
    }
  }
}

std::optional<Millis> Maintenance::next_due() const {
  return requests_.empty() ? std::nullopt : std::optional(next_look_);
}

}  // namespace borealis::cluster
