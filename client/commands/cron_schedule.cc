// cron schedule: schedules a job of a file, or replaces its schedule and configuration. (cli.md §9)
#include "client/commands/cron.h"
#include "client/jobs.h"
#include "client/plan_text.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

const char* outcome_of(PlanAction action) {
  if (action == PlanAction::unchanged) return "unchanged";
  return action == PlanAction::replace_cron ? "replaced" : "scheduled";
}

}  // namespace

int run_cron_schedule(const CronScheduleOptions& options, Context& context) {
  auto job = load_job(options.config, Checks::all, context);
  if (!job) return report(context, job.error());
  const schema::Job& config = job->draft.job;
  const std::string key = schema::key_of(config).text();
  if (!config.cron_schedule)
    return report(context, {lang::ErrorClass::conflict,
                            fmt::format("{} is no cron job: it has no cron_schedule", key),
                            "`borealis job create` or `borealis job deploy` creates it",
                            {}});
  auto engine = connect(config.cluster, context);
  if (!engine) return report(context, engine.error());
  auto plan = (*engine)->plan(job->draft);
  if (!plan) return report(context, plan.error());
  context.err.write(plan_text(mask_plan(*plan), context.err_style()));
  if (plan->changes()) {
    auto handle = (*engine)->apply(*plan);
    if (!handle) return report(context, handle.error());
  }
  if (options.output == DataFormat::json) {
    lang::Data data = plan_data(mask_plan(*plan));
    data.set("cron_schedule", *config.cron_schedule);
    data.set("result", outcome_of(plan->action));
    context.out.write(lang::to_json(data, {2}) + "\n");
  } else {
    context.out.print("{}: {}, {}\n", key, outcome_of(plan->action), *config.cron_schedule);
  }
  return 0;
}

}  // namespace borealis::client
