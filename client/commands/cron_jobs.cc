// cron start and cron deschedule. (cli.md §9)
#include "client/browser.h"
#include "client/commands/cron.h"
#include "client/hook_options.h"
#include "client/operations.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

int say_done(const CronJobOptions& options, const char* result, Context& context) {
  if (options.output == DataFormat::json) {
    lang::Data::Map data;
    data.entries.push_back({"key", options.job.text()});
    data.entries.push_back({"result", result});
    context.out.write(lang::to_json(data, {2}) + "\n");
  } else {
    context.out.print("{}: {}\n", options.job.text(), result);
  }
  return 0;
}

}  // namespace

int run_cron_start(const CronJobOptions& options, Context& context) {
  auto hooks = load_hooks(options.hooks, options.job, context);
  if (!hooks) return report(context, hooks.error());
  auto engine = connect_cron(options.job.cluster, context);
  if (!engine) return report(context, engine.error());
  auto status = with_hooks(*hooks, "start_cronjob", {}, context, [&] { return (*engine)->start(options.job); });
  if (!status) return report(context, status.error());
  if (options.open_browser) open_page(options.job.cluster, job_path(options.job), context);
  return say_done(options, "started", context);
}

int run_cron_deschedule(const CronJobOptions& options, Context& context) {
  auto engine = connect_cron(options.job.cluster, context);
  if (!engine) return report(context, engine.error());
  auto status = (*engine)->deschedule(options.job);
  return status ? say_done(options, "descheduled", context) : report(context, status.error());
}

}  // namespace borealis::client
