// Pieces of work in processes of their own, several at a time.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace borealis::client {

// What became of one piece.
struct Worked {
  std::optional<std::string> answer;  // nothing when the process ended without one
  std::string failure;                // then: how it ended
  bool time_up = false;               // it computed for longer than it might
};

// Runs work(0) ... work(count - 1), each in a forked process that ends with its answer, at most `at_once` at a time,
// and calls `take` for each in the order in which they end. False: interrupted (client/interrupt.h); all processes, and
// what they had started, are gone then.
bool run_in_workers(std::size_t count, int at_once, const std::function<std::string(std::size_t)>& work,
                    const std::function<void(std::size_t, Worked)>& take);

// The cores that this process may run on; at least 1.
int usable_cores();

}  // namespace borealis::client
