// The verbs of `job` that plan and deploy.
#include <fmt/format.h>

#include <memory>

#include "client/commands/job_options.h"
#include "client/nouns/job_builds.h"
#include "client/nouns/options.h"
#include "client/nouns/words.h"

namespace borealis::client {

Run build_job_diff(CLI::App& app) {
  auto options = std::make_shared<DiffOptions>();
  auto from = std::make_shared<std::optional<std::string>>();
  add_config_options(app, options->config);
  add_option(app, "--from", *from, "compare with what runs under this key instead").type_name("KEY");
  add_option(app, "--out", options->out, "keep the plan in this file, for `job deploy --plan`").type_name("PLAN");
  add_output(app, options->output);
  return [=, run = with_file_and_instances(options, run_job_diff)](const Words& words,
                                                                   Context& context) -> lang::Result<int> {
    if (*from) {
      auto key = parse_job_key(**from);
      if (!key) return std::move(key).error();
      options->from = std::move(*key);
    }
    return run(words, context);
  };
}

Run build_job_deploy(CLI::App& app) {
  auto options = std::make_shared<DeployOptions>();
  auto no_wait = std::make_shared<bool>(false);
  auto no_watch = std::make_shared<bool>(false);
  add_config_options(app, options->config);
  add_option(app, "--plan", options->plan, "carry out this plan of `job diff --out`, exactly").type_name("PLAN");
  add_number(app, "--parallel", options->at_once, 1, "how many jobs may be on their way at the same time (8)");
  add_flag(app, "--no-wait", *no_wait, "return as soon as the cluster has accepted it");
  add_flag(app, "--no-watch-secs", *no_watch,
           "a new job is done when all instances run, not only after watch_secs more");
  add_duration(app, "--timeout", options->timeout, "stop watching a job after this long (30m); its update goes on");
  add_message(app, options->message, "a message for the update's history");
  add_accepted(app, "--yes", "deploying never asks");
  add_open_browser(app, options->open_browser);
  add_output(app, options->output);
  return [=, run = with_file_and_instances(options, run_job_deploy)](const Words& words,
                                                                     Context& context) -> lang::Result<int> {
    options->wait = !*no_wait;
    options->watch_secs = !*no_watch;
    if (!options->plan) return run(words, context);
    if (!words.empty() || options->config.job || !options->config.binds.empty() || options->config.read_json)
      return usage(
          "a plan is carried out as it is: with --plan there is no KEY, no FILE and nothing that changes them");
    return run_job_deploy(*options, context);
  };
}

}  // namespace borealis::client
