// What a forked child says of its config: jobs, their places, the outcome.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "interp/channel.h"
#include "interp/child_process.h"
#include "interp/sandbox/places.h"
#include "interp/sandbox/printed.h"
#include "schema/evaluator.h"
#include "schema/hooks.h"
#include "schema/origins.h"

namespace borealis::interp {

class ChildSession : public schema::Session, public schema::Origins, public schema::Hooks {
 public:
  // `printed`: what the config prints, when it is confined; else -1.
  ChildSession(pid_t pid, int fd, int printed, const schema::EvaluationOptions& options);

  std::optional<schema::JobRecord> next() override;
  Outcome finish() override;
  lang::Location locate(const lang::Place& place) override;
  std::vector<lang::Note> origins(const std::string& path) override;
  schema::HookAnswer call_hooks(const schema::HookCall& call) override;

 private:
  using milliseconds = std::chrono::milliseconds;

  // The answer to a question; nothing when the child is gone, or goes now.
  std::optional<std::string> ask(MessageKind kind, const std::string& question, MessageKind wanted,
                                 milliseconds patience);
  // Takes the next message, or ends the child.
  void read_one();
  void take(const Message& message);
  bool has_room_for_inputs() const;
  void refuse();
  void end(Channel::Wait why);
  // The child is gone; unless its outcome stands, this is why there are no (more) jobs.
  void close_with(lang::Diagnostic diagnostic);
  void settle(Outcome outcome);

  schema::EvaluationOptions options_;
  PlaceGuard guard_{options_};
  Channel channel_;
  Printed printed_;
  ChildProcess child_;
  std::deque<schema::JobRecord> jobs_;
  schema::Inputs inputs_;  // as far as it came
  std::optional<Outcome> outcome_;
  milliseconds waited_{0};
  milliseconds answered_in_{0};
};

}  // namespace borealis::interp
