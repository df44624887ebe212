// task try: one instance here, in the foreground, by the same supervisor that the cluster uses.
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>

#include "client/commands/commands.h"
#include "client/failures.h"
#include "client/interrupt.h"
#include "client/jobs.h"
#include "client/log_follower.h"
#include "client/progress.h"
#include "client/runner.h"
#include "client/task_view.h"
#include "schema/ports.h"

namespace borealis::client {

namespace {

namespace fs = std::filesystem;

// A directory of our own under $TMPDIR, gone at the end unless it is kept.
class RunDirectory {
 public:
  static lang::Result<RunDirectory> make(const Context& context) {
    std::error_code error;
    const fs::path base = fs::absolute(context.environment("TMPDIR").value_or("/tmp"), error);
    std::string path = base / "borealis-try-XXXXXX";
    if (mkdtemp(path.data()) == nullptr)
      return lang::Error{lang::ErrorClass::output,
                         fmt::format("no directory can be made in {}", base.string()),
                         "TMPDIR names the place",
                         {}};
    return RunDirectory(path);
  }
  RunDirectory(RunDirectory&& other) noexcept : path_(std::exchange(other.path_, {})), keep_(other.keep_) {}
  RunDirectory& operator=(RunDirectory&&) = delete;
  ~RunDirectory() {
    std::error_code ignored;
    if (!keep_ && !path_.empty()) fs::remove_all(path_, ignored);
  }

  const std::string& path() const { return path_; }
  void keep() { keep_ = true; }

 private:
  explicit RunDirectory(std::string path) : path_(std::move(path)) {}
  std::string path_;
  bool keep_ = false;
};

schema::LaunchSpec launch_spec(const JobDraft& draft, const TryOptions& options, const std::string& run_dir,
                               const std::vector<std::string>& ports, const Context& context) {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  const auto field = [&](const char* name) {
    const lang::Data* found = draft.data.field(name);
    return found != nullptr ? *found : lang::Data(false);
  };
  schema::LaunchSpec spec;
  spec.task_id = fmt::format("try-{}-{}-{}-{}", draft.job.role, draft.job.name, options.instance, now_ms(context));
  spec.run_dir = run_dir;
  spec.role = draft.job.role;
  spec.environment = draft.job.environment;
  spec.job_name = draft.job.name;
  spec.instance = options.instance;
  spec.hostname = host.data();
  spec.ports = free_ports(ports);
  spec.task = field("task");
  spec.health_check = field("health_check_config");
  spec.lifecycle = field("lifecycle");
  if (draft.job.announce) spec.portmap = draft.job.announce->portmap;
  spec.keep_user = true;
  return spec;
}

// The first Ctrl-C kills the task as a cluster would, the second drops it at once.
void pass_on_interrupts(const RunnerChild& runner, int& passed, TaskView& view) {
  if (InterruptScope::count() == passed) return;
  InterruptScope::drain();
  passed = InterruptScope::count();
  view.note(passed == 1 ? "killing the task; Ctrl-C again drops it at once" : "dropping the task");
  runner.signal(passed == 1 ? SIGUSR1 : SIGUSR2);
}

lang::Result<int> run_it(const schema::LaunchSpec& spec, const schema::Task& task, Context& context) {
  const InterruptScope interrupts(2);
  const auto start = std::chrono::steady_clock::now();
  auto runner = RunnerChild::start(spec);
  if (!runner) return std::move(runner).error();
  TaskView view(task, context);
  LogFollower logs(spec.run_dir + "/sandbox", [&](const std::string& process, const std::string& stream,
                                                  std::string_view line) { view.line(process, stream, line); });
  int passed = 0;
  while (runner->wait(50, [&](const RunnerEvent& event) {
    logs.poll();
    view.event(event);
  })) {
    logs.poll();
    pass_on_interrupts(*runner, passed, view);
    view.tick();
  }
  const int code = runner->finish(task_ended(view.task_state()));
  logs.finish();
  view.finish();
  const auto took = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - start);
  if (!task_ended(view.task_state())) {
    if (passed > 0) return lang::Error{lang::ErrorClass::interrupted, "the task was dropped", {}, {}};
    return lang::Error{lang::ErrorClass::findings,
                       fmt::format("the task has no end: borealis-runner ended with exit code {}", code),
                       view.message(),
                       {}};
  }
  const bool success = view.task_state() == "SUCCESS";
  const Style style = context.err_style();
  std::string text = success ? style.green("SUCCESS") : style.red(view.task_state());
  text += " after " + elapsed_text(took);
  // The log that the message points to goes with the sandbox, and its lines were shown.
  if (const auto message = split_message(view.message()).first; !success && !message.empty())
    text += fmt::format(": {}", message);
  say(context, text);
  if (passed > 0) return static_cast<int>(lang::ErrorClass::interrupted);
  return success ? 0 : static_cast<int>(lang::ErrorClass::findings);
}

}  // namespace

int run_task_try(const TryOptions& options, Context& context) {
  auto job = load_job(options.config, Checks::all, context);
  if (!job) return report(context, job.error());
  auto ports = schema::requested_ports(job->draft.job);
  if (!ports) return report(context, ports.error());
  auto directory = RunDirectory::make(context);
  if (!directory) return report(context, directory.error());
  const auto spec = launch_spec(job->draft, options, directory->path(), *ports, context);
  std::string text = fmt::format("{}, instance {}", schema::key_of(job->draft.job).text(), options.instance);
  for (const auto& [name, port] : spec.ports) text += fmt::format(", {}={}", name, port);
  say(context, text);
  const auto code = run_it(spec, job->draft.job.task, context);
  if (options.keep) {
    directory->keep();
    say(context, fmt::format("the sandbox is {}/sandbox, the logs are in its .logs", directory->path()));
  }
  return code ? *code : report(context, code.error());
}

}  // namespace borealis::client
