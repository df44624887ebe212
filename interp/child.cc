#include "interp/child.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <optional>
#include <string>

#include "interp/channel.h"
#include "interp/evaluation.h"
#include "interp/forks.h"
#include "interp/guards.h"
#include "interp/inputs.h"
#include "interp/interpreter.h"
#include "interp/last_words.h"
#include "interp/limits.h"
#include "interp/locate.h"
#include "interp/modules.h"
#include "interp/protocol.h"
#include "interp/sandbox/sandbox.h"

namespace borealis::interp {
namespace {

constexpr int kChannelFd = 3;

// What a config prints goes to stderr; it reads nothing from the terminal and holds nothing of the parent's open.
void settle_descriptors(int fd, int printed, const schema::SandboxOptions& sandbox) {
  // Out of the way of those below.
  if (printed >= 0) printed = fcntl(printed, F_DUPFD_CLOEXEC, kChannelFd + 1);
  if (fd != kChannelFd) dup2(fd, kChannelFd);
  fcntl(kChannelFd, F_SETFD, FD_CLOEXEC);
  const int null = open("/dev/null", O_RDONLY);
  if (null >= 0) dup2(null, STDIN_FILENO);
  dup2(STDERR_FILENO, STDOUT_FILENO);
  if (printed >= 0) prepare_sandbox(sandbox, printed, kChannelFd);
  if (printed < 0) close_range(kChannelFd + 1, ~0u, 0);
}

void settle_signals() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD, SIGALRM, SIGXCPU}) std::signal(signal, SIG_DFL);
  std::signal(SIGPIPE, SIG_IGN);  // as Python does
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

// The evaluation of this process, once there is one.
Evaluation* the_evaluation = nullptr;

void answer(Channel& channel, const Message& message) {
  if (message.kind == MessageKind::whence) {
    channel.send(MessageKind::origins,
                 encode_origins(the_evaluation ? the_evaluation->origins(message.payload) : std::vector<lang::Note>()));
    return;
  }
  if (message.kind == MessageKind::call_hooks) {
    const auto call = decode_hook_call(message.payload);
    const bool possible = call && the_evaluation != nullptr;
    channel.send(MessageKind::hooks,
                 encode_hook_answer(possible ? the_evaluation->call_hooks(*call) : schema::HookAnswer{false, {}}));
    return;
  }
  if (message.kind != MessageKind::question) return;
  const auto place = decode_question(message.payload);
  channel.send(MessageKind::location, encode_location(place ? locate_place(*place) : lang::Location{}));
}

// Sends, however long the parent takes, and answers what it asked meanwhile.
void stream_job(Channel& channel, const schema::JobRecord& job) {
  static lang::RecordWriter record;
  encode_job(job, record);
  const ClockPause pause;
  if (!channel.send(MessageKind::job, record.bytes())) _exit(kLostChannelStatus);
  while (channel.readable()) {
    const auto message = channel.receive();
    if (!message) _exit(0);
    answer(channel, *message);
  }
}

schema::Session::Outcome failed_start(const schema::EvaluationOptions& options, const std::string& reason) {
  schema::Session::Outcome outcome;
  lang::Diagnostic diagnostic;
  diagnostic.rule = "python-error";
  diagnostic.message = reason;
  diagnostic.span = {options.file, 1, 1, 1, 1};
  outcome.diagnostics.push_back(std::move(diagnostic));
  return outcome;
}

// Whether the process that forked this one has started Python and made the classes.
bool is_prepared = false;

std::optional<schema::Session::Outcome> start(const schema::EvaluationOptions& options) {
  if (is_prepared) {
    continue_interpreter(options.file);
    return std::nullopt;
  }
  if (const lang::Status started = start_interpreter(options.file); !started) {
    return failed_start(options, started.error().message);
  }
  if (!install_classes()) {
    const Escaped error = take_exception({options.file, nullptr, options.limits});
    return failed_start(options, "the config language did not start: " + error.diagnostic.message);
  }
  return std::nullopt;
}

schema::Session::Outcome evaluate(Channel& channel, const schema::EvaluationOptions& options) {
  if (auto failed = start(options)) return *std::move(failed);
  guard_exit();
  watch_forks(channel.fd());
  watch_inputs([&channel](InputKind kind, const std::string& name) {
    channel.send(MessageKind::input, encode_input(kind, name));
  });
  apply_memory_limit(options.limits);
  start_clocks(options.limits);
  if (options.sandbox.on) {
    if (const auto failure = enter_sandbox(options.sandbox)) {
      return failed_start(options, "the config was not evaluated, for the sandbox could not be entered: " + *failure);
    }
  }
  // Never destroyed: it holds Python objects, and places are asked for until the end.
  the_evaluation = new Evaluation(options);
  auto outcome = the_evaluation->run([&](const schema::JobRecord& job) { stream_job(channel, job); });
  stop_clocks();
  return outcome;
}

}  // namespace

void prepare_children() {
  // Python's streams are those that are open now.
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(fd, F_GETFD) < 0) return;
  }
  is_prepared = is_prepared || (start_interpreter("") && install_classes());
}

void run_child(int fd, int printed, pid_t parent, const schema::EvaluationOptions& options) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(0);
  setpgid(0, 0);  // so that what the config starts can be ended with it
  settle_descriptors(fd, printed, options.sandbox);
  settle_signals();
  set_last_words_fd(kChannelFd);
  Channel channel(kChannelFd);
  const schema::Session::Outcome outcome = evaluate(channel, options);
  if (!channel.send(MessageKind::outcome, encode_outcome(outcome))) _exit(kLostChannelStatus);
  while (const auto message = channel.receive()) answer(channel, *message);
  _exit(0);
}

}  // namespace borealis::interp
