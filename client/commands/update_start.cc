// update start: a rolling update, also of a job that is not there yet. (cli.md §8.1)
#include "client/browser.h"
#include "client/commands/update_options.h"
#include "client/fleet_hooks.h"
#include "client/interrupt.h"
#include "client/plan_text.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

void print(const Deployed& done, DataFormat output, Context& context) {
  const std::string id = done.handle ? done.handle->update_id : "";
  if (output == DataFormat::json) {
    lang::Data data = plan_data(mask_plan(*done.plan));
    if (!id.empty()) data.set("update_id", id);
    data.set("result", done.result());
    context.out.write(lang::to_json(data, {2}) + "\n");
  } else if (id.empty()) {
    context.out.print("{}: unchanged\n", done.plan->key.text());
  } else if (done.outcome) {
    context.out.print("{}: update {} {}\n", done.plan->key.text(), id,
                      done.outcome->result == WatchResult::done ? "rolled forward" : done.result());
  } else {
    context.out.print("{}: update {} started\n", done.plan->key.text(), id);
  }
}

}  // namespace

int run_update_start(const UpdateStartOptions& options, Context& context) {
  auto loaded = load_job_with_hooks(options.config, Checks::all, context);
  if (!loaded) return report(context, loaded.error());
  const LoadedJob* job = &loaded->job;
  if (job->draft.job.cron_schedule)
    return report(context, {lang::ErrorClass::conflict,
                            "a cron job is not updated but scheduled anew",
                            "`borealis job deploy` replaces its schedule and configuration",
                            {}});
  Engines engines(context);
  const FleetPlan fleet = plan_fleet({*job}, {options.instances, std::nullopt}, engines);
  if (const int code = report_failures(fleet.failures, context); code != 0) return code;
  context.err.write(plan_text(mask_plan(fleet.plans.front()), context.err_style()));
  DeployRun run;
  run.message = options.message.value_or("");
  run.as_update = true;
  run.wait = options.wait;
  run.timeout = options.timeout;
  FleetHooks hooks({*loaded}, run);
  if (auto status = hooks.before(fleet.plans, context); !status) return report(context, status.error());
  const InterruptScope interrupts;
  const std::vector<Deployed> results = deploy_fleet(fleet.plans, run, context);
  hooks.after(results, context);
  const Deployed& done = results.front();
  if (done.outcome) show_outcome(*done.handle, *done.outcome, context);
  if (done.error) return report(context, *done.error);
  print(done, options.output, context);
  const schema::JobKey& key = done.plan->key;
  if (done.handle && !done.handle->update_id.empty() && !options.wait)
    say(context, fmt::format("watch it with `borealis update wait {} {}`", key.text(), done.handle->update_id));
  if (options.open_browser && done.handle) open_page(key.cluster, job_path(key, done.handle->update_id), context);
  return done.code();
}

}  // namespace borealis::client
