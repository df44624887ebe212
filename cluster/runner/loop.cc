#include "cluster/runner/loop.h"

#include <poll.h>

#include <algorithm>
#include <utility>

namespace borealis::runner {

void Loop::watch(int fd, short events, Handler handler) {
  unwatch(fd);
  watches_.push_back({fd, events, next_serial_++, std::move(handler)});
}

void Loop::unwatch(int fd) {
  std::erase_if(watches_, [&](const Watch& watch) { return watch.fd == fd; });
}

Loop::TimerId Loop::at(Instant when, Action action) {
  timers_.push_back({when, next_serial_++, std::move(action)});
  return timers_.back().id;
}

void Loop::cancel(TimerId& id) {
  std::erase_if(timers_, [&](const Timer& timer) { return timer.id == id; });
  id = 0;
}

void Loop::step() {
  std::vector<pollfd> fds;
  std::vector<std::uint64_t> serials;
  for (const Watch& watch : watches_) {
    fds.push_back({watch.fd, watch.events, 0});
    serials.push_back(watch.serial);
  }
  timespec timeout{};
  const timespec* limit = nullptr;
  const auto next =
      std::min_element(timers_.begin(), timers_.end(), [](const Timer& a, const Timer& b) { return a.when < b.when; });
  if (next != timers_.end()) {
    const auto left = std::max<std::int64_t>(0, std::chrono::nanoseconds(next->when - Clock::now()).count());
    timeout.tv_sec = static_cast<time_t>(left / 1'000'000'000);
    timeout.tv_nsec = static_cast<long>(left % 1'000'000'000);
    limit = &timeout;
  }
  if (ppoll(fds.data(), fds.size(), limit, nullptr) > 0) {
    for (std::size_t i = 0; i < fds.size(); ++i) {
      if (fds[i].revents != 0) dispatch(fds[i].fd, serials[i], fds[i].revents);
    }
  }
  fire_timers();
}

// An earlier handler of this round may have ended the watch, or reused the descriptor's number for another one.
void Loop::dispatch(int fd, std::uint64_t serial, short revents) {
  for (const Watch& watch : watches_) {
    if (watch.fd != fd || watch.serial != serial) continue;
    const Handler handler = watch.handler;  // it may unwatch itself
    handler(revents);
    return;
  }
}

void Loop::fire_timers() {
  const Instant now = Clock::now();
  for (;;) {
    const auto due =
        std::find_if(timers_.begin(), timers_.end(), [&](const Timer& timer) { return timer.when <= now; });
    if (due == timers_.end()) return;
    const Action action = std::move(due->action);
    timers_.erase(due);
    action();
  }
}

}  // namespace borealis::runner
