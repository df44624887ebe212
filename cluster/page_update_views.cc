#include "cluster/page_update_views.h"

#include <algorithm>
#include <map>
#include <set>

#include "client/api/convert.h"
#include "cluster/page_data.h"

namespace borealis::cluster {

namespace {

using lang::Data;

constexpr std::size_t kUpdatesListed = 50;

std::set<int> instances_of(const Update& update) {
  const api::JobUpdateInstructions& instructions = update.details.update.instructions;
  std::set<int> out;
  const auto add = [&](const api::InstanceTaskConfig& group) {
    for (const int id : api::from_ranges(group.instances)) out.insert(id);
  };
  for (const api::InstanceTaskConfig& group : instructions.initialState) add(group);
  if (instructions.__isset.desiredState) add(instructions.desiredState);
  return out;
}

// The last thing that happened to each instance.
std::map<int, const api::JobInstanceUpdateEvent*> last_events(const Update& update) {
  std::map<int, const api::JobInstanceUpdateEvent*> out;
  for (const api::JobInstanceUpdateEvent& event : update.details.instanceEvents) out[event.instanceId] = &event;
  return out;
}

std::vector<const Update*> newest_updates(Core& core, const JobId* job) {
  std::vector<std::pair<Millis, const Update*>> found;
  for (const auto& [id, update] : core.updates().all()) {
    if (job == nullptr || update->job == *job) found.emplace_back(last_modified(*update), update.get());
  }
  std::ranges::sort(found, std::greater{}, [](const auto& entry) { return std::pair(entry.first, entry.second->id); });
  if (found.size() > kUpdatesListed) found.resize(kUpdatesListed);
  std::vector<const Update*> out;
  for (const auto& [time, update] : found) out.push_back(update);
  return out;
}

Data settings_view(const api::JobUpdateSettings& settings) {
  return map({{"batch_size", settings.updateGroupSize},
              {"watch_secs", settings.minWaitInInstanceRunningMs / 1000},
              {"max_per_shard_failures", settings.maxPerInstanceFailures},
              {"max_total_failures", settings.maxFailedInstances},
              {"rollback_on_failure", settings.rollbackOnFailure},
              {"wait_for_batch_completion", settings.waitForBatchCompletion}});
}

}  // namespace

Data update_brief(const Update& update) {
  const auto instances = instances_of(update);
  std::map<api::JobUpdateAction::type, int> actions;
  for (const auto& [instance, event] : last_events(update)) ++actions[event->action];
  const auto& events = update.details.updateEvents;
  return map({{"role", update.job.role},
              {"environment", update.job.environment},
              {"name", update.job.name},
              {"id", update.id},
              {"status", api::name_of(update.status)},
              {"active", is_active(update.status)},
              {"user", update.details.update.summary.user},
              {"created", events.empty() ? Millis{0} : events.front().timestampMs},
              {"modified", last_modified(update)},
              {"instances", number(instances.size())},
              {"actions", counts_of(actions)}});
}

Data updates_view(Core& core, const JobId* job) {
  Data::List out;
  for (const Update* update : newest_updates(core, job)) out.push_back(update_brief(*update));
  return Data(std::move(out));
}

std::optional<Data> update_view(Core& core, const JobId& job, const std::string& id) {
  const Update* update = core.updates().find(id);
  if (update == nullptr || update->job != job) return std::nullopt;
  const auto last = last_events(*update);
  Data::List instances;
  for (const int instance : instances_of(*update)) {
    const auto event = last.find(instance);
    const bool begun = event != last.end();
    instances.push_back(map({{"instance", instance},
                             {"action", begun ? api::name_of(event->second->action) : ""},
                             {"since", begun ? event->second->timestampMs : Millis{0}}}));
  }
  Data::List events;
  for (const api::JobUpdateEvent& event : update->details.updateEvents) {
    events.push_back(map({{"time", event.timestampMs},
                          {"status", api::name_of(event.status)},
                          {"user", event.user},
                          {"message", event.message}}));
  }
  Data::List instance_events;
  for (const api::JobInstanceUpdateEvent& event : update->details.instanceEvents) {
    instance_events.push_back(map({{"time", event.timestampMs},
                                   {"instance", event.instanceId},
                                   {"action", api::name_of(event.action)},
                                   {"message", event.message}}));
  }
  Data metadata(Data::Map{});
  for (const api::Metadata& entry : update->details.update.summary.metadata) metadata.set(entry.key, Data(entry.value));
  Data out = update_brief(*update);
  out.set("settings", settings_view(update->details.update.instructions.settings));
  out.set("metadata", std::move(metadata));
  out.set("instance_states", Data(std::move(instances)));
  out.set("events", Data(std::move(events)));
  out.set("instance_events", Data(std::move(instance_events)));
  return out;
}

}  // namespace borealis::cluster
