#include "cluster/runner/supervisor.h"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <utility>

#include "cluster/runner/read_optional.h"

namespace borealis::runner {

namespace {

constexpr Duration kKillAllowance = std::chrono::seconds(60);  // from a kill to the end, runner.md §5
constexpr Duration kEndAllowance = std::chrono::seconds(120);  // for what even SIGKILL does not end, §12
constexpr Duration kKillAgain = std::chrono::milliseconds(100);

}  // namespace

Supervisor::Supervisor(const schema::LaunchSpec& spec, int events_fd)
    : spec_(spec), journal_(loop_, spec, events_fd, [this] {
        stop_task({Report::killed, "Instructed to kill task."});
      }) {}

ExitCode Supervisor::run() {
  take_signals();
  if (!journal_.report(Report::starting, "")) return ExitCode::internal;
  if (const auto problem = prepare()) {
    journal_.report(Report::failed, *problem);
    journal_.flush();
    return ExitCode::invalid_task;
  }
  advance();
  begin_checks();
  while (stage_ != Stage::done) {
    loop_.step();
    advance();
  }
  return ExitCode::normal;
}

void Supervisor::take_signals() {
  sigset_t wanted;
  sigemptyset(&wanted);
  for (const int number : {SIGCHLD, SIGUSR1, SIGUSR2, SIGINT, SIGTERM}) sigaddset(&wanted, number);
  signals_.reset(signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC));
  loop_.watch(signals_.get(), POLLIN, [this](short) {
    signalfd_siginfo info{};
    while (read(signals_.get(), &info, sizeof info) == sizeof info) {
      if (info.ssi_signo == SIGCHLD) continue;
      if (info.ssi_signo == SIGUSR2) {
        drop_task();
      } else {
        stop_task({Report::killed, "Instructed to kill task."});
      }
    }
    if (memory_) memory_->look();
    children_.reap();
  });
}

void Supervisor::report_running(const std::string& message) {
  if (running_reported_ || ordered_ || forced_state_) return;
  running_reported_ = true;
  journal_.report(Report::running, message);
}

void Supervisor::end_checks() {
  health_.reset();
  disk_.reset();
  memory_.reset();
}

void Supervisor::stop_task(Outcome outcome) {
  if (ordered_ || forced_state_ || stage_ == Stage::ending || stage_ == Stage::done) return;
  ordered_ = std::move(outcome);
  end_checks();
  const auto lifecycle = read_optional<schema::LifecycleConfig>(spec_.lifecycle);
  if (stage_ == Stage::active && lifecycle && lifecycle->http) {
    if (const auto port = ports_.find(lifecycle->http->port); port != ports_.end()) {
      lifecycle_ = std::make_unique<Lifecycle>(loop_, *lifecycle->http, port->second, [this] { stop_processes(); });
      return;
    }
  }
  stop_processes();
}

void Supervisor::stop_processes() {
  lifecycle_.reset();
  forced_state_ = TaskState::killed;
  set_deadline(kKillAllowance);
  if (stage_ == Stage::active) enter_cleaning();
}

void Supervisor::drop_task() {
  if (stage_ == Stage::ending || stage_ == Stage::done) return;
  ordered_ = {Report::lost, "Task lost."};
  forced_state_ = TaskState::lost;
  if (runs_) enter_ending();
}

void Supervisor::set_deadline(Duration from_now) {
  deadline_ = Clock::now() + from_now;
  loop_.cancel(deadline_timer_);
  deadline_timer_ = loop_.at(deadline_, [] {});  // to wake up
}

bool Supervisor::out_of_time() const {
  return Clock::now() >= deadline_;
}

void Supervisor::advance() {
  if (children_.none_left()) runs_->end_leftover_runs();
  Stage before;
  do {
    before = stage_;
    switch (stage_) {
      case Stage::active:
        advance_active();
        break;
      case Stage::cleaning:
        advance_cleaning();
        break;
      case Stage::finalizing:
        advance_finalizing();
        break;
      case Stage::ending:
        advance_ending();
        break;
      case Stage::done:
        break;
    }
  } while (stage_ != before);
}

// A process that can't be started changes what may start next.
void Supervisor::start_ready(Plan& plan) {
  for (auto chosen = plan.startable(Clock::now()); !chosen.empty(); chosen = plan.startable(Clock::now())) {
    for (const std::size_t i : chosen) runs_->launch(plan, i);
    if (stage_ == Stage::active && !plan.healthy()) break;
  }
  loop_.cancel(ready_timer_);
  if (const auto next = plan.next_ready(Clock::now())) ready_timer_ = loop_.at(*next, [] {});
}

void Supervisor::advance_active() {
  if (regular_->healthy() && !regular_->complete()) start_ready(*regular_);
  if (!regular_->healthy() || regular_->complete()) enter_cleaning();
}

void Supervisor::enter_cleaning() {
  lifecycle_.reset();
  end_checks();
  loop_.cancel(ready_timer_);
  stage_ = Stage::cleaning;
  plan_healthy_ = regular_->healthy();
  journal_.task(TaskState::cleaning);
  if (!forced_state_) set_deadline(seconds(static_cast<double>(task_.finalization_wait)));
  runs_->terminate();
}

void Supervisor::advance_cleaning() {
  if (children_.none_left()) {
    enter_finalizing();
  } else if (out_of_time()) {
    enter_ending();
  }
}

void Supervisor::enter_finalizing() {
  stage_ = Stage::finalizing;
  journal_.task(TaskState::finalizing);
}

void Supervisor::advance_finalizing() {
  if (!final_->complete() && !final_->deadlocked() && !out_of_time()) start_ready(*final_);
  if (final_->complete() || final_->deadlocked() || out_of_time()) enter_ending();
}

void Supervisor::enter_ending() {
  lifecycle_.reset();
  end_checks();
  loop_.cancel(ready_timer_);
  stage_ = Stage::ending;
  set_deadline(kEndAllowance);
  if (group_) group_->kill();
  runs_->kill_all();
}

void Supervisor::advance_ending() {
  if (children_.none_left() || out_of_time()) return finish();
  runs_->kill_all();  // what was forked while we killed
  loop_.cancel(ready_timer_);
  ready_timer_ = loop_.at(Clock::now() + kKillAgain, [] {});
}

void Supervisor::finish() {
  stage_ = Stage::done;
  const Outcome natural = natural_outcome();
  journal_.task(forced_state_.value_or(plan_healthy_ ? TaskState::success : TaskState::failed));
  journal_.close_checkpoint();
  if (group_) TaskGroup::remove(group_->path());
  const Outcome outcome = ordered_.value_or(natural);
  journal_.report(outcome.report, outcome.message);
  journal_.flush();
}

Supervisor::Outcome Supervisor::natural_outcome() const {
  if (plan_healthy_) return {Report::finished, "Task finished."};
  return {Report::failed, "Task failed: " + failure_reason()};
}

std::string Supervisor::failure_reason() const {
  std::string reason;
  std::size_t others = 0;
  for (std::size_t i = 0; i < regular_->size(); ++i) {
    if (!regular_->failed(i)) continue;
    const std::string text = runs_->failure_of(regular_->process(i).name);
    if (reason.empty()) {
      reason = text;
    } else {
      others += 1;
    }
  }
  if (others > 0) reason += " (and " + std::to_string(others) + " more failed)";
  return reason;
}

}  // namespace borealis::runner
