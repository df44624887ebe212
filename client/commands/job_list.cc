// job list. (cli.md §7.6)
#include "client/commands/commands.h"
#include "client/jobs.h"
#include "lang/json.h"

namespace borealis::client {

int run_job_list(const ListJobsOptions& options, Context& context) {
  auto clusters = clusters_of(options.pattern, context);
  if (!clusters) return report(context, clusters.error());
  lang::Data::List rows;
  for (const std::string& cluster : *clusters) {
    auto engine = connect(cluster, context);
    if (!engine) return report(context, engine.error());
    const bool any_role = options.pattern.role.find_first_of("*?[") != std::string::npos;
    auto jobs = (*engine)->jobs(any_role ? std::nullopt : std::optional(options.pattern.role));
    if (!jobs) return report(context, jobs.error());
    for (const JobSummary& job : *jobs) {
      if (!options.pattern.matches(job.key)) continue;
      if (options.output == DataFormat::text) context.out.print("{}\n", job.key.text());
      lang::Data::Map row;
      row.entries.push_back({"key", job.key.text()});
      if (job.cron) row.entries.push_back({"cron_schedule", job.cron_schedule});
      row.entries.push_back({"active", job.active});
      row.entries.push_back({"pending", job.pending});
      row.entries.push_back({"failed", job.failed});
      row.entries.push_back({"finished", job.finished});
      rows.emplace_back(std::move(row));
    }
  }
  if (options.output == DataFormat::json) {
    lang::Data::Map document;
    document.entries.push_back({"jobs", std::move(rows)});
    context.out.write(lang::to_json(document, {2}) + "\n");
  }
  return 0;
}

}  // namespace borealis::client
