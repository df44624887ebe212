#include <algorithm>

#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/shell_text.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

// What is over at once, so that nothing waits for what was started before.
constexpr std::string_view kInstant[] = {"echo", "printf", "exit", "true", "disown", "touch", ":"};

bool is_instant(const ShellCommand& command) {
  const std::string_view program = program_of(command.text);
  return command.in_background || std::find(std::begin(kInstant), std::end(kInstant), program) != std::end(kInstant);
}

// The program that the last commands of a text leave in the background, or "".
std::string_view left_behind(std::string_view text) {
  if (text.find('&') == std::string_view::npos) return "";
  // What looks like a command may be none.
  if (text.find("<<") != std::string_view::npos || text.find("$((") != std::string_view::npos) return "";
  const std::vector<ShellCommand> commands = shell_commands(text);
  for (auto command = commands.rbegin(); command != commands.rend() && is_instant(*command); ++command) {
    if (command->in_background) return program_of(command->text);
  }
  return "";
}

void check(const JobUnderCheck& job, Findings& findings) {
  for_each_command(job, [&](const std::string& path, const std::string& text) {
    const std::string_view program = left_behind(text);
    if (program.empty()) return;
    findings.add(path,
                 joined("`", program, "` is sent into the background with `&`, so the process ends at once and `",
                        program, "` is killed"),
                 "leave the `&` out, or end the command with `wait`", program);
  });
}

}  // namespace

const Rule background_command = {"background-command", lang::Severity::warning, RuleStage::lint,
                                 "A command that leaves its work in the background, where it is killed.", check};

}  // namespace borealis::schema::rules
