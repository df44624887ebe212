// The one thread's event loop: descriptors and timers. It sleeps in ppoll() until something happens or is due.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "cluster/runner/clock.h"

namespace borealis::runner {

class Loop {
 public:
  using Action = std::function<void()>;
  using Handler = std::function<void(short revents)>;
  using TimerId = std::uint64_t;  // never 0

  // Calls `handler` whenever `fd` shows one of `events` (or an error or hang-up). One handler a descriptor.
  void watch(int fd, short events, Handler handler);
  void unwatch(int fd);

  // Calls `action` once, not before `when`.
  TimerId at(Instant when, Action action);
  // Forgets the timer and sets `id` to 0; an id of 0 or of a timer that has fired is fine.
  void cancel(TimerId& id);

  // Sleeps until something is to be done, does it, and returns.
  void step();

 private:
  struct Watch {
    int fd;
    short events;
    std::uint64_t serial;
    Handler handler;
  };
  struct Timer {
    Instant when;
    TimerId id;
    Action action;
  };

  void fire_timers();
  void dispatch(int fd, std::uint64_t serial, short revents);

  std::vector<Watch> watches_;
  std::vector<Timer> timers_;
  std::uint64_t next_serial_ = 1;
};

}  // namespace borealis::runner
