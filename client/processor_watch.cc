#include "client/processor_watch.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>

#include "lang/render/screen.h"
#include "lang/result.h"

namespace borealis::client {

namespace {

// Made beforehand: a signal handler can't.
std::string& last_line() {
  static auto* const line = new std::string;
  return *line;
}

extern "C" void on_time_up(int /*signal*/) {
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, last_line().data(), last_line().size());
  _exit(static_cast<int>(lang::ErrorClass::no_jobs));
}

rlim_t seconds_used() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec);
}

}  // namespace

std::string processor_watch_message(const std::string& file, std::chrono::seconds most) {
  return fmt::format("checking what `{}` evaluates to used more processor time than its limit of {} seconds",
                     lang::shown(file).text, most.count());
}

ProcessorWatch::ProcessorWatch(std::optional<std::chrono::seconds> most, const std::string& file, Ends ends)
    : on_(most && getrlimit(RLIMIT_CPU, &before_) == 0) {
  if (!on_) return;
  last_line() = fmt::format("error: {}\n", processor_watch_message(file, *most));
  std::signal(SIGXCPU, ends == Ends::command ? on_time_up : SIG_DFL);
  rlimit limit = before_;
  limit.rlim_cur = std::min(before_.rlim_cur, seconds_used() + static_cast<rlim_t>(most->count()));
  setrlimit(RLIMIT_CPU, &limit);
}

ProcessorWatch::~ProcessorWatch() {
  if (!on_) return;
  setrlimit(RLIMIT_CPU, &before_);
  std::signal(SIGXCPU, SIG_DFL);
}

}  // namespace borealis::client
