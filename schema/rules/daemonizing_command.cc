#include <algorithm>
#include <iterator>

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

bool names_any(std::string_view text) {
  return std::any_of(std::begin(kPrograms), std::end(kPrograms),
                     [&](const Program& program) { return text.find(program.name) != std::string_view::npos; });
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
