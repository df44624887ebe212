#include "cluster/updates.h"

#include <algorithm>

namespace borealis::cluster {

Update& Updates::insert(Update update) {
  auto owned = std::make_unique<Update>(std::move(update));
  Update& added = *owned;
  updates_[added.id] = std::move(owned);
  status_changed(added);
  return added;
}

void Updates::erase(const std::string& id) {
  const auto found = updates_.find(id);
  if (found == updates_.end()) return;
  if (const auto at = active_.find(found->second->job); at != active_.end() && at->second == found->second.get()) {
    active_.erase(at);
  }
  updates_.erase(found);
}

Update* Updates::find(const std::string& id) {
  const auto found = updates_.find(id);
  return found == updates_.end() ? nullptr : found->second.get();
}

Update* Updates::active(const JobId& job) {
  const auto found = active_.find(job);
  return found == active_.end() ? nullptr : found->second;
}

const Update* Updates::active(const JobId& job) const {
  const auto found = active_.find(job);
  return found == active_.end() ? nullptr : found->second;
}

void Updates::status_changed(Update& update) {
  if (is_active(update.status)) {
    active_[update.job] = &update;
  } else if (const auto at = active_.find(update.job); at != active_.end() && at->second == &update) {
    active_.erase(at);
  }
}

Millis last_modified(const Update& update) {
  Millis last = 0;
  for (const auto& event : update.details.updateEvents) last = std::max(last, event.timestampMs);
  for (const auto& event : update.details.instanceEvents) last = std::max(last, event.timestampMs);
  return last;
}

api::JobUpdateSummary summary_of(const Update& update) {
  api::JobUpdateSummary summary = update.details.update.summary;
  api::JobUpdateState state;
  state.__set_status(update.status);
  const auto& events = update.details.updateEvents;
  state.__set_createdTimestampMs(events.empty() ? 0 : events.front().timestampMs);
  state.__set_lastModifiedTimestampMs(last_modified(update));
  summary.__set_state(state);
  return summary;
}

}  // namespace borealis::cluster
