
#include "client/nouns/admin_words.h"
#include "client/nouns/operations.h"

namespace borealis::client {

namespace {

template <int (*run)(const AdminOptions&, Context&)>
Run build_plain(CLI::App&) {
  return for_cluster(std::make_shared<AdminOptions>(), run);
}

template <int (*run)(const AdminOptions&, Context&)>
Run build_data(CLI::App& app) {
  auto options = std::make_shared<AdminOptions>();
  add_output(app, options->output);
  return for_cluster(options, run);
}

Run build_commit(CLI::App& app) {
  auto options = std::make_shared<AdminOptions>();
  add_yes(app, options->yes);
  return for_cluster(options, run_admin_commit_recovery);
}

Run build_stage(CLI::App&) {
  auto options = std::make_shared<RecoveryOptions>();
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    if (auto status = take_words(words, {"CLUSTER", "BACKUP"}); !status) return std::move(status).error();
    options->cluster = words[0];
    options->backup = words[1];
    return run_admin_stage_recovery(*options, context);
  };
}

Run build_delete(CLI::App& app) {
  auto options = std::make_shared<RecoveryOptions>();
  add_yes(app, options->yes);
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    if (auto status = take_words(words, {"CLUSTER", "TASK_ID,..."}); !status) return std::move(status).error();
    const auto ids = split_list(words[1]);
    if (ids.empty()) return usage("no task is named");
    options->cluster = words[0];
    options->task_ids.insert(ids.begin(), ids.end());
    return run_admin_delete_recovery_tasks(*options, context);
  };
}

}  // namespace

std::vector<Verb> admin_recovery_verbs() {
  return {
      {{"admin",
        "scheduler-backup-now",
        "CLUSTER",
        "make a backup of the scheduler's state",
        {"borealis admin scheduler-backup-now prod"},
        "Makes a backup in the scheduler's backup directory, beside those that it makes by itself."},
       build_plain<run_admin_backup_now>},
      {{"admin",
        "scheduler-list-backups",
        "CLUSTER",
        "list the backups of the scheduler's state",
        {"borealis admin scheduler-list-backups prod"},
        "Prints the name of each backup, a line each."},
       build_data<run_admin_list_backups>},
      {{"admin",
        "scheduler-stage-recovery",
        "CLUSTER BACKUP",
        "load a backup, for looking at it first",
        {"borealis admin scheduler-stage-recovery prod scheduler-backup-2026-03-01-10-00"},
        "Loads a backup beside the scheduler's state, which stays as it is until scheduler-commit-recovery."},
       build_stage},
      {{"admin",
        "scheduler-print-recovery-tasks",
        "CLUSTER",
        "list the active tasks of the staged backup",
        {"borealis admin scheduler-print-recovery-tasks prod",
         "borealis admin scheduler-print-recovery-tasks prod --output json"},
        "Shows the tasks that would be active after scheduler-commit-recovery."},
       build_data<run_admin_print_recovery_tasks>},
      {{"admin",
        "scheduler-delete-recovery-tasks",
        "CLUSTER TASK_ID,...",
        "leave tasks out of the staged backup",
        {"borealis admin scheduler-delete-recovery-tasks prod demo-prod-hello-0-6b0f,demo-prod-hello-1-77aa"},
        "Deletes tasks from the staged backup. Shows them and asks; without a terminal --yes is needed."},
       build_delete},
      {{"admin",
        "scheduler-commit-recovery",
        "CLUSTER",
        "replace the scheduler's state with the staged backup",
        {"borealis admin scheduler-commit-recovery prod"},
        "Replaces all state of the scheduler, which then stops and must be started again. Asks first; without a "
        "terminal --yes is needed."},
       build_commit},
      {{"admin",
        "scheduler-unload-recovery",
        "CLUSTER",
        "forget the staged backup",
        {"borealis admin scheduler-unload-recovery prod"},
        "Forgets the backup that scheduler-stage-recovery loaded."},
       build_plain<run_admin_unload_recovery>},
      {{"admin",
        "scheduler-snapshot",
        "CLUSTER",
        "let the scheduler write a snapshot of its storage",
        {"borealis admin scheduler-snapshot prod"},
        "Writes the scheduler's state to its replicated log in one piece."},
       build_plain<run_admin_snapshot>},
  };
}

}  // namespace borealis::client
