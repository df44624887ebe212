// job create: a new job, nothing else. (cli.md §7.1)
#include "client/browser.h"
#include "client/commands/commands.h"
#include "client/hook_options.h"
#include "client/instances_wait.h"
#include "client/jobs.h"
#include "lang/json.h"

namespace borealis::client {

int run_job_create(const CreateOptions& options, Context& context) {
  auto loaded = load_job_with_hooks(options.config, Checks::all, context);
  if (!loaded) return report(context, loaded.error());
  const LoadedJob* job = &loaded->job;
  if (job->draft.job.cron_schedule)
    return report(
        context,
        {lang::ErrorClass::conflict, "a cron job is scheduled, not created", "`borealis job deploy` schedules it", {}});
  auto engine = connect(job->draft.job.cluster, context);
  if (!engine) return report(context, engine.error());
  auto handle = with_hooks(loaded->hooks, "create_job", {}, context, [&] { return (*engine)->create(job->draft); });
  if (!handle) return report(context, handle.error());
  auto status = wait_for_instances(**engine, handle->key, std::nullopt, options.wait_until, options.timeout, context);
  if (!status) return report(context, status.error());
  const std::string key = handle->key.text();
  if (options.output == DataFormat::json) {
    lang::Data::Map data;
    data.entries.push_back({"key", key});
    data.entries.push_back({"action", "create"});
    data.entries.push_back({"instances", handle->wanted_instances});
    context.out.write(lang::to_json(data, {2}) + "\n");
  } else {
    context.out.print("{}: created, {}\n", key,
                      count_of(static_cast<std::size_t>(handle->wanted_instances), "instance"));
  }
  if (options.open_browser) open_page(handle->key.cluster, job_path(handle->key), context);
  return 0;
}

}  // namespace borealis::client
