// What a confined config prints: through a pipe, so that nothing it writes is obeyed by a terminal, and there is an
// end.
#pragma once

#include <string>

namespace borealis::interp {

class Printed {
 public:
  // Takes the reading end of a pipe, which doesn't block; -1: nothing is printed.
  explicit Printed(int fd) : fd_(fd) {}
  Printed(const Printed&) = delete;
  Printed& operator=(const Printed&) = delete;
  ~Printed() { close(); }

  int fd() const { return fd_; }
  // Shows what is there on stderr, line by line, control characters as escapes; beyond 1 MiB it is read and dropped.
  void take();
  // Shows the rest, as much as is there.
  void finish();

 private:
  // False when there is nothing to read for now.
  bool read_some();
  void show(bool all);
  void close();

  int fd_;
  std::string line_;  // not shown yet
  std::size_t shown_ = 0;
  bool full_ = false;
};

}  // namespace borealis::interp
