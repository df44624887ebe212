#include "cluster/core.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "client/api/codec.h"
#include "client/api/plain_json.h"
#include "lang/json.h"

namespace borealis::cluster {

namespace {

using S = api::ScheduleStatus;

// So many share a transaction. Of more, the first ones would be out of the processor's cache when they are written.
constexpr std::size_t kReportsAtOnce = 1000;

TaskRow row_of(const Task& task, const CoreSettings& settings) {
  return {task.config->id, task.run, task.job().text(), name_of(task.status),
          api::encode_struct(scheduled_task(task, settings, false))};
}

Task task_of(const TaskRow& row, const api::ScheduledTask& stored, ConfigPtr config) {
  Task task;
  task.id = stored.assignedTask.taskId;
  task.config = std::move(config);
  task.instance = stored.assignedTask.instanceId;
  task.status = stored.status;
  task.failures = stored.failureCount;
  task.times_partitioned = stored.timesPartitioned;
  task.ancestor = stored.ancestorId;
  task.host = stored.assignedTask.slaveHost;
  task.agent_id = stored.assignedTask.slaveId;
  task.run = row.run;
  task.ports = {stored.assignedTask.assignedPorts.begin(), stored.assignedTask.assignedPorts.end()};
  for (const api::TaskEvent& event : stored.taskEvents) {
    task.events.push_back({event.timestamp, event.status, event.message});
  }
  return task;
}

std::string simple_json(const apache::thrift::TBase& message) {
  api::DataBuilder builder(false);
  api::walk(message, builder);
  return lang::to_json(builder.take());
}

lang::Error damaged(const std::string& what) {
  return lang::Error{lang::ErrorClass::output, "the cluster's store holds a damaged " + what, "", {}};
}

}  // namespace

api::ScheduledTask scheduled_task(const Task& task, const CoreSettings& settings, bool config) {
  api::ScheduledTask out;
  api::AssignedTask& assigned = out.assignedTask;
  assigned.__set_taskId(task.id);
  if (!task.host.empty()) {
    assigned.__set_slaveHost(task.host);
    assigned.__set_slaveId(task.agent_id);
  }
  if (config) assigned.__set_task(task.config->message);
  assigned.__set_assignedPorts({task.ports.begin(), task.ports.end()});
  assigned.__set_instanceId(task.instance);
  out.__isset.assignedTask = true;
  out.__set_status(task.status);
  out.__set_failureCount(task.failures);
  out.__set_timesPartitioned(task.times_partitioned);
  for (const TaskEvent& event : task.events) {
    api::TaskEvent shown;
    shown.__set_timestamp(event.time);
    shown.__set_status(event.status);
    if (!event.message.empty()) shown.__set_message(event.message);
    shown.__set_scheduler(settings.hostname);
    out.taskEvents.push_back(std::move(shown));
  }
  out.__isset.taskEvents = true;
  if (!task.ancestor.empty()) out.__set_ancestorId(task.ancestor);
  return out;
}

Core::Core(CoreSettings settings, const Clock& clock, Store& store)
    : settings_(std::move(settings)),
      clock_(clock),
      store_(store),
      hosts_(settings_.hosts),
      ports_(settings_.port_probe, settings_.shared_ports),
      machine_(tasks_, hosts_, ports_, clock_),
      placer_(tasks_, hosts_, ports_, machine_),
      sla_(tasks_, clock_, settings_.cluster_name,
           [this](const Task& task) { return simple_json(scheduled_task(task, settings_)); }),
      updater_(updates_, tasks_, machine_, configs_, sla_, clock_),
      cron_runner_(crons_, tasks_, machine_, configs_, clock_),
      maintenance_(hosts_, tasks_, machine_, sla_, clock_),
      preemptor_(tasks_, hosts_, ports_, machine_, placer_) {}

lang::Status Core::load(Loading loading) {
  const std::lock_guard lock(mutex_);
  lang::Result<Contents> contents = store_.load();
  if (!contents) return std::move(contents).error();
  if (lang::Status loaded = load_tasks(*contents); !loaded) return loaded;
  if (lang::Status loaded = load_updates(*contents); !loaded) return loaded;
  if (lang::Status loaded = load_records(*contents); !loaded) return loaded;
  if (loading == Loading::going_on) updater_.resume_all();
  settle();
  return lang::Unit{};
}

lang::Status Core::load_tasks(const Contents& contents) {
  std::map<std::int64_t, ConfigPtr> configs;
  for (const auto& [id, bytes] : contents.configs) {
    ConfigPtr config = configs_.load(id, bytes);
    if (!config) return damaged("configuration");
    configs[id] = std::move(config);
  }
  std::vector<std::pair<Millis, Task>> loaded;
  for (const auto& [id, row] : contents.tasks) {
    const auto stored = api::decode_struct<api::ScheduledTask>(row.data);
    const auto config = configs.find(row.config);
    if (config == configs.end() || !stored || stored->taskEvents.empty()) return damaged("task (" + id + ")");
    loaded.emplace_back(stored->taskEvents.back().timestamp, task_of(row, *stored, config->second));
  }
  // Those that waited longest are placed first again.
  std::ranges::stable_sort(loaded, {}, [](const auto& entry) { return entry.first; });
  std::vector<Task*> tasks;
  for (auto& [time, task] : loaded) tasks.push_back(&tasks_.insert(std::move(task)));
  // A penalty looks at ancestors: only now are all there.
  for (Task* task : tasks) machine_.restore(*task);
  return lang::Unit{};
}

lang::Status Core::load_updates(const Contents& contents) {
  for (const auto& [id, bytes] : contents.updates) {
    Update update;
    if (!api::decode_struct_into(bytes, update.details) || update.details.updateEvents.empty())
      return damaged("update (" + id + ")");
    update.id = id;
    update.job = job_id(update.details.update.summary.key.job);
    update.status = update.details.updateEvents.back().status;
    updates_.insert(std::move(update));
  }
  return lang::Unit{};
}

void Core::settle() {
  // Each step of an update may bring further notices.
  while (!machine_.notices().empty()) {
    const std::vector<Notice> notices = std::exchange(machine_.notices(), {});
    for (const Notice& notice : notices) {
      updater_.on_notice(notice);
      if (!notice.left.empty()) maintenance_.on_end(notice.left);
    }
  }
  commit();
  if (machine_.placement_due() || !machine_.orders().empty() || !sla_.questions().empty()) on_work();
}

void Core::commit() {
  if (retired_) return;
  Batch batch;
  for (const ConfigPtr& config : configs_.fresh()) batch.configs[config->id] = config->bytes;
  for (const auto& [id, task] : machine_.touched()) {
    // They come in order: nothing needs to be looked for.
    batch.tasks.emplace_hint(batch.tasks.end(), id,
                             task == nullptr ? std::nullopt : std::optional(row_of(*task, settings_)));
  }
  for (const std::string& id : updater_.touched()) {
    const Update* update = updates_.find(id);
    batch.updates[id] = update == nullptr ? std::nullopt : std::optional(api::encode_struct(update->details));
  }
  collect_records(batch);
  if (const lang::Status done = store_.commit(batch); !done) {
    std::fprintf(stderr, "borealis-clusterd: %s; stopping, the tasks go on\n", done.error().message.c_str());
    std::_Exit(static_cast<int>(lang::ErrorClass::output));
  }
  if (!batch.tasks.empty() || !batch.updates.empty() || !batch.records.empty()) ++version_;
  configs_.fresh().clear();
  machine_.touched().clear();
  updater_.touched().clear();
}

Launch Core::launch_of(const Task& task) const {
  return {task.id, task.run, task.host, task.agent_id, task.instance, task.ports, task.config};
}

std::vector<std::pair<Launch, bool>> Core::placed() {
  const std::lock_guard lock(mutex_);
  std::vector<std::pair<Launch, bool>> out;
  for (const auto& [job, tasks] : tasks_.by_job()) {
    for (const auto& [id, task] : tasks) {
      if (is_assigned(task->status)) out.emplace_back(launch_of(*task), task->status == S::ASSIGNED);
    }
  }
  return out;
}

Work Core::tick(const std::vector<Report>& reports) {
  const std::lock_guard lock(mutex_);
  std::size_t taken = 0;
  for (const Report& report : reports) {
    if (++taken % kReportsAtOnce == 0) settle();
    Task* task = tasks_.find(report.task_id);
    if (task == nullptr || task->status == report.status) continue;
    // A runner that still works on a task given up long ago is told to stop.
    if (is_terminal(task->status) && !is_terminal(report.status)) {
      machine_.orders().push_back({Order::Kind::drop, task->id});
    } else {
      machine_.transition(*task, report.status, report.message, std::min(report.time, clock_.now()));
    }
  }
  machine_.run_timers();
  updater_.run_timers();
  cron_runner_.run_timers();
  maintenance_.run_timers();
  preemptor_.run_timers();
  prune();
  settle();
  if (placement_waits()) {
    const bool anew = std::exchange(machine_.placement_due(), false);
    placer_.pass(anew ? Placer::Pass::anew : Placer::Pass::going_on);
    ++version_;  // it says why tasks wait
    settle();
  }
  Work work;
  for (const Order& order : std::exchange(machine_.orders(), {})) {
    if (order.kind != Order::Kind::launch) {
      work.signals.push_back(order);
      continue;
    }
    const Task* task = tasks_.find(order.task_id);
    // It may have been ended before it was begun: then the order to kill, which follows, finds no runner.
    if (task != nullptr && task->status == S::ASSIGNED) work.launches.push_back(launch_of(*task));
  }
  work.forgotten = std::exchange(forgotten_, {});
  work.questions = std::exchange(sla_.questions(), {});
  return work;
}

void Core::coordinator_answered(const std::string& task_id, bool allowed) {
  change([&] {
    sla_.answered(task_id, allowed);
    if (Task* task = tasks_.find(task_id); task != nullptr && is_assigned(task->status)) {
      updater_.on_sla_answer(*task);
      maintenance_.on_sla_answer(*task);
    }
    sla_.drop_answer(task_id);
  });
}

bool Core::placement_waits() const {
  return placing_ && (machine_.placement_due() || placer_.stopped_early());
}

bool Core::has_more_to_place() {
  const std::lock_guard lock(mutex_);
  return placement_waits();
}

Millis Core::next_tick(Millis most) {
  const std::lock_guard lock(mutex_);
  if (placement_waits()) return 0;
  Millis due = clock_.now() + most;
  if (const Millis* timer = machine_.next_due()) due = std::min(due, *timer);
  if (const Millis* timer = updater_.next_due()) due = std::min(due, *timer);
  for (const auto& timer : {cron_runner_.next_due(), maintenance_.next_due(), preemptor_.next_due()}) {
    if (timer) due = std::min(due, *timer);
  }
  return std::max<Millis>(0, due - clock_.now());
}

void Core::end_all_tasks(const std::string& message) {
  placing_ = false;
  for (const auto& [id, update] : updates_.all()) {
    if (is_active(update->status)) updater_.abort(*update, "", message);
  }
  std::vector<std::string> active;
  for (const auto& [job, tasks] : tasks_.by_job()) {
    for (const auto& [id, task] : tasks) {
      if (is_active(task->status)) active.push_back(id);
    }
  }
  for (const std::string& id : active) {
    if (Task* task = tasks_.find(id)) machine_.transition(*task, S::KILLING, message);
  }
}

}  // namespace borealis::cluster
