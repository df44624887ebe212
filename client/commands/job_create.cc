// job create: a new job, nothing else. (cli.md §7.1)
#include <algorithm>

#include "client/commands/commands.h"
#include "client/hook_options.h"
#include "client/interrupt.h"
#include "client/jobs.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

bool reached(const TaskStatus& task, WaitUntil until) {
  if (!task.active) return true;
  return until == WaitUntil::running && task.running;
}

// Per instance only the newest task counts; the tasks of an instance come oldest first.
std::vector<TaskStatus> newest_of_each(std::vector<TaskStatus> tasks) {
  std::vector<TaskStatus> newest;
  for (TaskStatus& task : tasks) {
    if (!newest.empty() && newest.back().instance == task.instance) {
      newest.back() = std::move(task);
    } else {
      newest.push_back(std::move(task));
    }
  }
  return newest;
}

lang::Status wait_for(Engine& engine, const Handle& handle, const CreateOptions& options, Context& context) {
  const InterruptScope interrupts;
  const auto end = std::chrono::steady_clock::now() + options.timeout;
  std::chrono::milliseconds pause(250);
  const auto hint = fmt::format("the job stands; look at it with `borealis job status {}`", handle.key.text());
  std::size_t told = 0;
  while (true) {
    auto tasks = engine.tasks(handle.key);
    if (!tasks) return std::move(tasks).error();
    const auto newest = newest_of_each(std::move(*tasks));
    const auto ready = static_cast<std::size_t>(std::count_if(
        newest.begin(), newest.end(), [&](const TaskStatus& task) { return reached(task, options.wait_until); }));
    const char* state = options.wait_until == WaitUntil::running ? "run or have ended" : "have ended";
    if (ready != told) say(context, fmt::format("{}: {} of {} {}", handle.key.text(), ready, newest.size(), state));
    told = ready;
    if (ready == newest.size()) return lang::Unit{};
    if (std::chrono::steady_clock::now() + pause > end)
      return lang::Error{lang::ErrorClass::unreachable,
                         fmt::format("only {} of {} instances {} in time", ready, newest.size(), state),
                         hint,
                         {}};
    if (!interruptible_sleep(pause)) return lang::Error{lang::ErrorClass::interrupted, "no longer waiting", hint, {}};
    pause = std::min(pause * 3 / 2, std::chrono::milliseconds(5000));
  }
}

}  // namespace

int run_job_create(const CreateOptions& options, Context& context) {
  auto job = load_job_with_hooks(options.config, Checks::all, context);
  if (!job) return report(context, job.error());
  if (job->draft.job.cron_schedule)
    return report(
        context,
        {lang::ErrorClass::conflict, "a cron job is scheduled, not created", "`borealis job deploy` schedules it", {}});
  auto engine = connect(job->draft.job.cluster, context);
  if (!engine) return report(context, engine.error());
  auto handle = with_hooks(job->hooks, "create_job", {}, context, [&] { return (*engine)->create(job->draft); });
  if (!handle) return report(context, handle.error());
  if (options.wait_until != WaitUntil::pending) {
    if (auto status = wait_for(**engine, *handle, options, context); !status) return report(context, status.error());
  }
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
  return 0;
}

}  // namespace borealis::client
