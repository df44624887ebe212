#include <fmt/format.h>

#include <memory>

#include "client/commands/commands.h"
#include "client/nouns/job_builds.h"
#include "client/nouns/nouns.h"
#include "client/nouns/options.h"
#include "client/nouns/words.h"

namespace borealis::client {

namespace {

Run build_create(CLI::App& app) {
  auto options = std::make_shared<CreateOptions>();
  add_config_options(app, options->config);
  add_wait_until(app, options->wait_until, options->timeout);
  add_open_browser(app, options->open_browser);
  add_output(app, options->output);
  return with_file(options, FilePlace::last, run_job_create);
}

Run build_inspect(CLI::App& app) {
  auto options = std::make_shared<InspectOptions>();
  add_config_options(app, options->config);
  add_flag(app, "--raw", options->raw, "show the message that the API gets, as JSON with its fields' names");
  add_output(app, options->output);
  return with_file(options, FilePlace::last, run_job_inspect);
}

Run build_status(CLI::App& app) {
  auto options = std::make_shared<StatusOptions>();
  auto job = std::make_shared<std::optional<std::string>>();
  add_job(app, *job);
  add_flag(app, "--all", options->all, "in text: show every ended task too, not only the newest of each instance");
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

}  // namespace

std::vector<Verb> job_verbs() {
  return {
      {{"job",
        "diff",
        "[KEY[/INSTANCES]] FILE",
        "show what a deploy would change",
        {"borealis job diff hello.aurora", "borealis job diff devcluster/demo/prod/hello/0-3 hello.aurora",
         "borealis job diff hello.aurora --out plan.json"},
        "Asks the cluster what deploying the jobs of FILE (or the one named) would change, and shows it field by "
        "field, "
        "with the instances that are added, removed and changed. Exit code 0: nothing, 2: something. --out keeps the "
        "plan for `job deploy --plan`."},
       build_job_diff},
      {{"job",
        "deploy",
        "[KEY[/INSTANCES]] FILE",
        "create or update jobs and watch until they are healthy",
        {"borealis job deploy hello.aurora", "borealis job deploy devcluster/demo/prod/hello hello.aurora --no-wait",
         "borealis job deploy hello.aurora --bind profile.version=7 --timeout 10m",
         "borealis job deploy --plan plan.json"},
        "Compares the jobs of FILE (or the one named) with what runs, shows what will change, creates or updates, and "
        "watches until all instances are healthy or the update has been rolled back. Ctrl-C ends the watching, not the "
        "update. A job with a cron schedule is scheduled. With --plan exactly that plan is carried out, and refused "
        "with exit code 4 when the job has changed since."},
       build_job_deploy},
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
        "add",
        "KEY/INSTANCE COUNT",
        "add instances like one that is there",
        {"borealis job add devcluster/demo/prod/hello/0 2",
         "borealis job add devcluster/demo/prod/hello/0 2 --wait-until RUNNING"},
        "Adds COUNT instances with the configuration of the active INSTANCE. They get the numbers after the highest "
        "active one."},
       build_job_add},
      {{"job",
        "restart",
        "KEY[/INSTANCES]",
        "restart instances, a batch after the other",
        {"borealis job restart devcluster/demo/prod/hello --batch-size 5",
         "borealis job restart devcluster/demo/prod/hello/0-3 --watch-secs 10"},
        "Restarts the instances (without INSTANCES: all active ones) with the configuration they have, and waits until "
        "each batch has run for --watch-secs before the next. Stops with exit code 1 when more instances fail than "
        "--max-total-failures allows. Ctrl-C ends it between two batches."},
       build_job_restart},
      {{"job",
        "open",
        "CLUSTER[/ROLE[/ENV[/JOB]]]",
        "say where the page of a cluster, role or job is",
        {"borealis job open devcluster/demo/prod/hello", "borealis job open devcluster/demo --open-browser"},
        "Prints the address of the page on the cluster's scheduler. With --open-browser, and on a terminal, opens it "
        "in "
        "the program that BROWSER names, else in the desktop's browser."},
       build_job_open},
      {{"job",
        "kill",
        "KEY/INSTANCES",
        "kill some instances of a job",
        {"borealis job kill devcluster/demo/prod/hello/0-2,7", "borealis job kill devcluster/demo/prod/hello/3 --yes"},
        "Kills the instances, a batch after the other, and waits for each batch to end. Asks first; without a terminal "
        "--yes is needed."},
       build_job_kill},
      {{"job",
        "killall",
        "KEY",
        "kill all instances of a job",
        {"borealis job killall devcluster/demo/prod/hello",
         "borealis job killall devcluster/demo/prod/hello --no-batching --yes"},
        "Kills all instances of the job, a batch after the other, and waits for each batch to end. Asks first; without "
        "a "
        "terminal --yes is needed."},
       build_job_killall},
  };
}

}  // namespace borealis::client
