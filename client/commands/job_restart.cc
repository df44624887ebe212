// job restart: a batch after the other, each watched until it is healthy. (cli.md §7.8)
#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "client/browser.h"
#include "client/commands/job_options.h"
#include "client/hook_options.h"
#include "client/interrupt.h"
#include "client/jobs.h"
#include "client/near_job.h"
#include "client/restart.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

struct Tally {
  Instances restarted;
  Instances failed;   // given up
  Instances waiting;  // never begun, or not ended when it was over
  bool too_many = false;
};

class RollingRestart {
 public:
  RollingRestart(Engine& engine, const RestartOptions& options, Context& context)
      : engine_(engine), options_(options), context_(context) {}

  lang::Status run(const Instances& chosen) {
    waiting_.assign(chosen.begin(), chosen.end());
    const InterruptScope interrupts;
    while (!waiting_.empty() && !tally_.too_many) {
      if (auto status = batch(); !status) return status;
    }
    return lang::Unit{};
  }

  Tally tally() {
    Tally all = tally_;
    all.waiting.insert(all.waiting.end(), waiting_.begin(), waiting_.end());
    for (Instances* list : {&all.restarted, &all.failed, &all.waiting}) std::sort(list->begin(), list->end());
    return all;
  }

 private:
  lang::Result<std::vector<TaskStatus>> tasks_of(const Instances& instances) {
    TaskFilter filter;
    filter.instances = instances;
    return engine_.tasks(options_.job, filter);
  }

  lang::Status batch() {
    Instances instances;
    for (int i = 0; i < options_.batch_size && !waiting_.empty(); ++i) {
      instances.push_back(waiting_.front());
      waiting_.pop_front();
    }
    std::sort(instances.begin(), instances.end());
    auto before = tasks_of(instances);
    if (!before) return stop(instances, std::move(before).error());
    if (auto status = engine_.restart(options_.job, instances); !status) return stop(instances, status.error());
    say(context_, fmt::format("restarting {}", format_instances(instances)));
    RestartBatch batch(instances, *before, options_.watch);
    if (auto status = watch(batch); !status) return status;
    if (!batch.healthy().empty()) say(context_, fmt::format("healthy: {}", format_instances(batch.healthy())));
    tally_.restarted.insert(tally_.restarted.end(), batch.healthy().begin(), batch.healthy().end());
    count_failures(batch.failed());
    return lang::Unit{};
  }

  lang::Status stop(const Instances& instances, lang::Error error) {
    tally_.waiting.insert(tally_.waiting.end(), instances.begin(), instances.end());
    return error;
  }

  lang::Status watch(RestartBatch& batch) {
    const auto end = std::chrono::steady_clock::now() + options_.timeout;
    while (true) {
      auto tasks = tasks_of(batch.open());
      if (!tasks) return stop(batch.open(), std::move(tasks).error());
      const auto now = std::chrono::steady_clock::now();
      batch.look(*tasks, now);
      if (batch.ended()) return lang::Unit{};
      const std::string open = format_instances(batch.open());
      if (now >= end)
        return stop(batch.open(), {lang::ErrorClass::unreachable,
                                   fmt::format("{} of {} did not become healthy in time", open, options_.job.text()),
                                   fmt::format("`borealis job status {}` says how they stand", options_.job.text()),
                                   {}});
      if (!interruptible_sleep(options_.interval))
        return stop(batch.open(), {lang::ErrorClass::interrupted,
                                   fmt::format("no longer waiting for {}, whose restart goes on", open),
                                   how_to_go_on(),
                                   {}});
    }
  }

  // How to restart what was not begun; empty when all was.
  std::string how_to_go_on() const {
    if (waiting_.empty()) return {};
    Instances left(waiting_.begin(), waiting_.end());
    std::sort(left.begin(), left.end());
    return fmt::format("go on with `borealis job restart {}/{}`", options_.job.text(), format_instances(left));
  }

  // An instance that failed comes again at the end, until it has failed too often.
  void count_failures(const Instances& failed) {
    for (const int instance : failed) {
      const bool over = ++failures_[instance] > options_.max_per_instance_failures;
      warn(context_,
           fmt::format("instance {} failed after its restart{}", instance, over ? "" : "; it is tried again"));
      if (over) {
        tally_.failed.push_back(instance);
      } else {
        waiting_.push_back(instance);
      }
    }
    tally_.too_many = static_cast<int>(tally_.failed.size()) > options_.max_total_failures;
  }

  Engine& engine_;
  const RestartOptions& options_;
  Context& context_;
  std::deque<int> waiting_;
  std::map<int, int> failures_;
  Tally tally_;
};

lang::Result<Instances> choose(Engine& engine, const RestartOptions& options) {
  TaskFilter filter;
  filter.active_only = true;
  auto tasks = engine.tasks(options.job, filter);
  if (!tasks) return std::move(tasks).error();
  std::set<int> active;
  for (const TaskStatus& task : *tasks) active.insert(task.instance);
  if (!options.instances) return Instances(active.begin(), active.end());
  Instances missing;
  Instances chosen;
  for (const int instance : *options.instances) (active.contains(instance) ? chosen : missing).push_back(instance);
  if (!missing.empty() && (options.strict || chosen.empty()))
    return lang::Error{lang::ErrorClass::not_found,
                       fmt::format("{} has no active instance {}", options.job.text(), format_instances(missing)),
                       active.empty() ? near_job_hint(engine, options.job)
                                      : "active: " + format_instances({active.begin(), active.end()}),
                       {}};
  return chosen;
}

void print(const RestartOptions& options, const Tally& tally, Context& context) {
  if (options.output == DataFormat::text) {
    context.out.print("{}: restarted {}\n", options.job.text(), count_of(tally.restarted.size(), "instance"));
    return;
  }
  const auto list = [](const Instances& instances) {
    return lang::Data(lang::Data::List(instances.begin(), instances.end()));
  };
  lang::Data::Map data;
  data.entries.push_back({"job", options.job.text()});
  data.entries.push_back({"restarted", list(tally.restarted)});
  data.entries.push_back({"failed", list(tally.failed)});
  data.entries.push_back({"not_restarted", list(tally.waiting)});
  context.out.write(lang::to_json(data, {2}) + "\n");
}

// The arguments of the call `restart` of hooks. (cli.md §2.1)
lang::Data::Map values_of(const RestartOptions& options, const Instances& chosen) {
  lang::Data::Map settings;
  settings.entries.push_back({"batch_size", options.batch_size});
  settings.entries.push_back({"watch_secs", static_cast<std::int64_t>(options.watch.count())});
  settings.entries.push_back({"max_per_instance_failures", options.max_per_instance_failures});
  settings.entries.push_back({"max_total_failures", options.max_total_failures});
  settings.entries.push_back({"health_check_interval_seconds", static_cast<std::int64_t>(options.interval.count())});
  lang::Data::Map values;
  values.entries.push_back({"shards", lang::Data::List(chosen.begin(), chosen.end())});
  values.entries.push_back({"restart_settings", std::move(settings)});
  return values;
}

lang::Error too_many_failures(const RestartOptions& options, const Tally& tally) {
  std::string rest = tally.waiting.empty() ? "" : fmt::format("; not restarted: {}", format_instances(tally.waiting));
  return {lang::ErrorClass::findings,
          fmt::format("{} of {} failed after the restart{}", format_instances(tally.failed), options.job.text(), rest),
          fmt::format("`borealis job status {}` says why", options.job.text()),
          {}};
}

}  // namespace

int run_job_restart(const RestartOptions& options, Context& context) {
  auto hooks = load_hooks(options.hooks, options.job, context);
  if (!hooks) return report(context, hooks.error());
  auto engine = connect(options.job.cluster, context);
  if (!engine) return report(context, engine.error());
  auto chosen = choose(**engine, options);
  if (!chosen) return report(context, chosen.error());
  if (chosen->empty()) {
    const std::string hint = near_job_hint(**engine, options.job);
    say(context, fmt::format("{} has no active instances: nothing to do{}", options.job.text(),
                             hint.empty() ? "" : " (" + hint + ")"));
  }
  RollingRestart restart(**engine, options, context);
  bool begun = false;
  const lang::Status status =
      with_hooks(*hooks, "restart", values_of(options, *chosen), context, [&]() -> lang::Status {
        begun = true;
        if (auto run = restart.run(*chosen); !run) return run;
        const Tally tally = restart.tally();
        if (tally.too_many) return too_many_failures(options, tally);
        return lang::Unit{};
      });
  if (!begun) return report(context, status.error());
  print(options, restart.tally(), context);
  if (options.open_browser) open_page(options.job.cluster, job_path(options.job), context);
  return status ? 0 : report(context, status.error());
}

}  // namespace borealis::client
