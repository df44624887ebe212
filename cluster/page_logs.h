// Pieces of the logs that a task's processes write into their sandbox, followed through rotation. (runner.md §7)
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cluster/descriptor.h"

namespace borealis::cluster {

struct LogQuery {
  std::string process;
  int run = 0;
  std::string stream;  // stdout, stderr
  // Where the reader stands: a file that an earlier piece named, and how much of it was read. 0: wherever `offset` is
  // in the newest one.
  std::uint64_t file = 0;
  std::int64_t offset = 0;  // negative: so many bytes before the end
  std::size_t limit = 0;    // of the piece, in bytes
};

struct LogPiece {
  std::string bytes;
  // Where the next piece begins, and that of `bytes`.
  std::uint64_t file = 0;
  std::int64_t next = 0;
  std::int64_t offset = 0;
  std::int64_t size = 0;  // of that file now
  bool gap = false;       // what stood between the reader and this piece is gone
  bool more = false;      // there is more to be had at once
};

// Nothing: there is no such log. `run_dir` is the task's directory; nothing outside its sandbox is ever read.
std::optional<LogPiece> read_log(const std::string& run_dir, const LogQuery& query);

}  // namespace borealis::cluster
