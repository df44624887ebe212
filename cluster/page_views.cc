#include "cluster/page_views.h"

#include <algorithm>
#include <map>

#include "cluster/page_data.h"
#include "cluster/page_update_views.h"

namespace borealis::cluster {

namespace {

using lang::Data;

Data ports_of(const Task& task) {
  Data out(Data::Map{});
  for (const auto& [name, port] : task.ports) out.set(name, Data(port));
  return out;
}

bool is_newer(const Task* a, const Task* b) {
  if (is_active(a->status) != is_active(b->status)) return is_active(a->status);
  if (a->events.back().time != b->events.back().time) return a->events.back().time > b->events.back().time;
  return a->id > b->id;
}

// The generations of each instance, the ACTIVE one first, then the one that ended last.
std::map<int, std::vector<const Task*>> generations_of(const Tasks::OfJob& tasks) {
  std::map<int, std::vector<const Task*>> out;
  for (const auto& [id, task] : tasks) out[task->instance].push_back(task);
  for (auto& [instance, generations] : out) std::ranges::sort(generations, is_newer);
  return out;
}

// Why tasks wait, asked once for all of one configuration.
class WaitReasons {
 public:
  explicit WaitReasons(Core& core) : core_(core) {}

  std::string of(const Task& task) {
    if (task.status != api::ScheduleStatus::PENDING) return "";
    const auto [known, fresh] = known_.try_emplace(task.config.get());
    if (fresh) known->second = core_.placer().why_pending(*task.config);
    return known->second;
  }

 private:
  Core& core_;
  std::map<const Config*, std::string> known_;
};

Data brief(const Task& task, WaitReasons& reasons) {
  return map({{"task", task.id},
              {"instance", task.instance},
              {"status", api::name_of(task.status)},
              {"since", task.events.back().time},
              {"message", task.events.back().message},
              {"reason", reasons.of(task)},
              {"host", task.host},
              {"ports", ports_of(task)},
              {"failures", task.failures}});
}

// ---- the cluster ----

Data job_brief(Core& core, const JobId& job, const Tasks::OfJob& tasks) {
  std::map<TaskStatus, int> active;
  int failed = 0;
  const Task* latest = nullptr;
  for (const auto& [id, task] : tasks) {
    if (is_active(task->status)) ++active[task->status];
    if (task->status == api::ScheduleStatus::FAILED || task->status == api::ScheduleStatus::LOST) ++failed;
    if (latest == nullptr || task->events.back().time > latest->events.back().time) latest = task;
  }
  Data out = map({{"role", job.role},
                  {"environment", job.environment},
                  {"name", job.name},
                  {"service", latest != nullptr && latest->config->message.isService},
                  {"states", counts_of(active)},
                  {"failed", failed},
                  {"changed", latest == nullptr ? Millis{0} : latest->events.back().time}});
  if (const CronJob* cron = core.crons().find(job)) {
    out.set("cron", map({{"schedule", cron->config.cronSchedule},
                         {"next", cron->next.value_or(0)},
                         {"instances", cron->config.instanceCount}}));
  }
  if (const Update* update = core.updates().active(job)) out.set("update", update_brief(*update));
  return out;
}

Data amounts_view(const Amounts& amounts) {
  return map({{"cpus", amounts.cpus}, {"ram_mb", amounts.ram_mb}, {"disk_mb", amounts.disk_mb}});
}

void add(Amounts& sum, const Amounts& more) {
  sum.cpus += more.cpus;
  sum.ram_mb += more.ram_mb;
  sum.disk_mb += more.disk_mb;
}

// ---- a job ----

Data config_view(const Config& config) {
  const api::TaskConfig& message = config.message;
  Data metadata(Data::Map{});
  for (const api::Metadata& entry : message.metadata) metadata.set(entry.key, Data(entry.value));
  Data::List ports;
  for (const std::string& port : config.ports) ports.emplace_back(port);
  Data out = amounts_view(config.needs);
  out.set("ports", Data(std::move(ports)));
  out.set("service", Data(message.isService));
  out.set("tier", Data(message.tier));
  out.set("priority", Data(message.priority));
  out.set("max_task_failures", Data(message.maxTaskFailures));
  out.set("contact", Data(message.contactEmail));
  out.set("owner", Data(message.owner.user));
  out.set("metadata", std::move(metadata));
  return out;
}

}  // namespace

Data cluster_view(Core& core) {
  Amounts total;
  Amounts used;
  for (const Host& host : core.hosts().all()) {
    add(total, host.total);
    add(used, host.used);
  }
  std::map<JobId, const Tasks::OfJob*> known;
  for (const auto& [job, cron] : core.crons().all()) known[job] = &core.tasks().of_job(job);
  for (const auto& [job, tasks] : core.tasks().by_job()) {
    if (!tasks.empty()) known[job] = &tasks;
  }
  Data::List jobs;
  for (const auto& [job, tasks] : known) jobs.push_back(job_brief(core, job, *tasks));
  return map({{"hosts", number(core.hosts().all().size())},
              {"total", amounts_view(total)},
              {"used", amounts_view(used)},
              {"tasks", counts_of(core.tasks().counts())},
              {"jobs", Data(std::move(jobs))},
              {"updates", updates_view(core, nullptr)}});
}

std::optional<Data> job_view(Core& core, const JobId& job) {
  const Tasks::OfJob& tasks = core.tasks().of_job(job);
  if (tasks.empty() && core.crons().find(job) == nullptr) return std::nullopt;
  Data::List instances;
  WaitReasons reasons(core);
  const Task* latest = nullptr;
  for (const auto& [instance, generations] : generations_of(tasks)) {
    const Task& newest = *generations.front();
    Data shown = brief(newest, reasons);
    shown.set("earlier", number(generations.size() - 1));
    instances.push_back(std::move(shown));
    if (latest == nullptr || is_newer(&newest, latest)) latest = &newest;
  }
  Data out = job_brief(core, job, tasks);
  if (latest != nullptr) out.set("config", config_view(*latest->config));
  out.set("updates", updates_view(core, &job));
  out.set("instances", Data(std::move(instances)));
  return out;
}

std::optional<Launch> launch_of(Core& core, const std::string& task_id) {
  const Task* task = core.tasks().find(task_id);
  if (task == nullptr) return std::nullopt;
  return Launch{task->id, task->run, task->host, agent_id_of(task->host), task->instance, task->ports, task->config};
}

std::optional<Data> task_view(Core& core, const std::string& id) {
  const Task* task = core.tasks().find(id);
  if (task == nullptr) return std::nullopt;
  Data::List events;
  for (const TaskEvent& event : task->events) {
    events.push_back(map({{"time", event.time}, {"status", api::name_of(event.status)}, {"message", event.message}}));
  }
  WaitReasons reasons(core);
  Data::List generations;
  const auto of_job = generations_of(core.tasks().of_job(task->job()));
  for (const Task* other : of_job.at(task->instance)) {
    generations.push_back(brief(*other, reasons));
  }
  Data out = brief(*task, reasons);
  out.set("role", Data(task->job().role));
  out.set("environment", Data(task->job().environment));
  out.set("name", Data(task->job().name));
  out.set("ancestor", Data(task->ancestor));
  out.set("config", config_view(*task->config));
  out.set("events", Data(std::move(events)));
  out.set("generations", Data(std::move(generations)));
  return out;
}

std::string task_of_instance(Core& core, const JobId& job, int instance) {
  const Task* newest = nullptr;
  for (const auto& [id, task] : core.tasks().of_job(job)) {
    if (task->instance == instance && (newest == nullptr || is_newer(task, newest))) newest = task;
  }
  return newest == nullptr ? "" : newest->id;
}

}  // namespace borealis::cluster
