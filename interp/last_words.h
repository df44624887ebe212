// What a child says that ends before its time: why, and where in the config it was. The message is composed without
// allocating memory, because it may be composed in a signal handler.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "lang/diagnostic.h"
#include "schema/evaluator.h"

namespace borealis::interp {

enum class EndReason : std::uint8_t {
  wall_limit = 1,
  cpu_limit = 2,
  exited = 3,   // os._exit: detail is the status
  crashed = 4,  // a fatal signal: detail is its number
  memory_limit = 5,
  process_limit = 6,   // too many forks
  forbidden_call = 7,  // by the sandbox: detail is the number of the system call
};

// The child: where last words go to; -1: a copy made by fork, whose end concerns nobody.
void set_last_words_fd(int fd);
// The child: what is worked on while no frame of the config runs (a job that is being resolved); 0: nothing.
void set_working_site(lang::SiteId site);
// The child: says them and ends.
[[noreturn]] void say_last_words(EndReason reason, int detail);

// The parent: what they mean. Nothing when they are garbled. `may_read` says whether the file that they name may be
// read; whoever says them may be anybody.
std::optional<lang::Diagnostic> read_last_words(
    std::string_view payload, const std::string& root_file, const schema::EvaluationLimits& limits,
    const std::function<bool(const std::string& file)>& may_read = [](const std::string&) { return true; });
// What is to be said of a child that ended without them; `wait_status` is waitpid's.
lang::Diagnostic silent_end(int wait_status, const std::string& root_file);
// The channel is of no use any more, though the child was still alive.
lang::Diagnostic lost_channel(const std::string& root_file);
lang::Diagnostic limit_exceeded(EndReason reason, const schema::EvaluationLimits& limits);

}  // namespace borealis::interp
