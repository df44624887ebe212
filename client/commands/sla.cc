// sla get-task-up-count and sla get-job-uptime. (cli.md §11)
#include "client/commands/sla.h"

#include "client/jobs.h"
#include "client/operations.h"
#include "client/sla.h"
#include "client/table.h"
#include "client/units.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

// A job without active tasks is not found: it has no percentages, rather than bad ones.
lang::Result<Uptimes> uptimes_of(const schema::JobKey& key, Context& context) {
  auto engine = connect_admin(key.cluster, context);
  if (!engine) return std::move(engine).error();
  TaskSearch search;
  search.role = key.role;
  search.environment = key.environment;
  search.job = key.name;
  auto tasks = (*engine)->tasks(search);
  if (!tasks) return std::move(tasks).error();
  bool active = false;
  std::vector<const TaskStatus*> live;
  for (const AdminTask& task : *tasks) {
    active = active || task.status.active;
    if (is_live_state(task.status.state)) live.push_back(&task.status);
  }
  if (!active)
    return lang::Error{lang::ErrorClass::not_found, fmt::format("{} has no active instances", key.text()), {}, {}};
  return Uptimes(live, now_ms(context));
}

}  // namespace

int run_sla_task_up_count(const TaskUpCountOptions& options, Context& context) {
  auto uptimes = uptimes_of(options.job, context);
  if (!uptimes) return report(context, uptimes.error());
  Table table({"UP FOR AT LEAST", "INSTANCES", "OF ALL THAT LIVE"});
  lang::Data::List rows;
  for (const auto duration : options.durations) {
    const double percentage = uptimes->percentage_up(duration);
    table.add(
        {time_span_text(duration), std::to_string(uptimes->count_up(duration)), fmt::format("{:.2f} %", percentage)});
    lang::Data::Map row;
    row.entries.push_back({"duration_secs", static_cast<std::int64_t>(duration.count())});
    row.entries.push_back({"up", static_cast<std::int64_t>(uptimes->count_up(duration))});
    row.entries.push_back({"percentage", percentage});
    rows.emplace_back(std::move(row));
  }
  if (options.output == DataFormat::text) {
    context.out.write(table.text(context.out_style(), 0));
    return 0;
  }
  lang::Data::Map document;
  document.entries.push_back({"job", options.job.text()});
  document.entries.push_back({"live", static_cast<std::int64_t>(uptimes->tasks())});
  document.entries.push_back({"up_counts", std::move(rows)});
  context.out.write(lang::to_json(document, {2}) + "\n");
  return 0;
}

int run_sla_job_uptime(const JobUptimeOptions& options, Context& context) {
  auto uptimes = uptimes_of(options.job, context);
  if (!uptimes) return report(context, uptimes.error());
  Table table({"PERCENT OF INSTANCES", "UP FOR AT LEAST"});
  lang::Data::List rows;
  for (const double percentile : options.percentiles) {
    const std::int64_t seconds = uptimes->at_percentile(percentile).count();
    table.add({lang::float_repr(percentile), fmt::format("{} seconds", seconds)});
    lang::Data::Map row;
    row.entries.push_back({"percentile", percentile});
    row.entries.push_back({"uptime_secs", seconds});
    rows.emplace_back(std::move(row));
  }
  if (options.output == DataFormat::text) {
    context.out.write(table.text(context.out_style(), 0));
    return 0;
  }
  lang::Data::Map document;
  document.entries.push_back({"job", options.job.text()});
  document.entries.push_back({"live", static_cast<std::int64_t>(uptimes->tasks())});
  document.entries.push_back({"uptimes", std::move(rows)});
  context.out.write(lang::to_json(document, {2}) + "\n");
  return 0;
}

}  // namespace borealis::client
