// Programs of others that a command runs: ssh, scp, a script after a drain.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/result.h"

namespace borealis::client {

// Runs a program, found on PATH, with our terminal, and waits. Answers its exit code, 128 and the number of the signal
// that ended it. Ctrl-C is the program's business while it runs. ErrorClass::not_found when it can't be started.
// `started` learns its process id.
lang::Result<int> run_program_and_wait(const std::vector<std::string>& words,
                                       const std::function<void(int pid)>& started = {});

// One of several programs that run at once.
struct ParallelRun {
  std::vector<std::string> words;
  // Every line of stdout and stderr, without its line break; of one run at a time.
  std::function<void(std::string_view line)> line;
  int code = -1;  // as above, 127: it could not be started
};
// At most `width` at a time, nothing on their stdin.
void run_in_parallel(std::vector<ParallelRun>& runs, int width);

}  // namespace borealis::client
