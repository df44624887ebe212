#include <array>
#include <cstdint>
#include <string_view>

#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/shell_text.h"

namespace borealis::schema::rules {

namespace {

struct Program {
  std::string_view name;
  std::string_view background;  // goes there if this is said; empty: unless `foreground` is
  std::string_view foreground;
  const char* hint;
};

constexpr Program kPrograms[] = {
    {"nginx", "", "daemon off", "add `-g 'daemon off;'`, or set it in the configuration file"},
    {"httpd", "", "FOREGROUND", "add `-DFOREGROUND`"},
    {"apache2", "", "FOREGROUND", "add `-DFOREGROUND`"},
    {"sshd", "", "-D", "add `-D`"},
    {"redis-server", "daemonize yes", "", "leave `--daemonize` out"},
    {"memcached", " -d", "", "leave `-d` out"},
    {"mongod", "--fork", "", "leave `--fork` out"},
    {"haproxy", " -D", "", "leave `-D` out"},
    {"uwsgi", "--daemonize", "", "leave `--daemonize` out"},
    {"gunicorn", "--daemon", "", "leave `--daemon` out"},
};

bool goes_to_background(const Program& program, std::string_view command) {
  // Asking for the version, testing the configuration and the like.
  for (std::string_view question : {" -t", " -v", " -V", " -s ", " --version", " --help", " -h"}) {
    if (command.find(question) != std::string_view::npos) return false;
  }
  if (!program.background.empty()) return command.find(program.background) != std::string_view::npos;
  return command.find(program.foreground) == std::string_view::npos;
}

// What the name of a program is made of.
constexpr std::array<bool, 256> kOfNames = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}();

constexpr std::uint64_t kLengths = [] {
  std::uint64_t set = 0;
  for (const Program& program : kPrograms) set |= std::uint64_t{1} << program.name.size();
  return set;
}();

// Whether one of the programs stands there as a word: seldom, and quicker to see than the commands of the text.
bool names_any(std::string_view text) {
  for (std::size_t begin = 0, end = 0; begin < text.size(); begin = end + 1) {
    for (end = begin; end < text.size() && kOfNames[static_cast<unsigned char>(text[end])];) ++end;
    const std::string_view word = text.substr(begin, end - begin);
    if (word.size() >= 64 || (kLengths >> word.size() & 1) == 0) continue;
    for (const Program& program : kPrograms) {
      if (program.name == word) return true;
    }
  }
  return false;
}

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.task.processes) return;
  for (std::size_t i = 0; i < job.job.task.processes->size(); ++i) {
    if (!names_any((*job.job.task.processes)[i].cmdline)) continue;
    for (const ShellCommand& command : shell_commands((*job.job.task.processes)[i].cmdline)) {
      const std::string_view name = program_of(command.text);
      for (const Program& program : kPrograms) {
        if (name != program.name || command.in_background || !goes_to_background(program, command.text)) continue;
        findings.add(
            joined("task.processes[", i, "].cmdline"),
            joined("`", program.name, "` goes into the background, so the process ends at once and its task with it"),
            std::string("keep it in the foreground: ") + program.hint, program.name);
      }
    }
  }
}

}  // namespace

const Rule daemonizing_command = {"daemonizing-command", lang::Severity::warning, RuleStage::lint,
                                  "A command that goes into the background: the process ends at once.", check};

}  // namespace borealis::schema::rules
