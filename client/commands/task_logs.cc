// task logs: the last lines of an instance's logs, from its sandbox on this machine.
#include "client/commands/commands.h"
#include "client/jobs.h"
#include "client/sandbox.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

struct Found {
  TaskStatus task;
  std::string sandbox;
};

// The active task of the instance, else the newest one that has ended.
lang::Result<Found> find_task(const LogsOptions& options, Context& context) {
  const std::string name = fmt::format("{}/{}", options.instance.job.text(), options.instance.instance);
  auto cluster = find_cluster(context, options.instance.job.cluster);
  if (!cluster) return std::move(cluster).error();
  auto engine = connect(options.instance.job.cluster, context);
  if (!engine) return std::move(engine).error();
  TaskFilter filter;
  filter.instances = Instances{options.instance.instance};
  auto tasks = (*engine)->tasks(options.instance.job, filter);
  if (!tasks) return std::move(tasks).error();
  const TaskStatus* best = nullptr;
  for (const TaskStatus& task : *tasks) {
    if (best == nullptr || task.active || !best->active) best = &task;
  }
  if (best == nullptr)
    return lang::Error{lang::ErrorClass::not_found, fmt::format("there is no task of {}", name), {}, {}};
  if (!cluster->embedded) {
    const std::string place = log_place(*cluster, *best);
    return lang::Error{lang::ErrorClass::not_found,
                       fmt::format("the logs of {} are not on this machine", name),
                       place.empty() ? "" : fmt::format("they are at {}", place),
                       {}};
  }
  auto sandbox = find_sandbox(*cluster->embedded, best->task_id);
  if (!sandbox)
    return lang::Error{lang::ErrorClass::not_found,
                       fmt::format("{} ({}) has no sandbox: its processes have not been started, or it was cleaned up",
                                   name, best->state),
                       {},
                       {}};
  return Found{*best, std::move(*sandbox)};
}

lang::Status choose_process(const LogsOptions& options, const Found& found, std::vector<LogFile>& logs) {
  if (!options.process) return lang::Unit{};
  std::vector<std::string> names;
  for (const LogFile& log : logs) {
    if (names.empty() || names.back() != log.process) names.push_back(log.process);
  }
  std::erase_if(logs, [&](const LogFile& log) { return log.process != *options.process; });
  if (logs.empty())
    return lang::Error{lang::ErrorClass::not_found,
                       fmt::format("the task {} has no log of a process '{}'", found.task.task_id, *options.process),
                       names.empty() ? "" : fmt::format("there are logs of {}", fmt::join(names, ", ")),
                       {}};
  return lang::Unit{};
}

void print_text(const LogsOptions& options, const std::vector<LogFile>& logs, Context& context) {
  const Style style = context.out_style();
  bool first = true;
  for (const LogFile& log : logs) {
    const std::string text = tail_of_file(log.path, options.tail).value_or("");
    if (text.empty()) continue;
    context.out.print("{}{}\n", first ? "" : "\n", style.bold(fmt::format("==> {}", log.path)));
    context.out.write(text);
    if (text.back() != '\n') context.out.write("\n");
    first = false;
  }
  if (first) say(context, "nothing was written yet");
}

void print_json(const LogsOptions& options, const Found& found, const std::vector<LogFile>& logs, Context& context) {
  lang::Data::List list;
  for (const LogFile& log : logs) {
    lang::Data::Map item;
    item.entries.push_back({"process", log.process});
    item.entries.push_back({"run", log.run});
    item.entries.push_back({"stream", log.stream});
    item.entries.push_back({"path", log.path});
    item.entries.push_back({"text", tail_of_file(log.path, options.tail).value_or("")});
    list.emplace_back(std::move(item));
  }
  lang::Data::Map document;
  document.entries.push_back({"job", options.instance.job.text()});
  document.entries.push_back({"instance", options.instance.instance});
  document.entries.push_back({"task_id", found.task.task_id});
  document.entries.push_back({"state", found.task.state});
  document.entries.push_back({"sandbox", found.sandbox});
  document.entries.push_back({"logs", std::move(list)});
  context.out.write(lang::to_json(document, {2}) + "\n");
}

}  // namespace

int run_task_logs(const LogsOptions& options, Context& context) {
  auto found = find_task(options, context);
  if (!found) return report(context, found.error());
  auto logs = newest_logs(found->sandbox);
  if (auto chosen = choose_process(options, *found, logs); !chosen) return report(context, chosen.error());
  if (options.output == DataFormat::json) {
    print_json(options, *found, logs, context);
  } else {
    print_text(options, logs, context);
  }
  return 0;
}

}  // namespace borealis::client
