// Lines for whoever watches a task live. (schema/launch.h, --events)
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

#include "cluster/runner/loop.h"

namespace borealis::runner {

class EventChannel {
 public:
  // `fd` may be -1: nobody watches. `on_hangup` is called from the loop when the reader goes away.
  EventChannel(Loop& loop, int fd, std::function<void()> on_hangup);
  EventChannel(const EventChannel&) = delete;
  EventChannel& operator=(const EventChannel&) = delete;
  ~EventChannel();

  // Never blocks: what the reader does not take yet is kept for it.
  void send(std::initializer_list<std::string_view> fields);
  // Gives the reader a moment to take the rest.
  void flush();

 private:
  void watch();
  void write_some();
  void hang_up();

  Loop& loop_;
  int fd_;
  std::function<void()> on_hangup_;
  std::string unwritten_;
};

}  // namespace borealis::runner
