// A rough reading of shell commands, for rules about them.
#pragma once

#include <string_view>
#include <vector>

namespace borealis::schema::rules {

struct ShellCommand {
  std::string_view text;
  bool in_background = false;  // a single `&` stands behind it
};

// The simple commands of a text, split at line ends, `;`, `&`, `|`; quoted text and comments are respected, nothing
// else is (here-documents, arithmetic and functions look like commands).
std::vector<ShellCommand> shell_commands(std::string_view text);

// The program that a simple command runs, without its directory and what stands before it (`exec`, `NAME=VALUE` ...).
std::string_view program_of(std::string_view command);

}  // namespace borealis::schema::rules
