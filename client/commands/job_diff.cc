// job diff: what a deploy would change. (cli.md §7.2)
#include <algorithm>

#include "client/commands/job_options.h"
#include "client/fleet.h"
#include "client/plan_file.h"
#include "client/plan_text.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

void print_json(const std::vector<JobPlan>& plans, Context& context) {
  lang::Data::List jobs;
  for (const JobPlan& plan : plans) jobs.push_back(plan_data(mask_plan(plan)));
  lang::Data::Map document;
  document.entries.push_back({"jobs", std::move(jobs)});
  context.out.write(lang::to_json(document, {2}) + "\n");
}

void print_text(const std::vector<JobPlan>& plans, Context& context) {
  for (const JobPlan& plan : plans) context.out.write(plan_text(mask_plan(plan), context.out_style()));
  if (plans.size() > 1) context.out.write(plan_summary(plans) + "\n");
}

lang::Status save(const std::vector<JobPlan>& plans, const std::string& path, Engines& engines, Context& context) {
  SavedPlan saved;
  for (const JobPlan& plan : plans) {
    const std::string& name = plan.key.cluster;
    auto cluster = find_cluster(context, name);
    if (!cluster) return std::move(cluster).error();
    auto engine = engines.of(name);
    if (!engine) return std::move(engine).error();
    auto payload = (*engine)->save(plan);
    if (!payload) return std::move(payload).error();
    saved.clusters[name] = place_of(*cluster);
    saved.jobs.push_back({plan, std::move(*payload)});
  }
  return write_plan_file(path, saved);
}

}  // namespace

int run_job_diff(const DiffOptions& options, Context& context) {
  if (options.from && options.out)
    return report(context, {lang::ErrorClass::usage,
                            "what was compared with another job can't be deployed, so there is no plan to keep",
                            "leave out --from or --out",
                            {}});
  if (options.from && !options.config.job)
    return report(context, {lang::ErrorClass::usage, "--from compares one job: say which one", "KEY FILE", {}});
  auto jobs = load_jobs(options.config, Checks::all, context);
  if (!jobs) return report(context, jobs.error());
  Engines engines(context);
  const FleetPlan fleet = plan_fleet(*jobs, {options.instances, options.from}, engines);
  if (!fleet.plans.empty()) {
    if (options.output == DataFormat::json) {
      print_json(fleet.plans, context);
    } else {
      print_text(fleet.plans, context);
    }
  }
  if (const int code = report_failures(fleet.failures, context); code != 0) {
    if (options.out) say(context, fmt::format("{} was not written", *options.out));
    return code;
  }
  if (options.out) {
    if (auto status = save(fleet.plans, *options.out, engines, context); !status)
      return report(context, status.error());
    say(context, fmt::format("`borealis job deploy --plan {}` carries it out", *options.out));
  }
  const bool changes =
      std::any_of(fleet.plans.begin(), fleet.plans.end(), [](const JobPlan& plan) { return plan.changes(); });
  return changes ? static_cast<int>(lang::ErrorClass::changes) : 0;
}

}  // namespace borealis::client
