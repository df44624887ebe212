// Backups and recovery. (api.md §20)
#include "cluster/api.h"
#include "cluster/api_reply.h"
#include "cluster/query.h"

namespace borealis::cluster {

namespace {

constexpr const char* kNothingLoaded = "No backup loaded.";

api::Response outcome(const lang::Status& status) {
  return status ? done() : failed(status.error().message);
}

}  // namespace

api::Response Api::perform_backup(const api::AuroraAdmin_performBackup_args&) {
  return core_.read([&] { return outcome(recovery_.back_up()); });
}

api::Response Api::list_backups(const api::AuroraAdmin_listBackups_args&) {
  return core_.read([&] {
    api::ListBackupsResult found;
    found.__set_backups(recovery_.list());
    api::Result result;
    result.__set_listBackupsResult(found);
    return done(result);
  });
}

api::Response Api::stage_recovery(const api::AuroraAdmin_stageRecovery_args& args) {
  return core_.read([&] { return outcome(recovery_.stage(args.backupId)); });
}

api::Response Api::query_recovery(const api::AuroraAdmin_queryRecovery_args& args) {
  return core_.read([&] {
    Core* staged = recovery_.staged();
    if (staged == nullptr) return failed(kNothingLoaded);
    api::QueryRecoveryResult found;
    for (const Task* task : find_tasks(staged->tasks(), args.query)) {
      found.tasks.insert(scheduled_task(*task, core_.settings()));
    }
    found.__isset.tasks = true;
    api::Result result;
    result.__set_queryRecoveryResult(found);
    return done(result);
  });
}

api::Response Api::delete_recovery_tasks(const api::AuroraAdmin_deleteRecoveryTasks_args& args) {
  return core_.read([&] {
    Core* staged = recovery_.staged();
    if (staged == nullptr) return failed(kNothingLoaded);
    staged->change([&] {
      for (const Task* task : find_tasks(staged->tasks(), args.query)) staged->machine().prune(task->id);
    });
    return done();
  });
}

api::Response Api::commit_recovery(const api::AuroraAdmin_commitRecovery_args&) {
  return core_.read([&] {
    if (recovery_.staged() == nullptr) return failed(kNothingLoaded);
    const lang::Status committed = recovery_.commit();
    if (committed) on_replaced();
    return outcome(committed);
  });
}

api::Response Api::unload_recovery(const api::AuroraAdmin_unloadRecovery_args&) {
  return core_.read([&] {
    recovery_.unload();
    return done();
  });
}

}  // namespace borealis::cluster
