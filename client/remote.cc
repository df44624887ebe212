#include "client/remote.h"

#include <fmt/format.h>

#include <algorithm>

#include "client/engine_admin.h"
#include "client/jobs.h"
#include "client/sandbox.h"
#include "client/units.h"

namespace borealis::client {

namespace {

lang::Error usage(std::string message, std::string hint = {}) {
  return {lang::ErrorClass::usage, std::move(message), std::move(hint), {}};
}

lang::Result<std::string> directory_of(const Cluster& cluster, const TaskStatus& task, bool executor_sandbox) {
  if (cluster.embedded) {
    auto sandbox = find_sandbox(*cluster.embedded, task.task_id);
    if (!sandbox)
      return lang::Error{
          lang::ErrorClass::not_found, fmt::format("{}/{} has no sandbox yet", task.key.text(), task.instance), {}, {}};
    return shell_quoted(executor_sandbox ? sandbox->substr(0, sandbox->rfind('/')) : *sandbox);
  }
  if (cluster.slave_root.empty() || cluster.slave_run_directory.empty())
    return usage(fmt::format("{} doesn't say where the hosts of '{}' keep sandboxes", cluster.source, cluster.name),
                 "set `slave_root` and `slave_run_directory` there, for example /var/lib/mesos and latest");
  const std::string run =
      fmt::format("{}/slaves/*/frameworks/*/executors/thermos-{}/runs/{}", shell_quoted(cluster.slave_root),
                  task.task_id, shell_quoted(cluster.slave_run_directory));
  return executor_sandbox ? run : run + "/sandbox";
}

lang::Result<std::string> value_of(std::string_view name, const RemoteTask& task) {
  constexpr std::string_view ports = "thermos.ports[";
  if (name == "mesos.instance") return std::to_string(task.status.instance);
  if (name == "mesos.hostname") return task.host;
  if (name == "thermos.task_id") return task.status.task_id;
  if (name.starts_with(ports) && name.ends_with("]")) {
    const std::string_view wanted = name.substr(ports.size(), name.size() - ports.size() - 1);
    for (const auto& [port, number] : task.status.ports) {
      if (port == wanted) return std::to_string(number);
    }
    return lang::Error{lang::ErrorClass::not_found,
                       fmt::format("{}/{} has no port '{}'", task.status.key.text(), task.status.instance, wanted),
                       {},
                       {}};
  }
  return fmt::format("{{{{{}}}}}", name);  // is the command's own
}

}  // namespace

lang::Result<std::vector<RemoteTask>> find_remote_tasks(const schema::JobKey& key,
                                                        const std::optional<Instances>& instances,
                                                        bool executor_sandbox, Context& context) {
  auto cluster = find_cluster(context, key.cluster);
  if (!cluster) return std::move(cluster).error();
  auto engine = connect(key.cluster, context);
  if (!engine) return std::move(engine).error();
  TaskFilter filter;
  filter.instances = instances;
  filter.active_only = true;
  auto tasks = (*engine)->tasks(key, filter);
  if (!tasks) return std::move(tasks).error();
  std::vector<RemoteTask> found;
  for (TaskStatus& task : *tasks) {
    if (!is_live_state(task.state)) continue;
    auto directory = directory_of(*cluster, task, executor_sandbox);
    if (!directory) return std::move(directory).error();
    RemoteTask remote;
    remote.host = task.host;
    remote.directory = std::move(*directory);
    remote.here = cluster->embedded.has_value();
    remote.status = std::move(task);
    found.push_back(std::move(remote));
  }
  if (!found.empty()) return found;
  return lang::Error{lang::ErrorClass::not_found,
                     instances ? fmt::format("no instance {} of {} runs", format_instances(*instances), key.text())
                               : fmt::format("no instance of {} runs", key.text()),
                     fmt::format("`borealis job status {}` shows what there is", key.text()),
                     {}};
}

lang::Result<std::string> command_in_sandbox(const RemoteTask& task, const std::string& command) {
  std::string filled;
  for (std::size_t at = 0; at < command.size();) {
    const auto end = command.compare(at, 2, "{{") == 0 ? command.find("}}", at) : std::string::npos;
    if (end == std::string::npos) {
      filled += command[at++];
      continue;
    }
    auto value = value_of(std::string_view(command).substr(at + 2, end - at - 2), task);
    if (!value) return value;
    filled += *value;
    at = end + 2;
  }
  // Nothing is run in another directory when this one is gone.
  return fmt::format("cd {} || exit; {}", task.directory, filled);
}

lang::Result<std::vector<std::string>> split_words(const std::string& text) {
  std::vector<std::string> words;
  bool open = false;  // within a word, an empty one perhaps
  char quote = 0;
  for (const char c : text) {
    if (quote != 0) {
      if (c == quote) {
        quote = 0;
      } else {
        words.back() += c;
      }
      continue;
    }
    if (c == ' ' || c == '\t' || c == '\n') {
      open = false;
      continue;
    }
    if (!open) words.emplace_back();
    open = true;
    if (c == '\'' || c == '"') {
      quote = c;
    } else {
      words.back() += c;
    }
  }
  if (quote != 0) return usage(fmt::format("a quote in `{}` has no end", text));
  return words;
}

lang::Result<std::string> login_at(const RemoteTask& task, const std::string& user) {
  const std::string& name = user.empty() ? task.status.key.role : user;
  if (name.starts_with("-")) return usage(fmt::format("'{}' is no user", name));
  return name + "@" + task.host;
}

}  // namespace borealis::client
