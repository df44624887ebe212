
#include "client/nouns/admin_words.h"
#include "client/nouns/operations.h"

namespace borealis::client {

namespace {

Run build_query(CLI::App& app) {
  auto options = std::make_shared<AdminQueryOptions>();
  auto shards = std::make_shared<std::string>();
  auto states = std::make_shared<std::string>("RUNNING");
  add_flag(app, "--force", options->force, "ask even when the answer may be large");
  add_option(app, "--shards", *shards, "only these instances: 0,2-4").type_name("INSTANCES");
  add_option(app, "--states", *states, "only tasks in these states, with commas between (RUNNING)").type_name("LIST");
  add_option(app, "--listformat,-l", options->format,
             "the line for each task, with %FIELD% for its parts (%role%/%name%/%instanceId% %status%)")
      .type_name("FORMAT");
  add_output(app, options->output);
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    if (words.empty() || words.size() > 3)
      return usage(words.empty() ? "CLUSTER is missing" : fmt::format("'{}' is one argument too many", words[3]),
                   "the arguments are CLUSTER [ROLE [JOB]]");
    options->cluster = words[0];
    if (words.size() > 1) options->search.role = words[1];
    if (words.size() > 2) options->search.job = words[2];
    auto wanted = parse_states(*states);
    if (!wanted) return std::move(wanted).error();
    options->search.states = std::move(*wanted);
    if (!shards->empty()) {
      auto instances = parse_instances(*shards);
      if (!instances) return std::move(instances).error();
      options->search.instances = std::move(*instances);
    }
    return run_admin_query(*options, context);
  };
}

Run build_prune(CLI::App& app) {
  auto options = std::make_shared<PruneOptions>();
  auto states = std::make_shared<std::string>();
  add_option(app, "--states", *states, "only tasks that ended in these states: FINISHED, FAILED, KILLED, LOST")
      .type_name("LIST");
  add_option(app, "--role", options->search.role, "only tasks of this role").type_name("ROLE");
  add_option(app, "--env", options->search.environment, "only tasks of this environment").type_name("ENV");
  add_option(app, "--limit", options->search.limit, "at most so many tasks").range(1, 1'000'000'000).type_name("N");
  add_yes(app, options->yes);
  add_output(app, options->output);
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    auto wanted = parse_states(*states);
    if (!wanted) return std::move(wanted).error();
    for (const std::string& state : *wanted) {
      if (!is_terminal_state(state))
        return usage(fmt::format("tasks in {} have not ended", state), "only ended tasks can be pruned");
    }
    options->search.states = std::move(*wanted);
    return for_cluster(options, run_admin_prune_tasks)(words, context);
  };
}

Run build_force_state(CLI::App& app) {
  auto options = std::make_shared<ForceStateOptions>();
  add_yes(app, options->yes);
  add_output(app, options->output);
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    if (auto status = take_words(words, {"CLUSTER", "TASK_ID", "STATE"}); !status) return std::move(status).error();
    auto states = parse_states(words[2]);
    if (!states) return std::move(states).error();
    if (states->size() != 1) return usage("one STATE is wanted");
    options->cluster = words[0];
    options->task_id = words[1];
    options->state = *states->begin();
    return run_admin_force_task_state(*options, context);
  };
}

Run build_reconcile(CLI::App& app) {
  auto options = std::make_shared<ReconcileOptions>();
  add_option_function<std::string>(
      app, "--type,-t", [options](const std::string& type) { options->implicit = type == "implicit"; },
      "explicit (the default) asks for each known task, implicit for all that the hosts know")
      .one_of({"explicit", "implicit"})
      .type_name("TYPE");
  add_option(app, "--batch-size,-b", options->batch_size, "explicit: tasks to ask for at a time (the scheduler's own)")
      .range(1, 1'000'000'000)
      .type_name("N");
  return for_cluster(options, run_admin_reconcile_tasks);
}

}  // namespace

std::vector<Verb> admin_task_verbs() {
  return {
      {{"admin",
        "query",
        "CLUSTER [ROLE [JOB]]",
        "list tasks of a cluster",
        {"borealis admin query devcluster demo hello",
         "borealis admin query devcluster demo hello -l '%taskId% %slaveHost%'",
         "borealis admin query devcluster --states FAILED,LOST --force --output json"},
        "Prints a line for each task. A query without a role or a job, or for tasks that have ended, may be expensive "
        "for the scheduler and needs --force. A FORMAT may name every field of a task by its API name; a wrong one is "
        "answered with the list."},
       build_query},
      {{"admin",
        "prune-tasks",
        "CLUSTER",
        "delete the history of ended tasks",
        {"borealis admin prune-tasks devcluster --role demo",
         "borealis admin prune-tasks devcluster --states FAILED,LOST --limit 1000 --yes"},
        "Shows how many ended tasks of which jobs are meant, asks, and deletes them for good. Without a terminal --yes "
        "is needed."},
       build_prune},
      {{"admin",
        "force-task-state",
        "CLUSTER TASK_ID STATE",
        "make the scheduler believe that a task is in a state",
        {"borealis admin force-task-state devcluster demo-prod-hello-0-6b0f LOST"},
        "For tasks whose host can't be asked any more. Asks first; without a terminal --yes is needed. Exit code 1 "
        "when "
        "the scheduler refused the transition."},
       build_force_state},
      {{"admin",
        "reconcile-tasks",
        "CLUSTER",
        "let the scheduler compare its tasks with the hosts'",
        {"borealis admin reconcile-tasks devcluster", "borealis admin reconcile-tasks devcluster -t implicit"},
        "Triggers a reconciliation and returns at once."},
       build_reconcile},
  };
}

}  // namespace borealis::client
