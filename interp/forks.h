// Processes that a config forks are copies of the evaluating child. A copy may compute and end as it likes, but it has
// nothing to say about the evaluation, and it ends with it.
#pragma once

namespace borealis::interp {

// How many forks one evaluation may do, those of its copies included.
constexpr int kMostForks = 256;

// To be called once in the evaluating child, before a config runs. `channel_fd` is what copies lose.
void watch_forks(int channel_fd);

}  // namespace borealis::interp
