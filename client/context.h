// What a command works with. main.cc makes the evaluator; everything else is made at the edge (client/program.cc).
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "client/output.h"
#include "lang/result.h"
#include "schema/evaluator.h"

namespace borealis::client {

struct Program {
  std::string version;
  std::string build_id;  // the other programs of one build carry the same one
};

// An environment variable; nothing when it is unset or empty.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual std::chrono::system_clock::time_point now() const = 0;
};

struct Context {
  schema::Evaluator& evaluator;
  Output& out;  // data
  Output& err;  // talk
  Environment environment;
  Clock& clock;
  Program program;
  bool stdin_terminal = false;
  bool quiet = false;  // say() is silent; errors, warnings and questions are not

  Style out_style() const { return Style(out.colour()); }
  Style err_style() const { return Style(err.colour()); }
};

// Writes `error: MESSAGE`, its diagnostics and its hint to stderr and answers the exit code of its class.
int report(Context& context, const lang::Error& error);
// Writes a line to stderr.
void say(Context& context, const std::string& line);
// `warning: MESSAGE` on stderr.
void warn(Context& context, const std::string& message);
// Whether there is somebody to answer a question: a terminal on stdin and stderr.
bool can_ask(const Context& context);
// What stands before anything that can't be undone: on a terminal a question, elsewhere --yes (`yes`).
// Nothing yet sent: ErrorClass::usage when nobody can be asked. `what` is "draining 3 hosts".
lang::Status must_be_able_to_ask(bool yes, const std::string& what, const Context& context);
// Asks unless `yes`; anything but a yes is a no. False: the answer was no, and that was said.
bool go_ahead(bool yes, const std::string& question, Context& context);

}  // namespace borealis::client
