#include "interp/evaluator.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <deque>
#include <thread>

#include "interp/channel.h"
#include "interp/child.h"
#include "interp/interpreter.h"
#include "interp/last_words.h"
#include "interp/parsed_files.h"
#include "interp/protocol.h"
#include "interp/sandbox/places.h"
#include "interp/sandbox/printed.h"
#include "interp/sandbox/sandbox.h"
#include "schema/hooks.h"
#include "schema/origins.h"
#include "schema/preparation.h"

namespace borealis::interp {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

// How much later than the child's own clock the parent's kill comes.
constexpr milliseconds kBackstop{2000};
constexpr milliseconds kLocateTimeout{20000};
// What a confined child may send.
constexpr std::uint32_t kLargestMessage = 64u << 20;
constexpr std::uint64_t kMostBytes = 1u << 30;
constexpr std::size_t kMostInputs = 20'000;
// Between the end of the channel and that of the child.
constexpr milliseconds kLastMoment{2000};

std::size_t count_of(const schema::Inputs& inputs) {
  return inputs.files.size() + inputs.modules.size() + inputs.env.size() + inputs.directories.size() +
         inputs.looked_for.size();
}

class ChildProcess {
 public:
  ChildProcess(pid_t pid) : pid_(pid) {}
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess() { kill(); }

  // Ends it with everything it started; waitpid's status.
  int kill() {
    if (pid_ <= 0) return status_;
    ::kill(pid_, SIGKILL);
    return wait();
  }
  // The status of an end that is near; nothing: it doesn't come.
  std::optional<int> wait_a_moment() {
    const auto deadline = Clock::now() + kLastMoment;
    while (Clock::now() < deadline) {
      siginfo_t info = {};
      if (waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT | WNOHANG) == 0 && info.si_pid != 0) {
        return wait();
      }
      std::this_thread::sleep_for(milliseconds(5));
    }
    return std::nullopt;
  }
  // Waits for the end.
  int wait() {
    if (pid_ <= 0) return status_;
    // What it started has its group; the group's number is free for others only when the child is reaped.
    siginfo_t info = {};
    while (waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT) < 0 && errno == EINTR) {
    }
    ::kill(-pid_, SIGKILL);
    while (waitpid(pid_, &status_, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return status_;
  }

 private:
  pid_t pid_;
  int status_ = 0;
};

class ChildSession : public schema::Session, public schema::Origins, public schema::Hooks {
 public:
  // `printed`: what the config prints, when it is confined; else -1.
  ChildSession(pid_t pid, int fd, int printed, const schema::EvaluationOptions& options)
      : options_(options), channel_(fd), printed_(printed), child_(pid) {
    if (!options_.sandbox.on) return;
    channel_.limit(kLargestMessage, kMostBytes);
    channel_.limit_sending(duration_cast<std::chrono::seconds>(options_.limits.wall + kBackstop));
    channel_.watch([this] { return printed_.fd(); }, [this] { printed_.take(); });
  }

  std::optional<schema::JobRecord> next() override {
    while (jobs_.empty() && !outcome_) read_one();
    if (jobs_.empty()) return std::nullopt;
    schema::JobRecord job = std::move(jobs_.front());
    jobs_.pop_front();
    return job;
  }

  Outcome finish() override {
    while (!outcome_) read_one();
    return *outcome_;
  }

  lang::Location locate(const lang::Place& place) override {
    if (!place.known()) return {};
    const auto answer = ask(MessageKind::question, encode_question(place), MessageKind::location);
    auto location = answer ? decode_location(*answer).value_or(lang::Location{}) : lang::Location{};
    guard_.check(location.span);
    guard_.check(location.includes);
    return location;
  }

  std::vector<lang::Note> origins(const std::string& path) override {
    const auto answer = ask(MessageKind::whence, path, MessageKind::origins);
    auto notes = answer ? decode_origins(*answer).value_or(std::vector<lang::Note>()) : std::vector<lang::Note>();
    guard_.check(notes);
    return notes;
  }

  schema::HookAnswer call_hooks(const schema::HookCall& call) override {
    const auto answer =
        ask(MessageKind::call_hooks, encode_hook_call(call), MessageKind::hooks, options_.limits.wall + kBackstop);
    auto read = answer ? decode_hook_answer(*answer) : std::nullopt;
    return read ? std::move(*read) : schema::HookAnswer{false, {"the hooks ended the evaluation, or took too long"}};
  }

 private:
  // The answer to a question; nothing when the child is gone, or goes now.
  std::optional<std::string> ask(MessageKind kind, const std::string& question, MessageKind wanted,
                                 milliseconds patience = kLocateTimeout) {
    if (channel_.fd() < 0) return std::nullopt;
    if (!channel_.send(kind, question)) {
      close_with(lost_channel(options_.file));
      return std::nullopt;
    }
    const auto before = Clock::now();
    // All answers of a confined child together may take as long as its evaluation.
    const auto all = options_.limits.wall + kBackstop - answered_in_;
    const auto most = options_.sandbox.on ? std::min(patience, duration_cast<milliseconds>(all)) : patience;
    const auto deadline = before + most;
    while (channel_.fd() >= 0) {
      Message message;
      const auto left = std::chrono::duration_cast<milliseconds>(deadline - Clock::now());
      const auto answer = channel_.receive(message, std::max(left, milliseconds(0)));
      if (answer == Channel::Wait::message && message.kind == wanted) {
        answered_in_ += std::chrono::duration_cast<milliseconds>(Clock::now() - before);
        return std::move(message.payload);
      }
      if (answer == Channel::Wait::message) {
        take(message);
      } else {
        end(answer);
      }
    }
    return std::nullopt;
  }

  // Takes the next message, or ends the child.
  void read_one() {
    const auto before = Clock::now();
    const milliseconds left = options_.limits.wall + kBackstop - waited_;
    // Whoever sends without a pause is never waited for.
    if (options_.sandbox.on && left <= milliseconds(0)) return end(Channel::Wait::timeout);
    Message message;
    const auto answer = channel_.receive(message, std::max(left, milliseconds(0)));
    waited_ += std::chrono::duration_cast<milliseconds>(Clock::now() - before);
    if (answer == Channel::Wait::message) {
      take(message);
    } else {
      end(answer);
    }
  }

  void take(const Message& message) {
    // All is said by then, but for answers.
    if (outcome_ && options_.sandbox.on && message.kind != MessageKind::location &&
        message.kind != MessageKind::origins) {
      return refuse();
    }
    switch (message.kind) {
      case MessageKind::job:
        if (auto job = decode_job(message.payload)) {
          guard_.check(*job);
          jobs_.push_back(std::move(*job));
          return;
        }
        break;
      case MessageKind::outcome:
        if (auto outcome = decode_outcome(message.payload)) {
          settle(std::move(*outcome));
          return;
        }
        break;
      case MessageKind::last_words:
        if (auto words = read_last_words(message.payload, options_.file, options_.limits,
                                         [this](const std::string& file) { return guard_.may_quote(file); })) {
          close_with(std::move(*words));
          return;
        }
        break;
      case MessageKind::input:
        if (auto input = decode_input(message.payload); input && has_room_for_inputs()) {
          add_input(inputs_, input->first, std::move(input->second));
          return;
        }
        break;
      case MessageKind::question:
      case MessageKind::location:
      case MessageKind::whence:
      case MessageKind::origins:
      case MessageKind::call_hooks:
      case MessageKind::hooks:
        return;  // a late answer
    }
    refuse();
  }

  bool has_room_for_inputs() const { return !options_.sandbox.on || count_of(inputs_) < kMostInputs; }

  void refuse() {
    lang::Diagnostic garbled;
    garbled.rule = "python-error";
    garbled.message = "the evaluation sent a message that can't be read";
    garbled.span = {options_.file, 1, 1, 1, 1};
    close_with(std::move(garbled));
  }

  void end(Channel::Wait why) {
    if (why == Channel::Wait::timeout) {
      lang::Diagnostic diagnostic = limit_exceeded(EndReason::wall_limit, options_.limits);
      diagnostic.span = {options_.file, 1, 1, 1, 1};
      close_with(std::move(diagnostic));
    } else {
      const std::optional<int> status = child_.wait_a_moment();
      close_with(status ? silent_end(*status, options_.file) : lost_channel(options_.file));
    }
  }

  // The child is gone; unless its outcome stands, this is why there are no (more) jobs.
  void close_with(lang::Diagnostic diagnostic) {
    child_.kill();
    channel_.close();
    if (outcome_) return;
    Outcome outcome;
    outcome.diagnostics.push_back(std::move(diagnostic));
    outcome.inputs = std::move(inputs_);
    sort_out_unreadable(outcome.inputs);
    settle(std::move(outcome));
  }

  void settle(Outcome outcome) {
    printed_.finish();
    guard_.check(outcome.diagnostics);
    guard_.check(outcome.inputs);
    outcome_ = std::move(outcome);
  }

  schema::EvaluationOptions options_;
  PlaceGuard guard_{options_};
  Channel channel_;
  Printed printed_;
  ChildProcess child_;
  std::deque<schema::JobRecord> jobs_;
  schema::Inputs inputs_;  // as far as it came
  std::optional<Outcome> outcome_;
  milliseconds waited_{0};
  milliseconds answered_in_{0};
};

// No child could be had.
class FailedSession : public schema::Session {
 public:
  explicit FailedSession(std::string message) : message_(std::move(message)) {}
  std::optional<schema::JobRecord> next() override { return std::nullopt; }
  Outcome finish() override {
    Outcome outcome;
    lang::Diagnostic diagnostic;
    diagnostic.rule = "python-error";
    diagnostic.message = message_;
    outcome.diagnostics.push_back(std::move(diagnostic));
    return outcome;
  }
  lang::Location locate(const lang::Place&) override { return {}; }

 private:
  std::string message_;
};

class ForkingEvaluator : public schema::Evaluator, public schema::Preparation {
 public:
  std::unique_ptr<schema::Session> open(const schema::EvaluationOptions& options) override {
    int fds[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) return failed("socketpair", errno);
    int printed[2] = {-1, -1};
    if (options.sandbox.on && !make_pipe(printed)) {
      const int error = errno;
      close_both(fds);
      return failed("pipe", error);
    }
    const pid_t parent = getpid();
    const pid_t pid = fork();
    if (pid < 0) {
      const int error = errno;
      close_both(fds);
      close_both(printed);
      return failed("fork", error);
    }
    if (pid == 0) run_child(fds[1], printed[1], parent, options);
    ::close(fds[1]);
    if (printed[1] >= 0) ::close(printed[1]);
    return std::make_unique<ChildSession>(pid, fds[0], printed[0], options);
  }

  void prepare() override { prepare_children(); }
  void keep_parsed(const std::string& file) override { interp::keep_parsed(file); }

  std::vector<std::string> sandbox_gaps() const override { return gaps_of_machine(); }
  std::string language() const override { return language_version(); }

 private:
  // The reading end doesn't block.
  static bool make_pipe(int (&ends)[2]) {
    return pipe2(ends, O_CLOEXEC) == 0 && fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0;
  }
  static void close_both(const int (&fds)[2]) {
    for (const int fd : fds) {
      if (fd >= 0) ::close(fd);
    }
  }

  static std::unique_ptr<schema::Session> failed(const char* what, int error) {
    return std::make_unique<FailedSession>(std::string("no process for the evaluation: ") + what + ": " +
                                           std::strerror(error));
  }
};

}  // namespace

std::unique_ptr<schema::Evaluator> make_evaluator() {
  return std::make_unique<ForkingEvaluator>();
}

}  // namespace borealis::interp
