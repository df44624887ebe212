// job deploy: plan (or read a plan), show, create or update, watch.
#include <algorithm>

#include "client/browser.h"
#include "client/commands/job_options.h"
#include "client/fleet_hooks.h"
#include "client/interrupt.h"
#include "client/plan_file.h"
#include "client/plan_text.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

lang::Status check_place(const SavedPlan& saved, const std::string& file, Context& context) {
  for (const auto& [name, place] : saved.clusters) {
    auto cluster = find_cluster(context, name);
    if (!cluster) return std::move(cluster).error();
    if (place_of(*cluster) != place)
      return lang::Error{lang::ErrorClass::conflict,
                         fmt::format("{} was made for the cluster '{}' at {}, which is now at {}", file, name, place,
                                     place_of(*cluster)),
                         "make the plan anew",
                         {}};
  }
  return lang::Unit{};
}

lang::Result<std::vector<JobPlan>> plans_of_file(const std::string& file, Engines& engines, Context& context) {
  auto saved = read_plan_file(file);
  if (!saved) return std::move(saved).error();
  if (auto status = check_place(*saved, file, context); !status) return std::move(status).error();
  std::vector<JobPlan> plans;
  for (SavedJob& job : saved->jobs) {
    auto engine = engines.of(job.plan.key.cluster);
    if (!engine) return std::move(engine).error();
    auto payload = (*engine)->load(job.plan, job.saved);
    if (!payload) return std::move(payload).error();
    job.plan.payload = std::move(*payload);
    plans.push_back(std::move(job.plan));
  }
  return plans;
}

// All plans, or nothing: a file that can't be planned as a whole is not deployed in part.
lang::Result<std::vector<JobPlan>> make_plans(const DeployOptions& options, Engines& engines, Context& context,
                                              std::vector<HookedJob>& hooked, int& code) {
  if (options.plan) return plans_of_file(*options.plan, engines, context);
  auto loaded = load_jobs_with_hooks(options.config, Checks::all, context);
  if (!loaded) return std::move(loaded).error();
  hooked = std::move(*loaded);
  std::vector<LoadedJob> jobs;
  for (const HookedJob& job : hooked) jobs.push_back(job.job);
  FleetPlan fleet = plan_fleet(jobs, {options.instances, std::nullopt}, engines);
  code = report_failures(fleet.failures, context);
  if (code != 0 && !fleet.plans.empty()) say(context, "nothing was deployed");
  return std::move(fleet.plans);
}

void show_results(const std::vector<Deployed>& results, Context& context) {
  std::vector<JobFailure> failures;
  for (const Deployed& job : results) {
    if (job.outcome) show_outcome(*job.handle, *job.outcome, context);
    if (job.result() == "not_started") say(context, fmt::format("{} was not begun", job.plan->key.text()));
    if (!job.error) continue;
    lang::Error error = *job.error;
    if (job.handle) error.message += fmt::format(" ({} was accepted before)", action_name(job.handle->action));
    failures.push_back({job.plan->key, std::move(error)});
  }
  report_failures(failures, context);
}

void print_json(const std::vector<Deployed>& results, Context& context) {
  lang::Data::List jobs;
  for (const Deployed& each : results) {
    lang::Data job = plan_data(mask_plan(*each.plan));
    if (each.handle && !each.handle->update_id.empty()) job.set("update_id", each.handle->update_id);
    job.set("result", each.result());
    const std::string message = each.error ? each.error->message : each.outcome ? each.outcome->message : "";
    if (!message.empty()) job.set("message", message);
    jobs.push_back(std::move(job));
  }
  lang::Data::Map document;
  document.entries.push_back({"jobs", std::move(jobs)});
  context.out.write(lang::to_json(document, {2}) + "\n");
}

void print_text(const std::vector<Deployed>& results, Context& context) {
  for (const Deployed& job : results) {
    const std::string key = job.plan->key.text();
    const std::string count = count_of(static_cast<std::size_t>(job.plan->wanted_instances), "instance");
    const std::string result = job.result();
    if (result == "unchanged") {
      context.out.print("{}: unchanged\n", key);
    } else if (result == "accepted") {
      context.out.print("{}: {} accepted{}\n", key, action_name(job.handle->action),
                        job.handle->update_id.empty() ? "" : ", update " + job.handle->update_id);
    } else if (result == "done" && job.plan->cron) {
      context.out.print("{}: {}\n", key, job.plan->action == PlanAction::replace_cron ? "replaced" : "scheduled");
    } else if (result == "done") {
      context.out.print("{}: {} {}\n", key, job.handle->action == PlanAction::create ? "created," : "updated,", count);
    }
  }
}

}  // namespace

int run_job_deploy(const DeployOptions& options, Context& context) {
  Engines engines(context);
  int refused = 0;
  std::vector<HookedJob> jobs;
  auto plans = make_plans(options, engines, context, jobs, refused);
  if (!plans) return report(context, plans.error());
  if (refused != 0) return refused;
  for (const JobPlan& plan : *plans) context.err.write(plan_text(mask_plan(plan), context.err_style()));
  if (plans->size() > 1) say(context, plan_summary(*plans));
  const DeployRun run{options.message.value_or(""), false,           options.wait,
                      options.watch_secs,           options.at_once, options.timeout};
  FleetHooks hooks(jobs, run);
  if (auto status = hooks.before(*plans, context); !status) return report(context, status.error());
  // From here on something may have been set going: Ctrl-C must not end us without a word.
  const InterruptScope interrupts;
  const std::vector<Deployed> results = deploy_fleet(*plans, run, context);
  hooks.after(results, context);
  show_results(results, context);
  if (options.output == DataFormat::json) {
    print_json(results, context);
  } else {
    print_text(results, context);
  }
  // Of several codes the largest: interrupted, not in time, a conflict, failed.
  int code = 0;
  for (const Deployed& job : results) code = std::max(code, job.code());
  if (options.open_browser && results.size() == 1 && results[0].handle)
    open_page(results[0].plan->key.cluster, job_path(results[0].plan->key, results[0].handle->update_id), context);
  return code;
}

}  // namespace borealis::client
