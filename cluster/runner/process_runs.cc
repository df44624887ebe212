#include "cluster/runner/process_runs.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <utility>

#include "cluster/runner/spawn.h"

namespace borealis::runner {

namespace {

// What wait() said as the checkpoint has it: the exit code, or the negative number of the signal.
int return_code(int wait_status) {
  return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : -WTERMSIG(wait_status);
}

const char* default_path() {
  const char* path = getenv("PATH");
  return path != nullptr ? path : "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
}

}  // namespace

ProcessRuns::ProcessRuns(Loop& loop, Children& children, Journal& journal, Settings settings)
    : loop_(loop), children_(children), journal_(journal), settings_(std::move(settings)) {}

std::string ProcessRuns::log_directory(const Run& run) const {
  return settings_.sandbox + "/.logs/" + run.plan->process(run.index).name + "/" + std::to_string(run.number);
}

std::vector<std::string> ProcessRuns::environment() const {
  std::vector<std::string> variables = {
      "HOME=" + settings_.sandbox,
      "LOGNAME=" + settings_.account.name,
      "USER=" + settings_.account.name,
      std::string("PATH=") + default_path(),
  };
  const std::string profile = settings_.sandbox + "/.thermos_profile";
  if (access(profile.c_str(), F_OK) == 0) variables.push_back("BASH_ENV=" + profile);
  return variables;
}

void ProcessRuns::launch(Plan& plan, std::size_t index) {
  const std::string& name = plan.process(index).name;
  Run run;
  run.plan = &plan;
  run.index = index;
  run.number = run_count_[name]++;
  plan.started(index);
  ProcessRecord waiting;
  waiting.process = name;
  journal_.process(waiting, run.number);

  const auto problem = start(run);
  if (!problem) {
    runs_.emplace(run.pid, std::move(run));
    return;
  }
  ProcessRecord failed;
  failed.process = name;
  failed.state = ProcessState::failed;
  failed.stop_time = epoch_seconds();
  journal_.process(failed, run.number);
  note_failure(run, "could not be started (" + *problem + ")");
  plan.ended(index, RunEnd::failure, Clock::now());
}

// The answer is why it could not be started.
std::optional<std::string> ProcessRuns::start(Run& run) {
  const schema::Process& process = run.plan->process(run.index);
  std::string problem;
  const RunLogs::Options options{process.logger.value_or(schema::Logger{}), settings_.console};
  run.logs = RunLogs::open(loop_, log_directory(run), options, settings_.account, problem);
  if (!run.logs) return problem;

  SpawnRequest request;
  request.command = process.cmdline;
  request.directory = settings_.sandbox;
  request.environment = environment();
  if (settings_.switch_user) request.account = settings_.account;
  request.output = run.logs->output();
  request.errors = run.logs->errors();
  request.group = settings_.group;
  request.data_limit = settings_.data_limit;
  auto child = PendingChild::fork(request);
  if (!child) return error_text(errno);
  run.pid = child->pid();

  ProcessRecord forked;
  forked.process = process.name;
  forked.state = ProcessState::forked;
  forked.fork_time = epoch_seconds();
  forked.coordinator_pid = run.pid;
  journal_.process(forked, run.number);
  if (auto failure = child->release()) return failure;

  ProcessRecord running;
  running.process = process.name;
  running.state = ProcessState::running;
  running.start_time = epoch_seconds();
  running.pid = run.pid;
  journal_.process(running, run.number);
  if (const auto info = inspect(run.pid)) run.start_ticks = info->start_ticks;
  children_.expect(run.pid, [this, pid = run.pid](int status) { exited(pid, status); });
  run.logs->start([this, pid = run.pid] { pipes_ended(pid); });
  return std::nullopt;
}

void ProcessRuns::exited(pid_t pid, int status) {
  Run& run = runs_.at(pid);
  run.wait_status = status;
  if (run.stopping || !run.logs->holds_run()) end(run);
}

void ProcessRuns::pipes_ended(pid_t pid) {
  const auto found = runs_.find(pid);
  if (found != runs_.end() && found->second.wait_status) end(found->second);
}

void ProcessRuns::end_leftover_runs() {
  std::vector<pid_t> leftover;
  for (const auto& [pid, run] : runs_) {
    if (run.wait_status) leftover.push_back(pid);
  }
  for (const pid_t pid : leftover) end(runs_.at(pid));
}

void ProcessRuns::end(Run& run) {
  clean_up_after(run);
  run.logs->finish();
  const int code = run.killed ? -1 : return_code(*run.wait_status);
  ProcessRecord record;
  record.process = run.plan->process(run.index).name;
  record.state = code == 0 ? ProcessState::success : code > 0 ? ProcessState::failed : ProcessState::killed;
  record.stop_time = epoch_seconds();
  record.return_code = code;
  journal_.process(record, run.number);
  if (code > 0) note_failure(run, "exited with " + std::to_string(code));
  if (code < 0) note_failure(run, "was killed by signal " + std::to_string(-code));
  run.plan->ended(run.index,
                  code == 0  ? RunEnd::success
                  : code > 0 ? RunEnd::failure
                             : RunEnd::interrupted,
                  Clock::now());
  runs_.erase(run.pid);
}

// What the run left behind: its session is killed, and so are daemons that made one of their own. The latter have
// become our children; one is of this run unless another run that is still going on may have started it. When the
// task is being stopped they are asked to end, as all others were, and have the time that is left.
void ProcessRuns::clean_up_after(const Run& run) {
  Children::kill_session(run.pid);
  if (run.stopping) return ask_orphans();
  for (const ProcessInfo& process : orphans()) {
    const bool ambiguous = std::any_of(runs_.begin(), runs_.end(), [&](const auto& entry) {
      const Run& other = entry.second;
      return other.pid != run.pid && (other.start_ticks <= process.start_ticks || other.pid == process.session);
    });
    if (!ambiguous) Children::kill_tree(process.pid);
  }
}

// Children of ours that we didn't start: they lost their parent.
std::vector<ProcessInfo> ProcessRuns::orphans() const {
  std::vector<ProcessInfo> found;
  for (const ProcessInfo& process : descendants(getpid())) {
    if (process.parent == getpid() && process.alive() && !children_.expects(process.pid)) found.push_back(process);
  }
  return found;
}

void ProcessRuns::ask_orphans() {
  for (const ProcessInfo& process : orphans()) {
    if (asked_.emplace(process.pid, process.start_ticks).second) kill(process.pid, SIGTERM);
  }
}

void ProcessRuns::terminate() {
  for (auto& [pid, run] : runs_) {
    run.stopping = true;
    if (!run.wait_status) kill(pid, SIGTERM);
  }
  ask_orphans();
  end_leftover_runs();
}

void ProcessRuns::kill_all() {
  for (auto& [pid, run] : runs_) {
    run.stopping = true;
    run.killed = run.killed || !run.wait_status;
  }
  Children::kill_all();
  end_leftover_runs();
}

void ProcessRuns::note_failure(const Run& run, const std::string& what) {
  const schema::Process& process = run.plan->process(run.index);
  const bool counted = process.max_failures > 0 && run.number < process.max_failures;
  std::string text = "process '" + process.name + "' " + what + " (run " + std::to_string(run.number + 1);
  if (counted) text += " of " + std::to_string(process.max_failures);
  text += ")";
  if (run.number + 1 >= Plan::kRunLimit) text += ", and " + std::to_string(Plan::kRunLimit) + " runs is the limit";
  const auto destination = process.logger.value_or(schema::Logger{}).destination;
  if (destination == schema::LoggerDestination::file || destination == schema::LoggerDestination::both)
    text += "; see " + log_directory(run) + "/stderr";
  failures_[process.name] = text;
}

std::string ProcessRuns::failure_of(const std::string& process) const {
  const auto found = failures_.find(process);
  return found == failures_.end() ? "" : found->second;
}

}  // namespace borealis::runner
