// The verbs of `job` that change instances: add, restart, kill, killall; and open.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>

#include "client/commands/commands.h"
#include "client/commands/job_options.h"
#include "client/nouns/job_builds.h"
#include "client/nouns/options.h"
#include "client/nouns/words.h"

namespace borealis::client {

namespace {

void add_kill_options(CLI::App& app, KillOptions& options) {
  add_number(app, "--batch-size", options.batch_size, 1, "instances to kill at a time (1)");
  add_number(app, "--max-total-failures", options.max_total_failures, 0,
             "go on while at most so many batches don't end in time (0)");
  add_flag(app, "--no-batching{false}", options.batching, "kill all at once");
  add_duration(app, "--timeout", options.timeout, "how long a batch may take to end (254 s)");
  add_message(app, options.message, "a message for the tasks' history");
  add_hook_options(app, options.hooks);
  add_flag(app, "--yes,-y", options.yes, "don't ask");
  add_open_browser(app, options.open_browser);
  add_output(app, options.output);
}

lang::Result<int> count_of_words(const std::string& text) {
  int count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || end != text.data() + text.size() || count < 1 || count > 1'000'000)
    return usage(fmt::format("'{}' is no number of instances to add", text), "it is at least 1");
  return count;
}

}  // namespace

Run build_job_kill(CLI::App& app) {
  auto options = std::make_shared<KillOptions>();
  auto job = std::make_shared<std::optional<std::string>>();
  add_job(app, *job);
  add_kill_options(app, *options);
  add_flag(app, "--strict", options->strict, "refuse when one of the instances isn't active");
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

Run build_job_killall(CLI::App& app) {
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

Run build_job_add(CLI::App& app) {
  auto options = std::make_shared<AddOptions>();
  add_wait_until(app, options->wait_until, options->timeout);
  add_hook_options(app, options->hooks);
  add_open_browser(app, options->open_browser);
  add_output(app, options->output);
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    if (words.size() != 2) return usage("the arguments are KEY/INSTANCE and COUNT");
    auto key = parse_instance_key(words[0]);
    if (!key) return std::move(key).error();
    auto count = count_of_words(words[1]);
    if (!count) return std::move(count).error();
    options->job = key->job;
    options->like_instance = key->instance;
    options->count = *count;
    return run_job_add(*options, context);
  };
}

Run build_job_restart(CLI::App& app) {
  auto options = std::make_shared<RestartOptions>();
  auto job = std::make_shared<std::optional<std::string>>();
  add_job(app, *job);
  add_number(app, "--batch-size", options->batch_size, 1, "instances to restart at a time (1)");
  add_number(app, "--max-total-failures", options->max_total_failures, 0,
             "go on while at most so many instances fail for good (0)");
  add_number(app, "--max-per-instance-failures", options->max_per_instance_failures, 0,
             "how often an instance is tried again (0)");
  add_duration(app, "--watch-secs", options->watch, "how long an instance must run to be healthy (30)");
  add_duration(
      app, "--healthcheck-interval-seconds",
      [options](std::chrono::seconds interval) { options->interval = std::max(interval, std::chrono::seconds(1)); },
      "how often the cluster is asked (3)");
  add_duration(app, "--timeout", options->timeout, "how long a batch may take to be healthy (30m)");
  add_flag(app, "--strict", options->strict, "refuse when one of the instances isn't active");
  add_accepted(app, "--force");
  add_hook_options(app, options->hooks);
  add_open_browser(app, options->open_browser);
  add_output(app, options->output);
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    auto text = take_one(words, *job, "KEY[/INSTANCES]");
    if (!text) return std::move(text).error();
    auto key = parse_instances_key(*text);
    if (!key) return std::move(key).error();
    options->job = key->job;
    options->instances = key->instances;
    return run_job_restart(*options, context);
  };
}

Run build_job_open(CLI::App& app) {
  auto options = std::make_shared<OpenOptions>();
  auto job = std::make_shared<std::optional<std::string>>();
  add_job(app, *job);
  add_flag(app, "--open-browser", options->open_browser, "on a terminal: open it in a browser");
  add_output(app, options->output);
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    auto text = take_one(words, *job, "CLUSTER[/ROLE[/ENV[/JOB]]]");
    if (!text) return std::move(text).error();
    auto pattern = parse_job_pattern(*text);
    if (!pattern) return std::move(pattern).error();
    if (text->find_first_of("*?[") != std::string::npos)
      return usage(fmt::format("'{}' is a pattern, and a page has one name", *text));
    const auto slash = text->find('/');
    options->cluster = text->substr(0, slash);
    if (slash != std::string::npos) options->path = text->substr(slash + 1);
    return run_job_open(*options, context);
  };
}

}  // namespace borealis::client
