// Ctrl-C. A command that has nothing to tidy up ends at once with 130; one that watches or runs something holds an
// InterruptScope and looks at it. One Ctrl-C more than the scope wants to hear of ends the program.
#pragma once

#include <chrono>

namespace borealis::client {

// SIGINT (and SIGTERM, SIGHUP) end the program with 128 + the signal's number from now on. SIGPIPE is ignored: a write
// that nobody reads is an error of that write.
void install_signal_handlers();

class InterruptScope {
 public:
  // How many signals are the command's business.
  explicit InterruptScope(int wanted = 1);
  ~InterruptScope();
  InterruptScope(const InterruptScope&) = delete;
  InterruptScope& operator=(const InterruptScope&) = delete;

  // The first signal; 0 when there was none.
  static int signal();
  static bool requested() { return signal() != 0; }
  static int count();
  // Readable once a signal came, until drain(): for poll().
  static int descriptor();
  static void drain();

 private:
  int wanted_before_;
};

// Sleeps; false when an InterruptScope's signal ended the sleep early.
bool interruptible_sleep(std::chrono::milliseconds duration);

}  // namespace borealis::client
