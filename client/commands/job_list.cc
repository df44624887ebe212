// job list. (cli.md §7.6)
#include "client/commands/commands.h"
#include "client/jobs.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

lang::Data to_data(const JobSummary& job) {
  lang::Data::Map row;
  row.entries.push_back({"key", job.key.text()});
  if (job.cron) row.entries.push_back({"cron_schedule", job.cron_schedule});
  row.entries.push_back({"active", job.active});
  row.entries.push_back({"pending", job.pending});
  row.entries.push_back({"failed", job.failed});
  row.entries.push_back({"finished", job.finished});
  return row;
}

}  // namespace

int run_job_list(const ListJobsOptions& options, Context& context) {
  lang::Data::List rows;
  std::string keys;
  auto status = for_each_cluster(options.pattern, context, [&](const std::string& cluster) -> lang::Status {
    auto engine = connect(cluster, context);
    if (!engine) return std::move(engine).error();
    auto jobs = (*engine)->jobs(literal_role(options.pattern));
    if (!jobs) return std::move(jobs).error();
    for (const JobSummary& job : *jobs) {
      if (!options.pattern.matches(job.key)) continue;
      keys += job.key.text() + "\n";
      rows.push_back(to_data(job));
    }
    return lang::Unit{};
  });
  if (!status) return report(context, status.error());
  if (options.output == DataFormat::text) {
    context.out.write(keys);
    return 0;
  }
  lang::Data::Map document;
  document.entries.push_back({"jobs", std::move(rows)});
  context.out.write(lang::to_json(document, {2}) + "\n");
  return 0;
}

}  // namespace borealis::client
