// What of the administrator's methods there is. (api.md §18, §20)
#include <algorithm>

#include "cluster/api.h"
#include "cluster/api_reply.h"
#include "cluster/caller.h"
#include "cluster/query.h"

namespace borealis::cluster {

api::Response Api::force_task_state(const api::AuroraAdmin_forceTaskState_args& args) {
  if (!args.__isset.status || !api::known(args.status)) return failed("");
  return core_.change([&] {
    if (Task* task = core_.tasks().find(args.taskId)) {
      core_.machine().force(*task, args.status, std::string("Transition forced by ") + Caller::name());
    }
    return done();
  });
}

api::Response Api::prune_tasks(const api::AuroraAdmin_pruneTasks_args& args) {
  api::TaskQuery query = args.query;
  if (query.__isset.statuses && !std::ranges::all_of(query.statuses, [](auto status) { return is_terminal(status); })) {
    return failed("Tasks in non-terminal state cannot be pruned.");
  }
  if (!query.__isset.statuses || query.statuses.empty()) query.__set_statuses(api::terminal_states());
  return core_.change([&] {
    for (const Task* task : find_tasks(core_.tasks(), query)) core_.forget(*task);
    return done();
  });
}

// Everything is in the store at every moment.
api::Response Api::snapshot(const api::AuroraAdmin_snapshot_args&) {
  return done();
}

// The runners are looked after all the time.
api::Response Api::reconcile_implicitly(const api::AuroraAdmin_triggerImplicitTaskReconciliation_args&) {
  return done();
}

api::Response Api::reconcile_explicitly(const api::AuroraAdmin_triggerExplicitTaskReconciliation_args& args) {
  if (args.settings.__isset.batchSize && args.settings.batchSize <= 0) {
    return invalid("Batch size must be greater than zero.");
  }
  return done();
}

}  // namespace borealis::cluster
