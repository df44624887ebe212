// admin prune-tasks, force-task-state and reconcile-tasks. (cli.md §12, api.md §20)
#include <algorithm>
#include <map>

#include "client/commands/admin.h"
#include "client/jobs.h"
#include "client/operations.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

using Tasks = std::vector<AdminTask>;

// The tasks by job, on stderr: "  devcluster/demo/prod/web: 3 tasks".
void show_by_job(const Tasks& tasks, Context& context) {
  std::map<std::string, std::size_t> counts;
  for (const AdminTask& task : tasks) ++counts[task.status.key.text()];
  std::size_t shown = 0;
  for (const auto& [key, count] : counts) {
    if (shown++ == 20) {
      say(context, fmt::format("  and {} more jobs", counts.size() - 20));
      return;
    }
    say(context, fmt::format("  {}: {}", key, count_of(count, "task")));
  }
}

}  // namespace

int run_admin_prune_tasks(const PruneOptions& options, Context& context) {
  if (auto status = must_be_able_to_ask(options.yes, "pruning tasks", context); !status)
    return report(context, status.error());
  auto engine = connect_admin(options.cluster, context);
  if (!engine) return report(context, engine.error());
  TaskSearch ended = options.search;
  if (ended.states.empty()) {
    for (const std::string& state : task_states()) {
      if (is_terminal_state(state)) ended.states.insert(state);
    }
  }
  auto tasks = (*engine)->tasks(ended);
  if (!tasks) return report(context, tasks.error());
  if (!tasks->empty()) {
    show_by_job(*tasks, context);
    const auto question =
        fmt::format("Delete the history of {} on {} for good?", count_of(tasks->size(), "ended task"), options.cluster);
    if (!go_ahead(options.yes, question, context)) return 0;
    if (auto status = (*engine)->prune(ended); !status) return report(context, status.error());
  }
  if (options.output == DataFormat::json) {
    lang::Data::Map data;
    lang::Data::List ids;
    for (const AdminTask& task : *tasks) ids.emplace_back(task.status.task_id);
    data.entries.push_back({"pruned", std::move(ids)});
    context.out.write(lang::to_json(data, {2}) + "\n");
  } else {
    context.out.print("{} pruned\n", count_of(tasks->size(), "task"));
  }
  return 0;
}

int run_admin_force_task_state(const ForceStateOptions& options, Context& context) {
  if (auto status = must_be_able_to_ask(options.yes, "forcing a task's state", context); !status)
    return report(context, status.error());
  auto engine = connect_admin(options.cluster, context);
  if (!engine) return report(context, engine.error());
  TaskSearch search;
  search.task_ids = {options.task_id};
  auto tasks = (*engine)->tasks(search);
  if (!tasks) return report(context, tasks.error());
  if (tasks->empty())
    return report(context, {lang::ErrorClass::not_found, fmt::format("there is no task {}", options.task_id), {}, {}});
  const TaskStatus& task = tasks->front().status;
  const auto question = fmt::format("Force {}/{} from {} to {}, whatever its host says?", task.key.text(),
                                    task.instance, task.state, options.state);
  if (!go_ahead(options.yes, question, context)) return 0;
  if (auto status = (*engine)->force_task_state(options.task_id, options.state); !status)
    return report(context, status.error());
  // A scheduler says OK to a transition that it refuses.
  auto after = (*engine)->tasks(search);
  if (!after) return report(context, after.error());
  const std::string state = after->empty() ? "gone" : after->front().status.state;
  if (options.output == DataFormat::json) {
    lang::Data::Map data;
    data.entries.push_back({"task_id", options.task_id});
    data.entries.push_back({"before", task.state});
    data.entries.push_back({"after", state});
    context.out.write(lang::to_json(data, {2}) + "\n");
  } else {
    context.out.print("{}: {}, before: {}\n", options.task_id, state, task.state);
  }
  if (state != task.state || state == options.state) return 0;
  return report(context,
                {lang::ErrorClass::findings,
                 fmt::format("the scheduler kept the task in {}: it can't go from there to {}", state, options.state),
                 {},
                 {}});
}

int run_admin_reconcile_tasks(const ReconcileOptions& options, Context& context) {
  auto engine = connect_admin(options.cluster, context);
  if (!engine) return report(context, engine.error());
  const lang::Status status =
      options.implicit ? (*engine)->reconcile_implicitly() : (*engine)->reconcile_explicitly(options.batch_size);
  if (!status) return report(context, status.error());
  say(context, fmt::format("{}: {} reconciliation of tasks was triggered", options.cluster,
                           options.implicit ? "implicit" : "explicit"));
  return 0;
}

}  // namespace borealis::client
