// job add: more instances like one that is there. (cli.md §7.5)
#include <algorithm>

#include "client/browser.h"
#include "client/commands/job_options.h"
#include "client/hook_options.h"
#include "client/instances_wait.h"
#include "client/jobs.h"
#include "client/near_job.h"
#include "client/sla_warning.h"
#include "lang/json.h"

namespace borealis::client {

int run_job_add(const AddOptions& options, Context& context) {
  const std::string key = options.job.text();
  auto hooks = load_hooks(options.hooks, options.job, context);
  if (!hooks) return report(context, hooks.error());
  auto engine = connect(options.job.cluster, context);
  if (!engine) return report(context, engine.error());
  TaskFilter filter;
  filter.active_only = true;
  auto tasks = (*engine)->tasks(options.job, filter);
  if (!tasks) return report(context, tasks.error());
  const auto like = std::find_if(tasks->begin(), tasks->end(),
                                 [&](const TaskStatus& task) { return task.instance == options.like_instance; });
  if (like == tasks->end())
    return report(context, {lang::ErrorClass::not_found,
                            fmt::format("{} has no active instance {}", key, options.like_instance),
                            tasks->empty() ? near_job_hint(**engine, options.job)
                                           : std::string("the new instances are made like an active one"),
                            {}});
  warn_of_sla_policy(*tasks, "adding", context);
  int highest = 0;
  for (const TaskStatus& task : *tasks) highest = std::max(highest, task.instance);
  lang::Data::Map values;
  values.entries.push_back({"instance_id", options.like_instance});
  values.entries.push_back({"count", options.count});
  auto accepted = with_hooks(*hooks, "add_instances", values, context, [&] {
    return (*engine)->add_instances(options.job, options.like_instance, options.count);
  });
  if (!accepted) return report(context, accepted.error());
  Instances added;
  for (int i = 1; i <= options.count; ++i) added.push_back(highest + i);
  auto status = wait_for_instances(**engine, options.job, added, options.wait_until, options.timeout, context);
  if (!status) return report(context, status.error());
  if (options.output == DataFormat::json) {
    lang::Data::Map data;
    data.entries.push_back({"job", key});
    data.entries.push_back({"added", lang::Data::List(added.begin(), added.end())});
    context.out.write(lang::to_json(data, {2}) + "\n");
  } else {
    context.out.print("{}: added {}: {}\n", key, count_of(added.size(), "instance"), format_instances(added));
  }
  if (options.open_browser) open_page(options.job.cluster, job_path(options.job), context);
  return 0;
}

}  // namespace borealis::client
