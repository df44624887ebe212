// update list. (cli.md §8.4)
#include <algorithm>

#include "client/commands/update_options.h"
#include "client/jobs.h"
#include "client/table.h"
#include "client/units.h"
#include "client/update_follow.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

std::string colour_of(const UpdateSummary& update) {
  if (update.status == "ROLLED_FORWARD") return "green";
  return update.active ? "yellow" : "red";
}

lang::Status collect(const std::string& cluster, const UpdateListOptions& options, Context& context,
                     std::vector<UpdateSummary>& found) {
  auto engine = connect(cluster, context);
  if (!engine) return std::move(engine).error();
  const JobPattern& p = options.pattern;
  UpdateQuery query;
  if (p.literal()) {
    query.job = schema::JobKey{cluster, p.role, p.environment, p.name};
  } else {
    query.role = literal_role(p);
  }
  query.user = options.user;
  query.statuses = options.statuses;
  auto updates = (*engine)->updates(query);
  if (!updates) return std::move(updates).error();
  std::copy_if(updates->begin(), updates->end(), std::back_inserter(found),
               [&](const UpdateSummary& update) { return p.matches(update.key); });
  return lang::Unit{};
}

}  // namespace

const std::set<std::string>& status_groups() {
  static const std::set<std::string> names = {"active", "all", "blocked", "failed", "inactive", "paused", "succeeded"};
  return names;
}

std::optional<std::set<std::string>> statuses_of(const std::string& name) {
  const auto& all = update_status_names();
  if (std::find(all.begin(), all.end(), name) != all.end()) return std::set<std::string>{name};
  if (!status_groups().contains(name)) return std::nullopt;
  std::set<std::string> statuses;
  for (const std::string& status : all) {
    const bool active = is_active_update(status);
    const bool wanted = name == "all" || (name == "active" && active) || (name == "inactive" && !active) ||
                        (name == "blocked" && status.ends_with("_AWAITING_PULSE")) ||
                        (name == "paused" && status.ends_with("_PAUSED")) ||
                        (name == "succeeded" && status == "ROLLED_FORWARD") ||
                        (name == "failed" && (status == "ERROR" || status == "FAILED" || status == "ROLLED_BACK"));
    if (wanted) statuses.insert(status);
  }
  return statuses;
}

int run_update_list(const UpdateListOptions& options, Context& context) {
  std::vector<UpdateSummary> found;
  auto status = for_each_cluster(options.pattern, context,
                                 [&](const std::string& cluster) { return collect(cluster, options, context, found); });
  if (!status) return report(context, status.error());
  if (options.output == DataFormat::json) {
    lang::Data::List rows;
    for (const UpdateSummary& update : found) rows.push_back(update_data(update));
    context.out.write(lang::to_json(rows, {2}) + "\n");
    return 0;
  }
  Table table({"JOB", "UPDATE ID", "STATUS", "CREATED BY", "STARTED", "LAST MODIFIED"});
  for (const UpdateSummary& update : found)
    table.add({update.key.text(),
               update.id,
               {update.status, colour_of(update)},
               update.user,
               utc_text(update.created_ms),
               utc_text(update.modified_ms)});
  if (!table.empty()) context.out.write(table.text(context.out_style(), 0));
  return 0;
}

}  // namespace borealis::client
