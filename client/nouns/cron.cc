#include <fmt/format.h>

#include <memory>

#include "client/commands/cron.h"
#include "client/nouns/operations.h"
#include "client/nouns/options.h"
#include "client/nouns/words.h"

namespace borealis::client {

namespace {

Run build_schedule(CLI::App& app) {
  auto options = std::make_shared<CronScheduleOptions>();
  add_config_options(app, options->config);
  add_output(app, options->output);
  return with_file(options, FilePlace::last, run_cron_schedule);
}

// A verb for one job of a cluster.
template <int (*run)(const CronJobOptions&, Context&)>
Run build_for_job(CLI::App& app) {
  auto options = std::make_shared<CronJobOptions>();
  auto job = std::make_shared<std::optional<std::string>>();
  add_job(app, *job);
  if (run == run_cron_start) {
    add_hook_options(app, options->hooks);
    add_open_browser(app, options->open_browser);
  }
  add_output(app, options->output);
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    auto text = take_one(words, *job, "the job's KEY");
    if (!text) return std::move(text).error();
    auto key = parse_job_key(*text);
    if (!key) return std::move(key).error();
    options->job = std::move(*key);
    return run(*options, context);
  };
}

Run build_show(CLI::App& app) {
  auto options = std::make_shared<CronShowOptions>();
  auto job = std::make_shared<std::optional<std::string>>();
  add_job(app, *job);
  add_output(app, options->output);
  return with_pattern(options, job, run_cron_show);
}

}  // namespace

std::vector<Verb> cron_verbs() {
  return {
      {{"cron",
        "schedule",
        "[JOBKEY] FILE",
        "schedule a job, or replace its schedule and configuration",
        {"borealis cron schedule devcluster/demo/prod/nightly nightly.aurora",
         "borealis cron schedule nightly.aurora --bind profile.version=7"},
        "Schedules the job of FILE, which has a cron_schedule, and shows what changes. A job that is scheduled already "
        "gets the new schedule and configuration from its next run on; what runs goes on. Nothing is started now."},
       build_schedule},
      {{"cron",
        "deschedule",
        "KEY",
        "end a job's schedule",
        {"borealis cron deschedule devcluster/demo/prod/nightly"},
        "Ends the schedule of the job. A run that is under way goes on; `job killall` ends it. Exit code 6 when the "
        "job "
        "is not scheduled."},
       build_for_job<run_cron_deschedule>},
      {{"cron",
        "start",
        "KEY",
        "start a run of a cron job now",
        {"borealis cron start devcluster/demo/prod/nightly",
         "borealis cron start devcluster/demo/prod/nightly --config nightly.aurora"},
        "Starts a run now, as the schedule would. When the job still runs, its cron_collision_policy decides: "
        "KILL_EXISTING ends that run first, CANCEL_NEW keeps it and starts nothing."},
       build_for_job<run_cron_start>},
      {{"cron",
        "show",
        "[KEY]",
        "show the schedules of jobs",
        {"borealis cron show devcluster/demo/prod/nightly", "borealis cron show 'devcluster/demo/*' --output json"},
        "Shows schedule, collision policy, instances and the next run of each cron job that matches. Parts of KEY may "
        "be "
        "patterns; missing parts stand for *. Exit code 6 when a job named in full is not scheduled."},
       build_show},
  };
}

}  // namespace borealis::client
