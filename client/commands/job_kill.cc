// job kill and job killall. (cli.md §7.4)
#include <algorithm>

#include "client/browser.h"
#include "client/commands/commands.h"
#include "client/hook_options.h"
#include "client/interrupt.h"
#include "client/jobs.h"
#include "client/near_job.h"
#include "client/sla_warning.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

struct Tally {
  Instances killed;
  Instances late;  // still active when the time for their batch was up
  int failures = 0;
};

lang::Result<Instances> active_instances(Engine& engine, const KillOptions& options, Context& context) {
  TaskFilter filter;
  filter.active_only = true;
  auto tasks = engine.tasks(options.job, filter);
  if (!tasks) return std::move(tasks).error();
  if (options.instances) warn_of_sla_policy(*tasks, "killing", context);
  Instances active;
  for (const TaskStatus& task : *tasks) active.push_back(task.instance);
  std::sort(active.begin(), active.end());
  active.erase(std::unique(active.begin(), active.end()), active.end());
  return active;
}

// The instances to kill: those asked for that are active.
lang::Result<Instances> choose(Engine& engine, const KillOptions& options, const Instances& active) {
  const std::string key = options.job.text();
  if (active.empty())
    return lang::Error{lang::ErrorClass::not_found,
                       fmt::format("{} has no active instances", key),
                       near_job_hint(engine, options.job),
                       {}};
  if (!options.instances) return active;
  Instances chosen;
  Instances missing;
  for (const int instance : *options.instances)
    (std::binary_search(active.begin(), active.end(), instance) ? chosen : missing).push_back(instance);
  if (!missing.empty() && (options.strict || chosen.empty()))
    return lang::Error{lang::ErrorClass::not_found,
                       fmt::format("{} has no active instance {}", key, format_instances(missing)),
                       fmt::format("active: {}", format_instances(active)),
                       {}};
  return chosen;
}

// What is killed, and what stands between.
struct Killing {
  Engine& engine;
  const KillOptions& options;
  std::shared_ptr<JobHooks> hooks;
};

lang::Data list_of(const Instances& instances) {
  return lang::Data::List(instances.begin(), instances.end());
}

lang::Status kill_batch(const Killing& killing, const std::optional<Instances>& batch, const Instances& meant,
                        Tally& tally, Context& context) {
  Engine& engine = killing.engine;
  const KillOptions& options = killing.options;
  lang::Data::Map values;
  if (batch) values.entries.push_back({"instances", list_of(*batch)});
  if (options.message) values.entries.push_back({"message", *options.message});
  auto outcome = with_hooks(killing.hooks, "kill_job", values, context,
                            [&] { return engine.kill(options.job, batch, options.message.value_or("")); });
  if (!outcome) return std::move(outcome).error();
  auto left = engine.wait_until_gone(options.job, batch, options.timeout, &interruptible_sleep);
  if (!left) return std::move(left).error();
  if (InterruptScope::requested())
    return lang::Error{lang::ErrorClass::interrupted,
                       fmt::format("no longer waiting for {}", format_instances(meant)),
                       "the kill was asked for and goes on",
                       {}};
  for (const int instance : meant)
    (std::binary_search(left->begin(), left->end(), instance) ? tally.late : tally.killed).push_back(instance);
  if (left->empty()) {
    say(context, fmt::format("killed {}", format_instances(meant)));
  } else {
    ++tally.failures;
    warn(context, fmt::format("{} did not end in time", format_instances(*left)));
  }
  return lang::Unit{};
}

lang::Status kill_all(const Killing& killing, const Instances& chosen, Tally& tally, Context& context) {
  const KillOptions& options = killing.options;
  const InterruptScope interrupts;
  if (!options.batching)
    return kill_batch(killing, options.instances ? std::optional(chosen) : std::nullopt, chosen, tally, context);
  const auto size = static_cast<std::size_t>(options.batch_size);
  for (std::size_t i = 0; i < chosen.size(); i += size) {
    const Instances batch(chosen.begin() + static_cast<long>(i),
                          chosen.begin() + static_cast<long>(std::min(i + size, chosen.size())));
    if (auto status = kill_batch(killing, batch, batch, tally, context); !status) return status;
    if (tally.failures > options.max_total_failures) break;
  }
  return lang::Unit{};
}

void print(const KillOptions& options, const Tally& tally, Context& context) {
  if (options.output == DataFormat::text) {
    context.out.print("{}: killed {}\n", options.job.text(), count_of(tally.killed.size(), "instance"));
    return;
  }
  lang::Data::Map data;
  data.entries.push_back({"job", options.job.text()});
  data.entries.push_back({"killed", list_of(tally.killed)});
  data.entries.push_back({"not_in_time", list_of(tally.late)});
  context.out.write(lang::to_json(data, {2}) + "\n");
}

}  // namespace

int run_job_kill(const KillOptions& options, Context& context) {
  const std::string key = options.job.text();
  const auto what = options.instances ? "instances " + format_instances(*options.instances) : "all instances";
  if (auto status = must_be_able_to_ask(options.yes, fmt::format("killing {} of {}", what, key), context); !status)
    return report(context, status.error());
  auto hooks = load_hooks(options.hooks, options.job, context);
  if (!hooks) return report(context, hooks.error());
  auto engine = connect(options.job.cluster, context);
  if (!engine) return report(context, engine.error());
  auto active = active_instances(**engine, options, context);
  if (!active) return report(context, active.error());
  auto chosen = choose(**engine, options, *active);
  if (!chosen) return report(context, chosen.error());
  if (!go_ahead(options.yes,
                fmt::format("Kill {} of {}: {}?", count_of(chosen->size(), "instance"), key, format_instances(*chosen)),
                context))
    return 0;
  Tally tally;
  if (auto status = kill_all({**engine, options, std::move(*hooks)}, *chosen, tally, context); !status) {
    if (!tally.killed.empty() || !tally.late.empty()) print(options, tally, context);
    return report(context, status.error());
  }
  print(options, tally, context);
  if (options.open_browser) open_page(options.job.cluster, job_path(options.job), context);
  if (tally.failures == 0) return 0;
  return report(context, {lang::ErrorClass::unreachable,
                          fmt::format("{} of {} did not end in time", count_of(tally.late.size(), "instance"), key),
                          "the kill was asked for and goes on",
                          {}});
}

}  // namespace borealis::client
