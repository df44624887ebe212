#include "client/aurora/aurora_engine.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <thread>

#include "client/api/names.h"
#include "client/aurora/planner.h"
#include "client/aurora/scheduler.h"
#include "client/aurora/tasks.h"
#include "client/aurora/updates.h"
#include "client/aurora/watch.h"

namespace borealis::client {

const std::string& TaskStatus::last_message() const {
  static const std::string none;
  for (auto event = events.rbegin(); event != events.rend(); ++event) {
    if (!event->message.empty()) return event->message;
  }
  return none;
}

}  // namespace borealis::client

namespace borealis::client::aurora {
namespace {

using std::chrono::milliseconds;

lang::Status as_status(const lang::Result<Done>& done) {
  if (!done) return done.error();
  return lang::Unit{};
}

std::optional<std::string> optional_text(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

class AuroraEngine : public Engine {
 public:
  AuroraEngine(Scheduler scheduler, std::string cluster, const std::string& owner)
      : scheduler_(std::move(scheduler)), cluster_(std::move(cluster)), planner_(scheduler_, cluster_, owner) {}

  Capabilities capabilities() const override { return {"aurora", true, true, true}; }

  lang::Result<JobDraft> prepare(const JobDraft& draft) override { return planner_.prepare(draft); }
  lang::Result<JobPlan> plan(const JobDraft& draft, const PlanOptions& options) override {
    return planner_.plan(draft, options);
  }
  lang::Result<std::shared_ptr<const EnginePayload>> running(const schema::JobKey& key) override {
    return planner_.running(key);
  }
  lang::Result<lang::Data> save(const JobPlan& plan) override;
  lang::Result<std::shared_ptr<const EnginePayload>> load(const JobPlan& plan, const lang::Data& saved) override {
    return load_payload(plan, saved);
  }
  lang::Result<Handle> apply(const JobPlan& plan, const ApplyOptions& options) override {
    return planner_.apply(plan, options);
  }
  lang::Result<Handle> create(const JobDraft& draft) override { return planner_.create(draft); }
  lang::Result<std::vector<WatchOutcome>> watch(const std::vector<Handle>& handles, const WatchOptions& options,
                                                WatchSink& sink) override {
    return watch_all(scheduler_, handles, options, sink, [] { return std::chrono::steady_clock::now(); });
  }

  lang::Result<std::vector<TaskStatus>> tasks(const schema::JobKey& key, const TaskFilter& filter) override;
  lang::Result<std::vector<JobSummary>> jobs(const std::optional<std::string>& role, bool with_history) override;
  lang::Result<KillOutcome> kill(const schema::JobKey& key, const std::optional<Instances>& instances,
                                 const std::string& message) override;
  lang::Result<Instances> wait_until_gone(const schema::JobKey& key, const std::optional<Instances>& instances,
                                          std::chrono::seconds timeout, const Pause& pause) override;
  lang::Status restart(const schema::JobKey& key, const Instances& instances) override {
    return as_status(scheduler_.restart(to_api(key), {instances.begin(), instances.end()}));
  }
  lang::Status add_instances(const schema::JobKey& key, int like_instance, int count) override {
    return as_status(scheduler_.add_instances(to_api(key), like_instance, count));
  }
  lang::Result<std::vector<UpdateSummary>> updates(const UpdateQuery& query) override {
    return find_updates(scheduler_, cluster_, query);
  }
  lang::Result<UpdateDetails> update_details(const schema::JobKey& key, const std::string& update_id) override {
    return details_of_update(scheduler_, key, update_id);
  }
  lang::Status update_verb(UpdateVerb verb, const schema::JobKey& key, const std::string& update_id,
                           const std::string& message) override {
    return move_update(scheduler_, verb, key, update_id, message);
  }
  lang::Result<bool> pulse(const schema::JobKey& key, const std::string& update_id) override {
    return pulse_update(scheduler_, key, update_id);
  }

 private:
  lang::Result<Instances> active_instances(const schema::JobKey& key, const std::optional<Instances>& instances);

  Scheduler scheduler_;
  std::string cluster_;
  Planner planner_;
};

lang::Result<lang::Data> AuroraEngine::save(const JobPlan& plan) {
  const auto* payload = dynamic_cast<const PlanPayload*>(plan.payload.get());
  if (payload == nullptr || payload->compared)
    return lang::Error{lang::ErrorClass::internal, "the plan is none that this engine can save", {}, {}};
  return save_payload(*payload);
}

lang::Result<std::vector<TaskStatus>> AuroraEngine::tasks(const schema::JobKey& key, const TaskFilter& filter) {
  auto found = scheduler_.tasks_without_configs(query_for(to_api(key), filter.instances, filter.active_only));
  if (!found) return found.error();
  std::vector<TaskStatus> result;
  bool pending = false;
  for (const api::ScheduledTask& task : *found) {
    result.push_back(to_status(task, cluster_, true));
    pending = pending || task.status == api::ScheduleStatus::PENDING;
  }
  sort_tasks(result);
  if (!filter.pending_reasons || !pending) return result;
  const auto reasons = scheduler_.pending_reasons(query_for(to_api(key), filter.instances, false));
  if (!reasons) return reasons.error();
  for (TaskStatus& task : result) {
    const auto reason = reasons->find(task.task_id);
    if (reason != reasons->end()) task.pending_reason = reason->second;
  }
  return result;
}

lang::Result<std::vector<JobSummary>> AuroraEngine::jobs(const std::optional<std::string>& role, bool with_history) {
  auto found = scheduler_.job_summaries(role);
  if (!found) return found.error();
  std::vector<JobSummary> result;
  for (const api::JobSummary& summary : *found) {
    JobSummary job;
    job.key = from_api(summary.job.key, cluster_);
    job.cron = !summary.job.cronSchedule.empty();
    job.cron_schedule = summary.job.cronSchedule;
    job.active = summary.stats.activeTaskCount;
    job.pending = summary.stats.pendingTaskCount;
    job.failed = summary.stats.failedTaskCount;
    job.finished = summary.stats.finishedTaskCount;
    job.next_cron_run_ms = summary.nextCronRunMs;
    if (with_history || job.cron || job.active + job.pending > 0) result.push_back(std::move(job));
  }
  std::sort(result.begin(), result.end(),
            [](const JobSummary& a, const JobSummary& b) { return a.key.text() < b.key.text(); });
  return result;
}

lang::Result<Instances> AuroraEngine::active_instances(const schema::JobKey& key,
                                                       const std::optional<Instances>& instances) {
  auto found = scheduler_.tasks_without_configs(query_for(to_api(key), instances, true));
  if (!found) return found.error();
  std::set<int> active;
  for (const api::ScheduledTask& task : *found) active.insert(task.assignedTask.instanceId);
  return Instances(active.begin(), active.end());
}

lang::Result<KillOutcome> AuroraEngine::kill(const schema::JobKey& key, const std::optional<Instances>& instances,
                                             const std::string& message) {
  KillOutcome outcome;
  if (!instances || !instances->empty()) {
    auto active = active_instances(key, instances);
    if (!active) return active.error();
    outcome.nothing_to_kill = active->empty();
    if (outcome.nothing_to_kill) return outcome;
  }
  std::optional<std::set<std::int32_t>> ids;
  if (instances) ids.emplace(instances->begin(), instances->end());
  auto done = scheduler_.kill(to_api(key), ids, optional_text(message));
  if (!done) return done.error();
  outcome.notes = done->notes;
  return outcome;
}

lang::Result<Instances> AuroraEngine::wait_until_gone(const schema::JobKey& key,
                                                      const std::optional<Instances>& instances,
                                                      std::chrono::seconds timeout, const Pause& pause) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  milliseconds wait{200};
  Instances left;
  const auto interrupted = [&] {
    return lang::Error{lang::ErrorClass::interrupted,
                       fmt::format("interrupted while {} instances of {} were ending", left.size(), key.text()),
                       "the kill was asked for and goes on",
                       {}};
  };
  for (;;) {
    auto active = active_instances(key, instances);
    if (!active && active.error().kind == lang::ErrorClass::interrupted) return interrupted();
    if (!active || active->empty()) return active;
    left = *active;
    const auto time = std::chrono::duration_cast<milliseconds>(deadline - std::chrono::steady_clock::now());
    if (time <= milliseconds(0)) return active;
    wait = std::min(wait, time);
    const bool go_on = pause ? pause(wait) : (std::this_thread::sleep_for(wait), true);
    if (!go_on) return interrupted();
    wait = std::min(wait * 3 / 2, milliseconds(2'000));
  }
}

}  // namespace

std::string login_name() {
  std::array<char, 16384> buffer;
  passwd entry;
  passwd* found = nullptr;
  if (getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr) {
    return found->pw_name;
  }
  return std::to_string(geteuid());
}

namespace {

std::unique_ptr<Engine> engine_over(Connection connection, const std::string& cluster, const EngineOptions& options) {
  const std::string owner = options.owner.empty() ? login_name() : options.owner;
  return std::make_unique<AuroraEngine>(Scheduler(std::move(connection)), cluster, owner);
}

}  // namespace

lang::Result<std::unique_ptr<Engine>> open_engine_at(const std::string& url, const std::string& cluster,
                                                     const EngineOptions& options) {
  if (auto parsed = parse_url(url); !parsed) return parsed.error();
  return engine_over(Connection(url, make_http(options.http), options.http, options.pause), cluster, options);
}

lang::Result<std::unique_ptr<Engine>> open_engine(const Cluster& cluster, const EngineOptions& options) {
  auto connection = open_connection(cluster, options);
  if (!connection) return connection.error();
  return engine_over(std::move(*connection), cluster.name, options);
}

}  // namespace borealis::client::aurora
