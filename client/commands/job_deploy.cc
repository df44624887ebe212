// job deploy: plan, show, create or update, watch.
#include <algorithm>
#include <map>

#include "client/commands/commands.h"
#include "client/failures.h"
#include "client/interrupt.h"
#include "client/jobs.h"
#include "client/plan_text.h"
#include "client/progress.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

// The jobs of one cluster on their way.
struct Fleet {
  Cluster cluster;
  std::unique_ptr<Engine> engine;
  std::vector<JobPlan> plans;
  std::vector<Handle> handles;
  std::vector<WatchOutcome> outcomes;
};
using Fleets = std::vector<Fleet>;

lang::Result<Fleets> plan_all(const std::vector<LoadedJob>& jobs, Context& context) {
  Fleets fleets;
  for (const LoadedJob& job : jobs) {
    const std::string& name = job.draft.job.cluster;
    auto fleet = std::find_if(fleets.begin(), fleets.end(), [&](const Fleet& f) { return f.cluster.name == name; });
    if (fleet == fleets.end()) {
      auto cluster = find_cluster(context, name);
      if (!cluster) return std::move(cluster).error();
      auto engine = connect(name, context);
      if (!engine) return std::move(engine).error();
      fleets.push_back({std::move(*cluster), std::move(*engine), {}, {}, {}});
      fleet = fleets.end() - 1;
    }
    auto plan = fleet->engine->plan(job.draft);
    if (!plan) return std::move(plan).error();
    fleet->plans.push_back(std::move(*plan));
  }
  return fleets;
}

void show_plans(const Fleets& fleets, Context& context) {
  for (const Fleet& fleet : fleets) {
    for (const JobPlan& plan : fleet.plans) context.err.write(plan_text(plan, context.err_style()));
  }
}

// What was sent already when something after it failed.
void say_what_was_sent(const Fleets& fleets, Context& context) {
  for (const Fleet& fleet : fleets) {
    for (const Handle& handle : fleet.handles)
      say(context, fmt::format("{}: {} was accepted before", handle.key.text(), action_name(handle.action)));
  }
}

lang::Status apply_all(Fleets& fleets, const ApplyOptions& options, Context& context) {
  for (Fleet& fleet : fleets) {
    for (const JobPlan& plan : fleet.plans) {
      if (!plan.changes()) continue;
      auto handle = fleet.engine->apply(plan, options);
      if (!handle) {
        say_what_was_sent(fleets, context);
        return std::move(handle).error();
      }
      fleet.handles.push_back(std::move(*handle));
    }
  }
  return lang::Unit{};
}

void show_outcome(const Fleet& fleet, const Handle& handle, const WatchOutcome& outcome, Context& context) {
  const std::string key = outcome.key.text();
  const Style style = context.err_style();
  const std::string message = outcome.message.empty() ? "" : ": " + outcome.message;
  const auto how_to_go_on = [&] {
    if (!handle.update_id.empty()) say(context, "  the update goes on");
    say(context, fmt::format("  look at it with `borealis job status {}`", key));
  };
  switch (outcome.result) {
    case WatchResult::done:
      break;
    case WatchResult::failed:
      say(context, style.red("failed") + fmt::format(" {}{}", key, message));
      break;
    case WatchResult::rolled_back:
      say(context, style.red("rolled back") + fmt::format(" {}{}", key, message));
      break;
    case WatchResult::aborted:
      say(context, style.red("aborted") + fmt::format(" {}{}", key, message));
      break;
    case WatchResult::timed_out:
      say(context, style.yellow("not done in time") + fmt::format(" {}{}", key, message));
      how_to_go_on();
      break;
    case WatchResult::interrupted:
      // Over the terminal's own ^C.
      if (context.err.terminal()) context.err.write("\r\x1b[K");
      say(context, fmt::format("no longer watching {}", key));
      how_to_go_on();
      break;
  }
  show_failures(outcome.failing, fleet.cluster, context);
}

int code_of(WatchResult result) {
  switch (result) {
    case WatchResult::done:
      return 0;
    case WatchResult::failed:
    case WatchResult::rolled_back:
    case WatchResult::aborted:
      return static_cast<int>(lang::ErrorClass::findings);
    case WatchResult::timed_out:
      return static_cast<int>(lang::ErrorClass::unreachable);
    case WatchResult::interrupted:
      return static_cast<int>(lang::ErrorClass::interrupted);
  }
  return static_cast<int>(lang::ErrorClass::internal);
}

std::string_view result_name(WatchResult result) {
  switch (result) {
    case WatchResult::done:
      return "done";
    case WatchResult::failed:
      return "failed";
    case WatchResult::rolled_back:
      return "rolled_back";
    case WatchResult::aborted:
      return "aborted";
    case WatchResult::timed_out:
      return "timed_out";
    case WatchResult::interrupted:
      return "interrupted";
  }
  return "failed";
}

lang::Result<int> watch_all(Fleets& fleets, const DeployOptions& options, Context& context) {
  const auto end = std::chrono::steady_clock::now() + options.timeout;
  int code = 0;
  for (Fleet& fleet : fleets) {
    if (fleet.handles.empty()) continue;
    const auto left = std::chrono::ceil<std::chrono::seconds>(end - std::chrono::steady_clock::now());
    const WatchOptions watch{std::max(left, std::chrono::seconds(0)), !options.watch_secs, &interruptible_sleep};
    lang::Result<std::vector<WatchOutcome>> outcomes = std::vector<WatchOutcome>();
    {
      ProgressView view(context.err);
      outcomes = fleet.engine->watch(fleet.handles, watch, view);
    }
    if (!outcomes) return std::move(outcomes).error();
    fleet.outcomes = std::move(*outcomes);
    for (std::size_t i = 0; i < fleet.outcomes.size(); ++i) {
      show_outcome(fleet, fleet.handles[i], fleet.outcomes[i], context);
      // Of several codes the largest: interrupted, not in time, failed.
      code = std::max(code, code_of(fleet.outcomes[i].result));
    }
  }
  return code;
}

// What became of a plan: "done", "accepted" when nobody watched, "unchanged".
struct Line {
  const JobPlan* plan;
  const Handle* handle;
  std::string result;
  std::string message;
};

std::vector<Line> results(const Fleets& fleets) {
  std::vector<Line> lines;
  for (const Fleet& fleet : fleets) {
    std::size_t handle = 0;
    for (const JobPlan& plan : fleet.plans) {
      if (!plan.changes()) {
        lines.push_back({&plan, nullptr, "unchanged", {}});
        continue;
      }
      Line line{&plan, &fleet.handles[handle], "accepted", {}};
      if (handle < fleet.outcomes.size()) {
        line.result = result_name(fleet.outcomes[handle].result);
        line.message = fleet.outcomes[handle].message;
      }
      lines.push_back(std::move(line));
      ++handle;
    }
  }
  return lines;
}

void print_json(const Fleets& fleets, Context& context) {
  lang::Data::List jobs;
  for (const Line& line : results(fleets)) {
    lang::Data job = plan_data(*line.plan);
    if (line.handle != nullptr && !line.handle->update_id.empty()) job.set("update_id", line.handle->update_id);
    job.set("result", line.result);
    if (!line.message.empty()) job.set("message", line.message);
    jobs.push_back(std::move(job));
  }
  lang::Data::Map document;
  document.entries.push_back({"jobs", std::move(jobs)});
  context.out.write(lang::to_json(document, {2}) + "\n");
}

void print_text(const Fleets& fleets, Context& context) {
  for (const Line& line : results(fleets)) {
    const std::string key = line.plan->key.text();
    const std::string count = count_of(static_cast<std::size_t>(line.plan->wanted_instances), "instance");
    if (line.result == "unchanged") {
      context.out.print("{}: unchanged\n", key);
    } else if (line.result == "accepted") {
      context.out.print("{}: {} accepted{}\n", key, action_name(line.plan->action),
                        line.handle->update_id.empty() ? "" : ", update " + line.handle->update_id);
    } else if (line.result == "done" && line.plan->cron) {
      context.out.print("{}: {}\n", key, line.plan->action == PlanAction::replace_cron ? "replaced" : "scheduled");
    } else if (line.result == "done") {
      context.out.print("{}: {} {}\n", key, line.plan->action == PlanAction::create ? "created," : "updated,", count);
    }
  }
}

}  // namespace

int run_job_deploy(const DeployOptions& options, Context& context) {
  auto jobs = load_jobs(options.config, Checks::all, context);
  if (!jobs) return report(context, jobs.error());
  auto fleets = plan_all(*jobs, context);
  if (!fleets) return report(context, fleets.error());
  show_plans(*fleets, context);
  // From here on something may have been set going: Ctrl-C must not end us without a word.
  const InterruptScope interrupts;
  if (auto status = apply_all(*fleets, {options.message.value_or("")}, context); !status)
    return report(context, status.error());
  int code = 0;
  if (options.wait) {
    auto watched = watch_all(*fleets, options, context);
    if (!watched) {
      say_what_was_sent(*fleets, context);
      return report(context, watched.error());
    }
    code = *watched;
  }
  if (options.output == DataFormat::json) {
    print_json(*fleets, context);
  } else {
    print_text(*fleets, context);
  }
  return code;
}

}  // namespace borealis::client
