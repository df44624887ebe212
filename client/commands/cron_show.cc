// cron show: the schedules of jobs. (cli.md §9)
#include "client/commands/cron.h"
#include "client/jobs.h"
#include "client/operations.h"
#include "client/table.h"
#include "client/units.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

lang::Data to_data(const CronEntry& entry) {
  lang::Data::Map row;
  row.entries.push_back({"key", entry.key.text()});
  row.entries.push_back({"cron_schedule", entry.schedule});
  row.entries.push_back({"cron_collision_policy", entry.collision_policy});
  row.entries.push_back({"instances", entry.instances});
  if (entry.next_run_ms > 0) row.entries.push_back({"next_run_ms", entry.next_run_ms});
  return row;
}

void print(const std::vector<CronEntry>& entries, const CronShowOptions& options, Context& context) {
  if (options.output == DataFormat::json) {
    lang::Data::List rows;
    for (const CronEntry& entry : entries) rows.push_back(to_data(entry));
    lang::Data::Map document;
    document.entries.push_back({"jobs", std::move(rows)});
    context.out.write(lang::to_json(document, {2}) + "\n");
    return;
  }
  if (entries.empty()) return;
  Table table({"JOB", "SCHEDULE", "WHEN IT STILL RUNS", "INSTANCES", "NEXT RUN"});
  for (const CronEntry& entry : entries)
    table.add({entry.key.text(), entry.schedule, entry.collision_policy, std::to_string(entry.instances),
               entry.next_run_ms > 0 ? local_time_text(entry.next_run_ms) : ""});
  context.out.write(table.text(context.out_style(), context.out.terminal() ? context.out.width() : 0));
}

}  // namespace

int run_cron_show(const CronShowOptions& options, Context& context) {
  std::vector<CronEntry> found;
  auto status = for_each_cluster(options.pattern, context, [&](const std::string& cluster) -> lang::Status {
    auto engine = connect_cron(cluster, context);
    if (!engine) return std::move(engine).error();
    auto entries = (*engine)->entries(literal_role(options.pattern));
    if (!entries) return std::move(entries).error();
    for (CronEntry& entry : *entries) {
      if (options.pattern.matches(entry.key)) found.push_back(std::move(entry));
    }
    return lang::Unit{};
  });
  if (!status) return report(context, status.error());
  if (found.empty() && options.pattern.literal())
    return report(
        context,
        {lang::ErrorClass::not_found, fmt::format("{} is not scheduled with cron", options.pattern.text()), {}, {}});
  print(found, options, context);
  return 0;
}

}  // namespace borealis::client
