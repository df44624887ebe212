#include <algorithm>
#include <string_view>
#include <vector>

#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

struct Program {
  std::string_view name;
  std::string_view background;  // goes there if this is said; empty: unless `foreground` is
  std::string_view foreground;
  const char* hint;
};

constexpr Program kPrograms[] = {
    {"nginx", "", "daemon off", "add `-g 'daemon off;'`"},
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

// The simple commands of a shell text, roughly.
std::vector<std::string_view> commands_of(std::string_view text) {
  std::vector<std::string_view> out;
  std::size_t begin = 0;
  char quote = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : '\n';
    if (quote != 0 && i < text.size()) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '\n' || c == ';' || c == '&' || c == '|') {
      out.push_back(text.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  return out;
}

// The program that a simple command runs, without its directory.
std::string_view program_of(std::string_view command) {
  for (;;) {
    const std::size_t begin = command.find_first_not_of(" \t(");
    if (begin == std::string_view::npos) return "";
    const std::size_t end = std::min(command.find_first_of(" \t)", begin), command.size());
    std::string_view word = command.substr(begin, end - begin);
    command.remove_prefix(end);
    if (word == "exec" || word == "sudo" || word == "env" || word.find('=') != std::string_view::npos) continue;
    return word.substr(word.rfind('/') == std::string_view::npos ? 0 : word.rfind('/') + 1);
  }
}

bool goes_to_background(const Program& program, std::string_view command) {
  if (program_of(command) != program.name) return false;
  // Asking for the version, testing the configuration and the like.
  for (std::string_view question : {" -t", " -v", " -V", " -s ", " --version", " --help", " -h"}) {
    if (command.find(question) != std::string_view::npos) return false;
  }
  if (!program.background.empty()) return command.find(program.background) != std::string_view::npos;
  return command.find(program.foreground) == std::string_view::npos;
}

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.task.processes) return;
  for (std::size_t i = 0; i < job.job.task.processes->size(); ++i) {
    for (std::string_view command : commands_of((*job.job.task.processes)[i].cmdline)) {
      for (const Program& program : kPrograms) {
        if (!goes_to_background(program, command)) continue;
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
