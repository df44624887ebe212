#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "client/commands/commands.h"
#include "client/nouns/nouns.h"
#include "client/nouns/options.h"
#include "client/nouns/words.h"

namespace borealis::client {

namespace {

Run build_deploy(CLI::App& app) {
  auto options = std::make_shared<DeployOptions>();
  auto no_wait = std::make_shared<bool>(false);
  auto no_watch = std::make_shared<bool>(false);
  auto yes = std::make_shared<bool>(false);
  add_config_options(app, options->config);
  app.add_flag("--no-wait", *no_wait, "return as soon as the cluster has accepted it");
  app.add_flag("--no-watch-secs", *no_watch,
               "a new job is done when all instances run, not only after watch_secs more");
  add_duration(app, "--timeout", options->timeout, "stop watching after this long (30m); the update goes on");
  app.add_option("--message,-m", options->message, "a message for the update's history")->type_name("TEXT");
  app.add_flag("--yes", *yes, "accepted; deploying never asks");
  add_output(app, options->output);
  return [=, run = with_file(options, FilePlace::last, run_job_deploy)](const Words& words, Context& context) {
    options->wait = !*no_wait;
    options->watch_secs = !*no_watch;
    return run(words, context);
  };
}

Run build_create(CLI::App& app) {
  auto options = std::make_shared<CreateOptions>();
  add_config_options(app, options->config);
  app.add_option_function<std::string>(
         "--wait-until",
         [options](const std::string& state) {
           options->wait_until = state == "RUNNING"    ? WaitUntil::running
                                 : state == "FINISHED" ? WaitUntil::finished
                                                       : WaitUntil::pending;
         },
         "the state to wait for: PENDING (the default: don't wait), RUNNING or FINISHED")
      ->check(one_of({"PENDING", "RUNNING", "FINISHED"}))
      ->type_name("STATE");
  add_duration(app, "--timeout", options->timeout, "stop waiting after this long (30m)");
  add_output(app, options->output);
  return with_file(options, FilePlace::last, run_job_create);
}

Run build_inspect(CLI::App& app) {
  auto options = std::make_shared<InspectOptions>();
  add_config_options(app, options->config);
  add_output(app, options->output);
  return with_file(options, FilePlace::last, run_job_inspect);
}

Run build_status(CLI::App& app) {
  auto options = std::make_shared<StatusOptions>();
  auto job = std::make_shared<std::optional<std::string>>();
  add_job(app, *job);
  app.add_flag("--all", options->all, "in text: show every ended task too, not only the newest of each instance");
  add_output(app, options->output);
  return with_pattern(options, job, run_job_status);
}

Run build_job_list(CLI::App& app) {
  auto options = std::make_shared<ListJobsOptions>();
  auto job = std::make_shared<std::optional<std::string>>();
  add_job(app, *job);
  add_output(app, options->output);
  return with_pattern(options, job, run_job_list);
}

void add_kill_options(CLI::App& app, KillOptions& options) {
  app.add_option("--batch-size", options.batch_size, "instances to kill at a time (1)")
      ->check(CLI::Range(1, 1'000'000))
      ->type_name("N");
  app.add_option("--max-total-failures", options.max_total_failures,
                 "go on while at most so many batches don't end in time (0)")
      ->check(CLI::Range(0, 1'000'000))
      ->type_name("N");
  app.add_flag("--no-batching{false}", options.batching, "kill all at once");
  add_duration(app, "--timeout", options.timeout, "how long a batch may take to end (254 s)");
  app.add_option("--message,-m", options.message, "a message for the tasks' history")->type_name("TEXT");
  app.add_flag("--yes,-y", options.yes, "don't ask");
  add_output(app, options.output);
}

Run build_kill(CLI::App& app) {
  auto options = std::make_shared<KillOptions>();
  auto job = std::make_shared<std::optional<std::string>>();
  add_job(app, *job);
  add_kill_options(app, *options);
  app.add_flag("--strict", options->strict, "refuse when one of the instances isn't active");
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    auto text = take_one(words, *job, "KEY/INSTANCES");
    if (!text) return std::move(text).error();
    auto key = parse_instances_key(*text);
    if (!key) return std::move(key).error();
    if (!key->instances)
      return usage("which instances to kill is not said",
                   fmt::format("`borealis job kill {0}/0-2` kills three of them, `borealis job killall {0}` all",
                               key->job.text()));
    options->job = key->job;
    options->instances = key->instances;
    return run_job_kill(*options, context);
  };
}

Run build_killall(CLI::App& app) {
  auto options = std::make_shared<KillOptions>();
  auto job = std::make_shared<std::optional<std::string>>();
  add_job(app, *job);
  add_kill_options(app, *options);
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    auto text = take_one(words, *job, "the job's KEY");
    if (!text) return std::move(text).error();
    auto key = parse_job_key(*text);
    if (!key) return std::move(key).error();
    options->job = *key;
    return run_job_kill(*options, context);
  };
}

}  // namespace

std::vector<Verb> job_verbs() {
  return {
      {{"job",
        "deploy",
        "[JOBKEY] FILE",
        "create or update jobs and watch until they are healthy",
        {"borealis job deploy hello.aurora", "borealis job deploy devcluster/demo/prod/hello hello.aurora --no-wait",
         "borealis job deploy hello.aurora --bind profile.version=7 --timeout 10m"},
        "Compares the jobs of FILE (or the one named) with what runs, shows what will change, creates or updates, and "
        "watches until all instances are healthy or the update has been rolled back. Ctrl-C ends the watching, not the "
        "update. A job with a cron schedule is scheduled."},
       build_deploy},
      {{"job",
        "create",
        "KEY FILE",
        "create a new job",
        {"borealis job create devcluster/demo/prod/hello hello.aurora",
         "borealis job create devcluster/demo/prod/hello hello.aurora --wait-until RUNNING"},
        "Creates the job KEY of FILE. A job of that key whose tasks are active is a conflict (exit code 4); `job "
        "deploy` "
        "updates it."},
       build_create},
      {{"job",
        "status",
        "[KEY]",
        "show the instances of jobs",
        {"borealis job status devcluster/demo/prod/hello", "borealis job status 'devcluster/demo/*'",
         "borealis job status devcluster/demo/prod/hello --output json"},
        "Shows each instance of the job with its state, host and ports. Parts of KEY may be patterns with *, ? and "
        "[abc]; "
        "missing parts stand for *, and without KEY all jobs of all known clusters are shown."},
       build_status},
      {{"job",
        "list",
        "[KEY]",
        "list the keys of jobs on a cluster",
        {"borealis job list devcluster", "borealis job list 'devcluster/demo/prod/h*' --output json"},
        "Prints the keys of the jobs that match, a line each. Parts of KEY may be patterns; missing parts stand for "
        "*."},
       build_job_list},
      {{"job",
        "inspect",
        "KEY FILE",
        "show a job of a file for people",
        {"borealis job inspect devcluster/demo/prod/hello hello.aurora",
         "borealis job inspect hello.aurora --output json"},
        "Shows the job KEY of FILE as it would be sent: what it is, its constraints, its processes and their order. No "
        "cluster is asked."},
       build_inspect},
      {{"job",
        "kill",
        "KEY/INSTANCES",
        "kill some instances of a job",
        {"borealis job kill devcluster/demo/prod/hello/0-2,7", "borealis job kill devcluster/demo/prod/hello/3 --yes"},
        "Kills the instances, a batch after the other, and waits for each batch to end. Asks first; without a terminal "
        "--yes is needed."},
       build_kill},
      {{"job",
        "killall",
        "KEY",
        "kill all instances of a job",
        {"borealis job killall devcluster/demo/prod/hello",
         "borealis job killall devcluster/demo/prod/hello --no-batching --yes"},
        "Kills all instances of the job, a batch after the other, and waits for each batch to end. Asks first; without "
        "a "
        "terminal --yes is needed."},
       build_killall},
  };
}

}  // namespace borealis::client
