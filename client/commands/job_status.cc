// job status: a table for people, the API's own messages as JSON. (cli.md §7.9)
#include <algorithm>
#include <map>

#include "client/commands/commands.h"
#include "client/failures.h"
#include "client/jobs.h"
#include "client/near_job.h"
#include "client/table.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

struct JobTasks {
  schema::JobKey key;
  std::vector<TaskStatus> tasks;
};

lang::Status add_tasks(Engine& engine, const schema::JobKey& key, bool reasons, std::vector<JobTasks>& found) {
  TaskFilter filter;
  filter.pending_reasons = reasons;
  auto tasks = engine.tasks(key, filter);
  if (!tasks) return std::move(tasks).error();
  if (!tasks->empty()) found.push_back({key, std::move(*tasks)});
  return lang::Unit{};
}

lang::Status collect_from(const std::string& cluster, const StatusOptions& options, Context& context,
                          std::vector<JobTasks>& found) {
  auto engine = connect(cluster, context);
  if (!engine) return std::move(engine).error();
  const bool reasons = options.output == DataFormat::text;
  const JobPattern& p = options.pattern;
  if (p.literal()) return add_tasks(**engine, {p.cluster, p.role, p.environment, p.name}, reasons, found);
  auto jobs = (*engine)->jobs(literal_role(p));
  if (!jobs) return std::move(jobs).error();
  for (const JobSummary& job : *jobs) {
    if (!p.matches(job.key)) continue;
    if (auto status = add_tasks(**engine, job.key, reasons, found); !status) return status;
  }
  return lang::Unit{};
}

lang::Result<std::vector<JobTasks>> collect(const StatusOptions& options, Context& context) {
  std::vector<JobTasks> found;
  auto status = for_each_cluster(options.pattern, context, [&](const std::string& cluster) {
    return collect_from(cluster, options, context, found);
  });
  if (!status) return std::move(status).error();
  return found;
}

lang::Data to_data(const JobTasks& job) {
  lang::Data::List active;
  lang::Data::List inactive;
  for (const TaskStatus& task : job.tasks) (task.active ? active : inactive).push_back(task.raw);
  lang::Data::Map object;
  object.entries.push_back({"job", job.key.text()});
  object.entries.push_back({"active", std::move(active)});
  object.entries.push_back({"inactive", std::move(inactive)});
  return object;
}

std::string colour_of(const TaskStatus& task) {
  if (task.running) return "green";
  if (task.state == "FAILED" || task.state == "LOST") return "red";
  return task.active ? "yellow" : "dim";
}

std::string ports_text(const TaskStatus& task) {
  std::string text;
  for (const auto& [name, port] : task.ports) text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, port);
  return text;
}

// Active tasks, and of each instance that has none the newest ended one; `all`: everything.
std::vector<const TaskStatus*> rows_of(const JobTasks& job, bool all) {
  std::vector<const TaskStatus*> rows;
  for (const TaskStatus& task : job.tasks) {
    if (!all && !rows.empty() && rows.back()->instance == task.instance) {
      if (task.active || !rows.back()->active) rows.back() = &task;
    } else {
      rows.push_back(&task);
    }
  }
  return rows;
}

// "298 running, 2 pending", the most frequent first.
std::string summary(const std::vector<const TaskStatus*>& rows) {
  std::map<std::string, int> counts;
  for (const TaskStatus* task : rows) ++counts[task->state];
  std::vector<std::pair<int, std::string>> order;
  for (const auto& [state, count] : counts) order.emplace_back(count, state);
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::string text;
  for (const auto& [count, state] : order) {
    std::string lower = state;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, lower);
  }
  return text;
}

void print(const JobTasks& job, bool all, Context& context) {
  const Style style = context.out_style();
  const auto rows = rows_of(job, all);
  Table table({"INSTANCE", "STATE", "HOST", "PORTS", "SINCE", "FAILURES", "MESSAGE"});
  const std::int64_t now = now_ms(context);
  for (const TaskStatus* task : rows) {
    const std::string failures = task->failure_count > 0 ? std::to_string(task->failure_count) : "";
    const std::string_view message =
        task->pending_reason.empty() ? split_message(task->last_message()).first : task->pending_reason;
    table.add({std::to_string(task->instance),
               {task->state, colour_of(*task)},
               task->host,
               ports_text(*task),
               task->events.empty() ? "" : age_text(task->events.back().time_ms, now),
               failures,
               std::string(message)});
  }
  context.out.print("{}  {}\n", style.bold(job.key.text()), summary(rows));
  context.out.write(table.text(style, context.out.terminal() ? context.out.width() : 0));
}

}  // namespace

int run_job_status(const StatusOptions& options, Context& context) {
  auto jobs = collect(options, context);
  if (!jobs) return report(context, jobs.error());
  if (options.output == DataFormat::json) {
    lang::Data::List list;
    for (const JobTasks& job : *jobs) list.push_back(to_data(job));
    lang::Data document = std::move(list);
    if (jobs->empty()) {
      lang::Data::Map none;
      none.entries.push_back({"jobspec", options.pattern.text()});
      none.entries.push_back({"error", "No matching jobs found"});
      document = std::move(none);
    }
    context.out.write(lang::to_json(document, {2}) + "\n");
  } else {
    for (std::size_t i = 0; i < jobs->size(); ++i) {
      if (i > 0) context.out.write("\n");
      print((*jobs)[i], options.all, context);
    }
  }
  if (!jobs->empty()) return 0;
  std::string hint;
  if (const auto key = parse_job_key(options.pattern.text()); key && options.pattern.literal()) {
    if (auto engine = connect(key->cluster, context)) hint = near_job_hint(**engine, *key);
  }
  return report(
      context,
      {lang::ErrorClass::not_found, fmt::format("no job matches {}", options.pattern.text()), std::move(hint), {}});
}

}  // namespace borealis::client
