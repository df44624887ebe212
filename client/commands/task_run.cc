// task run: a command in the sandboxes of a job's tasks. (cli.md §10)
#include <algorithm>

#include "client/child.h"
#include "client/commands/task_remote.h"
#include "client/remote.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

lang::Result<std::vector<std::string>> words_for(const RemoteTask& task, const TaskRunOptions& options) {
  auto command = command_in_sandbox(task, options.command);
  if (!command) return std::move(command).error();
  if (task.here) return std::vector<std::string>{"/bin/sh", "-c", std::move(*command)};
  auto words = split_words(options.ssh_options);
  if (!words) return words;
  auto login = login_at(task, options.user);
  if (!login) return std::move(login).error();
  words->insert(words->begin(), {"ssh", "-n", "-q"});
  words->insert(words->end(), {std::move(*login), std::move(*command)});
  return words;
}

lang::Data to_data(const RemoteTask& task, const ParallelRun& run, lang::Data::List lines) {
  lang::Data::Map row;
  row.entries.push_back({"instance", task.status.instance});
  row.entries.push_back({"task_id", task.status.task_id});
  row.entries.push_back({"host", task.host});
  row.entries.push_back({"exit_code", run.code});
  row.entries.push_back({"lines", std::move(lines)});
  return row;
}

}  // namespace

int run_task_run(const TaskRunOptions& options, Context& context) {
  auto tasks = find_remote_tasks(options.key.job, options.key.instances, options.executor_sandbox, context);
  if (!tasks) return report(context, tasks.error());
  std::vector<ParallelRun> runs;
  std::vector<lang::Data::List> lines(tasks->size());
  for (std::size_t i = 0; i < tasks->size(); ++i) {
    auto words = words_for((*tasks)[i], options);
    if (!words) return report(context, words.error());
    const std::string name = fmt::format("{}[{}]", (*tasks)[i].host, (*tasks)[i].status.instance);
    runs.push_back({std::move(*words), [&, i, name](std::string_view line) {
                      if (options.output == DataFormat::json) {
                        lines[i].emplace_back(std::string(line));
                      } else {
                        context.out.print("{}:  {}\n", name, line);
                        if (context.out.terminal()) context.out.flush();
                      }
                    }});
  }
  run_in_parallel(runs, options.threads);
  int code = 0;
  lang::Data::List rows;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    code = std::max(code, runs[i].code);
    if (runs[i].code != 0 && options.output == DataFormat::text)
      warn(context,
           fmt::format("instance {} on {}: exit code {}", (*tasks)[i].status.instance, (*tasks)[i].host, runs[i].code));
    rows.push_back(to_data((*tasks)[i], runs[i], std::move(lines[i])));
  }
  if (options.output == DataFormat::json) {
    lang::Data::Map document;
    document.entries.push_back({"job", options.key.job.text()});
    document.entries.push_back({"tasks", std::move(rows)});
    context.out.write(lang::to_json(document, {2}) + "\n");
  }
  return code;
}

}  // namespace borealis::client
