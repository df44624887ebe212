// How a supervisor begins: everything is made ready, and the watches are set up.
#include <algorithm>

#include "cluster/runner/read_optional.h"
#include "cluster/runner/supervisor.h"
#include "lang/json.h"
#include "schema/identifiers.h"
#include "schema/plan.h"

namespace borealis::runner {

namespace {

constexpr Duration kDiskInterval = std::chrono::seconds(60);
constexpr Duration kMemoryInterval = std::chrono::seconds(5);
// A task's limit is that of its container, which holds an executor too. (runner.md §13)
constexpr std::int64_t kExecutorMemory = std::int64_t{128} << 20;
// Where the kernel doesn't limit what the task holds, it limits what one process may reserve, so that one that runs
// wild between two looks doesn't take the machine. Programs reserve far more than they use (stacks of threads, arenas),
// hence the distance.
constexpr std::int64_t kDataFactor = 16;
constexpr std::int64_t kLeastData = std::int64_t{4} << 30;

// Why a task can't be run; empty when it can.
std::string task_problem(const schema::Task& task) {
  if (!task.processes || task.processes->empty()) return "it has no processes";
  for (const schema::Process& process : *task.processes) {
    if (!schema::is_process_name(process.name)) return "Invalid process name: " + process.name;
  }
  const auto problems = schema::plan_problems(task);
  return problems.empty() ? "" : problems[0].message;
}

}  // namespace

std::optional<std::string> Supervisor::prepare() {
  auto sandbox = prepare_sandbox(spec_);
  if (!sandbox) return sandbox.error().message;
  sandbox_ = std::move(*sandbox);
  ports_ = resolve_ports(spec_);
  if (auto problem = read_task()) return problem;
  if (!write_header()) return "The checkpoint could not be written: " + error_text(errno);
  regular_.emplace(task_, schema::PlanKind::regular);
  final_.emplace(task_, schema::PlanKind::finalizing);
  runs_.emplace(loop_, children_, journal_, run_settings());
  return std::nullopt;
}

// A group that can't be made is no reason not to run the task: it is watched all the same.
ProcessRuns::Settings Supervisor::run_settings() {
  const std::int64_t ram = task_.resources ? task_.resources->ram : 0;
  const std::int64_t memory = ram > 0 ? ram + kExecutorMemory : 0;
  if (!spec_.cgroup.empty()) {
    group_ = TaskGroup::make(spec_.cgroup, {task_.resources ? task_.resources->cpu : 0, memory});
    if (!group_) write_all(2, "borealis-runner: " + spec_.cgroup + ": " + error_text(errno) + "\n");
  }
  ProcessRuns::Settings settings{sandbox_.path, sandbox_.account, sandbox_.switch_user, spec_.console};
  settings.group = group_ ? group_->members() : -1;
  if (memory > 0 && !(group_ && group_->limits_memory()))
    settings.data_limit = std::max(kDataFactor * memory, kLeastData);
  return settings;
}

std::optional<std::string> Supervisor::read_task() {
  const auto bound = bind_task(spec_, ports_, sandbox_.account.name);
  if (!bound) return bound.error().message;
  lang::Diagnostics mistakes;
  auto task = schema::read<schema::Task>(*bound, "task", mistakes, schema::ReadMode::lenient);
  std::string problem;
  if (task) {
    problem = task_problem(*task);
  } else {
    problem = mistakes.empty() ? "it can't be read" : mistakes[0].path + ": " + mistakes[0].message;
  }
  if (!problem.empty()) return "Thermos received an invalid task: " + problem;
  task_ = std::move(*task);
  return std::nullopt;
}

bool Supervisor::write_header() {
  if (!journal_.open_checkpoint(lang::to_json(spec_.task))) return false;
  journal_.task(TaskState::active);
  HeaderRecord header{spec_.task_id,
                      epoch_ms(),
                      sandbox_.path,
                      spec_.hostname,
                      sandbox_.account.name,
                      {},
                      "",
                      static_cast<std::int32_t>(sandbox_.account.uid)};
  header.ports.insert(ports_.begin(), ports_.end());
  header.log_dir = sandbox_.path + "/.logs";
  journal_.header(header);
  return true;
}

void Supervisor::begin_checks() {
  if (stage_ != Stage::active) return;
  if (task_.resources && task_.resources->disk > 0) {
    const std::int64_t limit = task_.resources->disk;
    disk_ = std::make_unique<DiskWatch>(
        loop_, children_, sandbox_.path, limit, kDiskInterval, [this, limit](std::int64_t used) {
          stop_task({Report::failed, "Disk limit exceeded.  Reserved " + std::to_string(limit) + " bytes vs used " +
                                         std::to_string(used) + " bytes."});
        });
  }
  if (task_.resources && task_.resources->ram > 0) {
    memory_ = std::make_unique<MemoryWatch>(loop_, group_ ? &*group_ : nullptr, task_.resources->ram + kExecutorMemory,
                                            kMemoryInterval, [this] {
                                              stop_task({Report::failed, "Task used more memory than requested."});
                                            });
  }
  auto config = read_optional<schema::HealthCheckConfig>(bind_health_check(spec_, ports_, sandbox_.account.name));
  const bool shell = config && config->health_checker && config->health_checker->shell;
  const auto port = ports_.find("health");
  if (!config || !config->health_checker || (!shell && port == ports_.end()))
    return report_running("No health-check defined, task is assumed healthy.");

  HealthMonitor::Settings settings{std::move(*config), shell ? 0 : port->second, sandbox_.path + "/.healthchecksnooze",
                                   std::nullopt};
  if (sandbox_.switch_user) settings.account = sandbox_.account;
  health_ = std::make_unique<HealthMonitor>(
      loop_, children_, std::move(settings),
      HealthMonitor::Callbacks{[this] { report_running("Task is healthy."); },
                               [this](const std::string& reason) {
                                 stop_task({Report::failed, "Failed health check! " + reason});
                               }});
}

}  // namespace borealis::runner
