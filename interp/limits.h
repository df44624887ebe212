// What an evaluation may use, enforced in the evaluating child (language.md: none; DESIGN §4).
//
// When time is up, an exception is raised at the next instruction of the config, so that its place is known; when the
// config sits in a long call that never comes back to Python, the process says its last words half a second later and
// ends. The parent's SIGKILL is behind that.
#pragma once

#include <optional>

#include "interp/python.h"
#include "lang/diagnostic.h"
#include "schema/evaluator.h"

namespace borealis::interp {

// After the interpreter has started. The limit on memory begins with apply_memory_limit().
void start_clocks(const schema::EvaluationLimits& limits);
void apply_memory_limit(const schema::EvaluationLimits& limits);
// The evaluation is over: only questions of the parent are answered from now on.
void stop_clocks();

// The wall clock doesn't count while one of these lives: the parent is slow, not the config.
class ClockPause {
 public:
  ClockPause();
  ClockPause(const ClockPause&) = delete;
  ClockPause& operator=(const ClockPause&) = delete;
  ~ClockPause();

 private:
  long seconds_ = 0;
  long microseconds_ = 0;
};

// For an exception class: what limit was exceeded, if that is what it says. The place is not filled in.
std::optional<lang::Diagnostic> limit_diagnostic(PyObject* exception_type, const schema::EvaluationLimits& limits);

}  // namespace borealis::interp
