// update info: what became of an update, step by step. (cli.md §8.5)
#include "client/commands/update_options.h"
#include "client/jobs.h"
#include "client/units.h"
#include "client/update_follow.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

std::string text_of(const UpdateDetails& details) {
  const UpdateSummary& update = details.summary;
  std::string out =
      fmt::format("Job: {}, UpdateID: {}\nStarted {}, last activity: {}\nCurrent status: {}\n", update.key.text(),
                  update.id, utc_text(update.created_ms), utc_text(update.modified_ms), update.status);
  if (!details.events.empty()) out += "Update events:\n";
  for (const UpdateEvent& event : details.events) {
    out += fmt::format("  Status: {} at {}\n", event.state, utc_text(event.time_ms));
    if (!event.message.empty()) out += fmt::format("      message: {}\n", event.message);
  }
  if (!details.instance_events.empty()) out += "Instance events:\n";
  for (const UpdateEvent& event : details.instance_events) {
    out += fmt::format("  Instance {} at {}: {}\n", event.instance, utc_text(event.time_ms), event.state);
    if (!event.message.empty()) out += fmt::format("      message: {}\n", event.message);
  }
  if (!update.metadata.empty()) out += "Metadata:\n";
  for (const auto& [key, value] : update.metadata) out += fmt::format("  {}: {}\n", key, value);
  return out;
}

lang::Data data_of(const UpdateDetails& details) {
  const UpdateSummary& update = details.summary;
  lang::Data::Map data;
  const auto set = [&](const char* name, lang::Data value) { data.entries.push_back({name, std::move(value)}); };
  set("updateId", update.id);
  set("job", update.key.text());
  set("started", update.created_ms);
  set("last_modified", utc_text(update.modified_ms));
  set("status", update.status);
  lang::Data::List events;
  for (const UpdateEvent& event : details.events) {
    lang::Data::Map row;
    row.entries.push_back({"status", event.state});
    row.entries.push_back({"timestampMs", event.time_ms});
    if (!event.message.empty()) row.entries.push_back({"message", event.message});
    events.emplace_back(std::move(row));
  }
  set("update_events", std::move(events));
  lang::Data::List steps;
  for (const UpdateEvent& event : details.instance_events) {
    lang::Data::Map row;
    row.entries.push_back({"instance", event.instance});
    row.entries.push_back({"timestamp", event.time_ms});
    row.entries.push_back({"action", event.state});
    if (!event.message.empty()) row.entries.push_back({"message", event.message});
    steps.emplace_back(std::move(row));
  }
  set("instance_update_events", std::move(steps));
  lang::Data::List metadata;
  for (const auto& [key, value] : update.metadata) {
    lang::Data::Map pair;
    pair.entries.push_back({key, value});
    metadata.emplace_back(std::move(pair));
  }
  if (!metadata.empty()) set("metadata", std::move(metadata));
  return data;
}

}  // namespace

int run_update_info(const UpdateInfoOptions& options, Context& context) {
  auto engine = connect(options.target.job.cluster, context);
  if (!engine) return report(context, engine.error());
  auto update = find_update(**engine, options.target, WhichUpdate::active);
  if (!update) return report(context, update.error());
  auto details = (*engine)->update_details(options.target.job, update->id);
  if (!details) return report(context, details.error());
  if (options.output == DataFormat::json) {
    context.out.write(lang::to_json(data_of(*details), {2}) + "\n");
  } else {
    context.out.write(text_of(*details));
  }
  return 0;
}

}  // namespace borealis::client
