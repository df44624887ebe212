// admin scheduler-...: backups, and recovery from one. (cli.md §12, api.md §20)
#include "client/commands/admin.h"
#include "client/jobs.h"
#include "client/operations.h"
#include "client/table.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

// A call without a result.
int call(const AdminOptions& options, lang::Status (AdminEngine::*what)(), const char* done, Context& context) {
  auto engine = connect_admin(options.cluster, context);
  if (!engine) return report(context, engine.error());
  if (auto status = ((**engine).*what)(); !status) return report(context, status.error());
  say(context, fmt::format("{}: {}", options.cluster, done));
  return 0;
}

void print_tasks(const std::vector<AdminTask>& tasks, DataFormat output, Context& context) {
  if (output == DataFormat::json) {
    lang::Data::List rows;
    for (const AdminTask& task : tasks) rows.push_back(task.status.raw);
    context.out.write(lang::to_json(rows, {2}) + "\n");
    return;
  }
  if (tasks.empty()) return;
  Table table({"ROLE", "JOB", "INSTANCE", "STATUS", "TASK ID"});
  for (const AdminTask& task : tasks) {
    const TaskStatus& status = task.status;
    table.add({status.key.role, fmt::format("{}/{}", status.key.environment, status.key.name),
               std::to_string(status.instance), status.state, status.task_id});
  }
  context.out.write(table.text(context.out_style(), 0));
}

}  // namespace

int run_admin_backup_now(const AdminOptions& options, Context& context) {
  return call(options, &AdminEngine::back_up, "a backup was made", context);
}

int run_admin_list_backups(const AdminOptions& options, Context& context) {
  auto engine = connect_admin(options.cluster, context);
  if (!engine) return report(context, engine.error());
  auto backups = (*engine)->backups();
  if (!backups) return report(context, backups.error());
  if (options.output == DataFormat::json) {
    lang::Data::List list;
    for (const std::string& backup : *backups) list.emplace_back(backup);
    lang::Data::Map data;
    data.entries.push_back({"backups", std::move(list)});
    context.out.write(lang::to_json(data, {2}) + "\n");
    return 0;
  }
  for (const std::string& backup : *backups) context.out.print("{}\n", backup);
  if (backups->empty()) say(context, fmt::format("{} has no backups", options.cluster));
  return 0;
}

int run_admin_stage_recovery(const RecoveryOptions& options, Context& context) {
  auto engine = connect_admin(options.cluster, context);
  if (!engine) return report(context, engine.error());
  if (auto status = (*engine)->stage_recovery(options.backup); !status) return report(context, status.error());
  say(context, fmt::format("{}: {} is staged; nothing has changed yet", options.cluster, options.backup));
  return 0;
}

int run_admin_print_recovery_tasks(const AdminOptions& options, Context& context) {
  auto engine = connect_admin(options.cluster, context);
  if (!engine) return report(context, engine.error());
  auto tasks = (*engine)->recovery_tasks();
  if (!tasks) return report(context, tasks.error());
  print_tasks(*tasks, options.output, context);
  return 0;
}

int run_admin_delete_recovery_tasks(const RecoveryOptions& options, Context& context) {
  const std::string what = count_of(options.task_ids.size(), "task");
  if (auto status = must_be_able_to_ask(options.yes, fmt::format("deleting {} of the staged backup", what), context);
      !status)
    return report(context, status.error());
  auto engine = connect_admin(options.cluster, context);
  if (!engine) return report(context, engine.error());
  auto staged = (*engine)->recovery_tasks();
  if (!staged) return report(context, staged.error());
  std::erase_if(*staged, [&](const AdminTask& task) { return !options.task_ids.contains(task.status.task_id); });
  if (staged->size() < options.task_ids.size())
    return report(context, {lang::ErrorClass::not_found,
                            fmt::format("only {} of the {} named are active in the staged backup", staged->size(),
                                        options.task_ids.size()),
                            "`borealis admin scheduler-print-recovery-tasks` lists them; nothing was deleted",
                            {}});
  for (const AdminTask& task : *staged)
    say(context, fmt::format("  {}/{} {}", task.status.key.text(), task.status.instance, task.status.task_id));
  if (!go_ahead(options.yes, fmt::format("Delete {} of the staged backup?", what), context)) return 0;
  if (auto status = (*engine)->delete_recovery_tasks(options.task_ids); !status) return report(context, status.error());
  say(context, fmt::format("{}: {} deleted from the staged backup", options.cluster, what));
  return 0;
}

int run_admin_commit_recovery(const AdminOptions& options, Context& context) {
  if (auto status = must_be_able_to_ask(options.yes, "replacing the scheduler's state", context); !status)
    return report(context, status.error());
  auto engine = connect_admin(options.cluster, context);
  if (!engine) return report(context, engine.error());
  auto staged = (*engine)->recovery_tasks();
  if (!staged) return report(context, staged.error());
  const auto question = fmt::format("Replace all state of {} with the staged backup of {}? The scheduler then stops.",
                                    options.cluster, count_of(staged->size(), "active task"));
  if (!go_ahead(options.yes, question, context)) return 0;
  if (auto status = (*engine)->commit_recovery(); !status) return report(context, status.error());
  say(context, fmt::format("{}: the staged backup is the scheduler's state now", options.cluster));
  return 0;
}

int run_admin_unload_recovery(const AdminOptions& options, Context& context) {
  return call(options, &AdminEngine::unload_recovery, "the staged backup was forgotten", context);
}

int run_admin_snapshot(const AdminOptions& options, Context& context) {
  return call(options, &AdminEngine::snapshot, "a snapshot was written", context);
}

}  // namespace borealis::client
