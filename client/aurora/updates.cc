#include "client/aurora/updates.h"

#include <fmt/format.h>

#include <algorithm>

#include "client/api/names.h"
#include "client/aurora/tasks.h"

namespace borealis::client {

const std::vector<std::string>& update_status_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (int i = 0; api::known(static_cast<api::JobUpdateStatus::type>(i)); ++i)
      all.push_back(api::name_of(static_cast<api::JobUpdateStatus::type>(i)));
    return all;
  }();
  return names;
}

bool is_active_update(const std::string& status) {
  const auto known = api::job_update_status(status);
  return known && api::is_active(*known);
}

}  // namespace borealis::client

namespace borealis::client::aurora {
namespace {

api::JobUpdateKey update_key(const schema::JobKey& key, const std::string& id) {
  api::JobUpdateKey result;
  result.__set_job(to_api(key));
  result.__set_id(id);
  return result;
}

void sort_by_time(std::vector<UpdateEvent>& events) {
  std::stable_sort(events.begin(), events.end(),
                   [](const UpdateEvent& a, const UpdateEvent& b) { return a.time_ms < b.time_ms; });
}

}  // namespace

UpdateSummary to_summary(const api::JobUpdateSummary& summary, const std::string& cluster) {
  UpdateSummary update;
  update.key = from_api(summary.key.job, cluster);
  update.id = summary.key.id;
  update.user = summary.user;
  update.status = api::name_of(summary.state.status);
  update.active = api::is_active(summary.state.status);
  update.created_ms = summary.state.createdTimestampMs;
  update.modified_ms = summary.state.lastModifiedTimestampMs;
  for (const api::Metadata& pair : summary.metadata) update.metadata.emplace_back(pair.key, pair.value);
  std::sort(update.metadata.begin(), update.metadata.end());
  return update;
}

lang::Result<std::vector<UpdateSummary>> find_updates(Scheduler& scheduler, const std::string& cluster,
                                                      const UpdateQuery& query) {
  api::JobUpdateQuery asked;
  if (query.job) asked.__set_jobKey(to_api(*query.job));
  if (query.role) asked.__set_role(*query.role);
  if (query.user) asked.__set_user(*query.user);
  std::set<api::JobUpdateStatus::type> statuses;
  for (const std::string& name : query.statuses) {
    if (const auto status = api::job_update_status(name)) statuses.insert(*status);
  }
  if (!statuses.empty()) asked.__set_updateStatuses(statuses);
  auto found = scheduler.update_summaries(asked);
  if (!found) return found.error();
  std::vector<UpdateSummary> result;
  for (const api::JobUpdateSummary& summary : *found) result.push_back(to_summary(summary, cluster));
  std::stable_sort(result.begin(), result.end(),
                   [](const UpdateSummary& a, const UpdateSummary& b) { return a.modified_ms > b.modified_ms; });
  return result;
}

lang::Result<UpdateDetails> details_of_update(Scheduler& scheduler, const schema::JobKey& key,
                                              const std::string& update_id) {
  auto found = scheduler.update_details(update_key(key, update_id));
  if (!found) return found.error();
  if (!*found)
    return lang::Error{lang::ErrorClass::not_found, fmt::format("{} has no update {}", key.text(), update_id), {}, {}};
  UpdateDetails details;
  details.summary = to_summary((*found)->update.summary, key.cluster);
  for (const api::JobUpdateEvent& event : (*found)->updateEvents)
    details.events.push_back({event.timestampMs, -1, api::name_of(event.status), event.user, event.message});
  for (const api::JobInstanceUpdateEvent& event : (*found)->instanceEvents)
    details.instance_events.push_back(
        {event.timestampMs, event.instanceId, api::name_of(event.action), "", event.message});
  sort_by_time(details.events);
  sort_by_time(details.instance_events);
  return details;
}

lang::Status move_update(Scheduler& scheduler, UpdateVerb verb, const schema::JobKey& key, const std::string& update_id,
                         const std::string& message) {
  const api::JobUpdateKey update = update_key(key, update_id);
  const auto words = message.empty() ? std::nullopt : std::optional(message);
  lang::Result<Done> done = Done{};
  switch (verb) {
    case UpdateVerb::pause:
      done = scheduler.pause_update(update, words);
      break;
    case UpdateVerb::resume:
      done = scheduler.resume_update(update, words);
      break;
    case UpdateVerb::abort:
      done = scheduler.abort_update(update, words);
      break;
    case UpdateVerb::rollback:
      done = scheduler.rollback_update(update, words);
      break;
  }
  if (!done) return done.error();
  return lang::Unit{};
}

lang::Result<bool> pulse_update(Scheduler& scheduler, const schema::JobKey& key, const std::string& update_id) {
  auto answer = scheduler.pulse_update(update_key(key, update_id));
  if (!answer) return answer.error();
  return *answer == api::JobUpdatePulseStatus::OK;
}

}  // namespace borealis::client::aurora
