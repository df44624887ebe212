#include <fmt/format.h>

#include <memory>

#include "client/commands/update_options.h"
#include "client/nouns/nouns.h"
#include "client/nouns/options.h"
#include "client/nouns/words.h"
#include "lang/suggest.h"

namespace borealis::client {

namespace {

// KEY [ID]
lang::Result<UpdateTarget> take_target(const Words& words, const std::optional<std::string>& job) {
  const std::size_t before_id = job ? 0 : 1;
  if (words.size() > before_id + 1) return usage(fmt::format("'{}' is one argument too many", words[before_id + 1]));
  if (!job && words.empty()) return usage("the job's KEY is missing");
  auto key = parse_job_key(job ? *job : words[0]);
  if (!key) return std::move(key).error();
  UpdateTarget target{std::move(*key), std::nullopt};
  if (words.size() > before_id) target.id = words[before_id];
  return target;
}

template <class Options>
Run with_target(const std::shared_ptr<Options>& options, const std::shared_ptr<std::optional<std::string>>& job,
                int (*run)(const Options&, Context&)) {
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    auto target = take_target(words, *job);
    if (!target) return std::move(target).error();
    options->target = std::move(*target);
    return run(*options, context);
  };
}

Run build_start(CLI::App& app) {
  auto options = std::make_shared<UpdateStartOptions>();
  add_config_options(app, options->config);
  add_flag(app, "--wait", options->wait, "watch it until it is over");
  add_duration(app, "--timeout", options->timeout, "with --wait: stop watching after this long (30m)");
  add_message(app, options->message, "a message for the update's history");
  add_accepted(app, "--strict");
  add_duration(
      app, "--healthcheck-interval-seconds", [](std::chrono::seconds) {}, "accepted; it has no meaning");
  add_open_browser(app, options->open_browser);
  add_output(app, options->output);
  return with_file_and_instances(options, run_update_start);
}

Run build_verb(CLI::App& app, UpdateVerb verb) {
  auto options = std::make_shared<UpdateVerbOptions>();
  auto job = std::make_shared<std::optional<std::string>>();
  options->verb = verb;
  add_job(app, *job);
  add_option(app, "--message,-m", options->message, "a message for the update's history").type_name("TEXT");
  if (verb == UpdateVerb::abort || verb == UpdateVerb::rollback) add_flag(app, "--yes,-y", options->yes, "don't ask");
  if (verb == UpdateVerb::rollback) {
    add_flag(app, "--wait", options->wait, "watch it until everything is rolled back");
    add_duration(app, "--timeout", options->timeout, "with --wait: stop watching after this long (30m)");
  }
  add_output(app, options->output);
  return with_target(options, job, run_update_verb);
}
Run build_pause(CLI::App& app) {
  return build_verb(app, UpdateVerb::pause);
}
Run build_resume(CLI::App& app) {
  return build_verb(app, UpdateVerb::resume);
}
Run build_abort(CLI::App& app) {
  return build_verb(app, UpdateVerb::abort);
}
Run build_rollback(CLI::App& app) {
  return build_verb(app, UpdateVerb::rollback);
}

Run build_wait(CLI::App& app) {
  auto options = std::make_shared<UpdateWaitOptions>();
  auto job = std::make_shared<std::optional<std::string>>();
  add_job(app, *job);
  add_duration(app, "--timeout", options->timeout, "stop watching after this long (30m); the update goes on");
  add_output(app, options->output);
  return with_target(options, job, run_update_wait);
}

Run build_info(CLI::App& app) {
  auto options = std::make_shared<UpdateInfoOptions>();
  auto job = std::make_shared<std::optional<std::string>>();
  add_job(app, *job);
  add_output(app, options->output);
  return with_target(options, job, run_update_info);
}

Run build_pulse(CLI::App& app) {
  auto options = std::make_shared<UpdatePulseOptions>();
  auto job = std::make_shared<std::optional<std::string>>();
  add_job(app, *job);
  add_output(app, options->output);
  return with_target(options, job, run_update_pulse);
}

void take_status(const std::string& name, std::set<std::string>& statuses) {
  const auto meant = statuses_of(name);
  if (!meant) {
    std::vector<std::string> names(status_groups().begin(), status_groups().end());
    names.insert(names.end(), update_status_names().begin(), update_status_names().end());
    const std::string near = lang::nearest(name, names);
    refuse_value("--status", fmt::format("'{}' is none of {}{}", name, fmt::join(names, ", "),
                                         near.empty() ? "" : fmt::format("; did you mean {}?", near)));
  }
  statuses.insert(meant->begin(), meant->end());
}

Run build_list(CLI::App& app) {
  auto options = std::make_shared<UpdateListOptions>();
  auto job = std::make_shared<std::optional<std::string>>();
  add_job(app, *job);
  add_option_function<std::vector<std::string>>(
      app, "--status",
      [options](const std::vector<std::string>& names) {
        for (const std::string& name : names) take_status(name, options->statuses);
      },
      "only updates in this status; may be repeated. A status's name, or active, inactive, blocked, paused, failed, "
      "succeeded, all")
      .a_word_each()
      .type_name("STATUS");
  add_option(app, "--user", options->user, "only updates that this user started").type_name("USER");
  add_output(app, options->output);
  return with_pattern(options, job, run_update_list);
}

}  // namespace

std::vector<Verb> update_verbs() {
  const std::string key = "devcluster/demo/prod/hello";
  return {
      {{"update",
        "start",
        "[KEY[/INSTANCES]] FILE",
        "start a rolling update",
        {"borealis update start " + key + " hello.aurora",
         "borealis update start " + key + "/0-3 hello.aurora --wait -m 'try it on four'"},
        "Updates the job KEY of FILE to what FILE says, in the steps of its update_config, and returns once the "
        "cluster "
        "has accepted it. A job that is not there yet is created by it. `job deploy` does the same and watches."},
       build_start},
      {{"update",
        "pause",
        "KEY [ID]",
        "pause an update",
        {"borealis update pause " + key},
        "No further instance is begun until `update resume`. Those under way go on."},
       build_pause},
      {{"update",
        "resume",
        "KEY [ID]",
        "let a paused update go on",
        {"borealis update resume " + key},
        "Lets a paused update go on in the direction that it had."},
       build_resume},
      {{"update",
        "abort",
        "KEY [ID]",
        "end an update where it is",
        {"borealis update abort " + key + " -m 'wrong version'"},
        "Ends the update at once. Its instances stay as they are, old and new ones. Asks first; without a terminal "
        "--yes "
        "is needed."},
       build_abort},
      {{"update",
        "rollback",
        "KEY [ID]",
        "roll an update back",
        {"borealis update rollback " + key + " --wait"},
        "Gives each instance that the update has changed its old configuration again. Asks first; without a terminal "
        "--yes is needed. With --wait exit code 0 means that everything is rolled back."},
       build_rollback},
      {{"update",
        "wait",
        "KEY [ID]",
        "watch an update until it is over",
        {"borealis update wait " + key},
        "Follows the update that goes on, the one of that ID, or the last one, and says what it waits for. Exit code "
        "0: "
        "rolled forward, 1: rolled back, failed or aborted, 5: not over in time. Ctrl-C ends the watching, not the "
        "update."},
       build_wait},
      {{"update",
        "list",
        "[KEY]",
        "list updates",
        {"borealis update list devcluster", "borealis update list 'devcluster/demo/prod/h*' --status failed"},
        "Lists the updates of the jobs that match, going on and finished ones, newest first. Parts of KEY may be "
        "patterns; missing parts stand for *."},
       build_list},
      {{"update",
        "info",
        "KEY [ID]",
        "show an update step by step",
        {"borealis update info " + key, "borealis update info " + key + " --output json"},
        "Shows the update that goes on, or the one of that ID: its status, and what happened to it and to each of its "
        "instances."},
       build_info},
      {{"update",
        "pulse",
        "KEY [ID]",
        "say to a coordinated update that all is well",
        {"borealis update pulse " + key},
        "An update whose update_config has pulse_interval_secs goes on only while pulses come. This sends one by "
        "hand."},
       build_pulse},
  };
}

}  // namespace borealis::client
