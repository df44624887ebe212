// task ssh: a shell, or a command, in the sandbox of one task. (cli.md §10)
#include <algorithm>
#include <charconv>

#include "client/child.h"
#include "client/commands/task_remote.h"
#include "client/files.h"
#include "client/remote.h"

namespace borealis::client {

namespace {

// PORT:NAME as ssh wants it: PORT:HOST:NUMBER.
lang::Result<std::string> tunnel_to(const RemoteTask& task, const std::string& text) {
  const auto colon = text.find(':');
  const std::string port = text.substr(0, colon);
  int number = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (colon == std::string::npos || colon + 1 == text.size() || error != std::errc() ||
      end != port.data() + port.size() || number < 1 || number > 65535)
    return lang::Error{lang::ErrorClass::usage,
                       fmt::format("'{}' is no tunnel", text),
                       "it looks like 8080:http: a port here and the name of one of the task's",
                       {}};
  const std::string name = text.substr(colon + 1);
  std::string known;
  for (const auto& [own, value] : task.status.ports) {
    if (own == name) return fmt::format("{}:{}:{}", number, task.host, value);
    known += (known.empty() ? "" : ", ") + own;
  }
  return lang::Error{lang::ErrorClass::not_found,
                     fmt::format("the task {} has no port named '{}'", task.status.task_id, name),
                     known.empty() ? "it has no ports" : "its ports are " + known,
                     {}};
}

lang::Result<std::vector<std::string>> words_for(const RemoteTask& task, const TaskSshOptions& options) {
  std::vector<std::string> tunnels;
  for (const std::string& text : options.tunnels) {
    auto tunnel = tunnel_to(task, text);
    if (!tunnel) return std::move(tunnel).error();
    tunnels.insert(tunnels.end(), {"-L", std::move(*tunnel)});
  }
  auto command = command_in_sandbox(task, options.command.empty() ? "bash" : options.command);
  if (!command) return std::move(command).error();
  if (task.here) return std::vector<std::string>{"/bin/sh", "-c", std::move(*command)};
  auto words = split_words(options.ssh_options);
  if (!words) return words;
  auto login = login_at(task, options.user);
  if (!login) return std::move(login).error();
  words->insert(words->begin(), {"ssh", "-t"});
  words->insert(words->end(), tunnels.begin(), tunnels.end());
  words->insert(words->end(), {std::move(*login), std::move(*command)});
  return words;
}

}  // namespace

int run_task_ssh(const TaskSshOptions& options, Context& context) {
  auto tasks = find_remote_tasks(options.key.job, options.key.instances, options.executor_sandbox, context);
  if (!tasks) return report(context, tasks.error());
  const RemoteTask& task = tasks->front();
  auto words = words_for(task, options);
  if (!words) return report(context, words.error());
  if (task.here && !options.tunnels.empty())
    say(context, "the ports of an embedded cluster's tasks are on this machine: no tunnel is made");
  context.out.flush();
  const auto code = run_program_and_wait(*words, [&](int pid) {
    if (options.pid_file.empty()) return;
    if (auto written = write_file(options.pid_file, std::to_string(pid)); !written)
      warn(context, written.error().message);
  });
  return code ? *code : report(context, code.error());
}

}  // namespace borealis::client
