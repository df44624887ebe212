// What a deploy would change, as the commands see it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/keys.h"
#include "client/updates.h"
#include "lang/data.h"
#include "schema/job.h"

namespace borealis::client {

enum class PlanAction : std::uint8_t { unchanged, create, update, schedule_cron, replace_cron };

// One differing field. `path` is that of the config where there is one (`task.processes[web].cmdline`); a side is
// absent where the field is.
struct FieldChange {
  std::string path;
  std::optional<lang::Data> before;
  std::optional<lang::Data> after;
};

// Instances that run one and the same old configuration, and how the new one differs from it.
struct InstanceChange {
  Instances instances;
  std::vector<FieldChange> fields;
};

// What only the engine understands: of a plan, of a running job.
struct EnginePayload {
  virtual ~EnginePayload() = default;
};

struct JobPlan {
  schema::JobKey key;
  PlanAction action = PlanAction::unchanged;
  bool cron = false;
  int wanted_instances = 0;
  Instances add;
  Instances remove;
  std::vector<InstanceChange> update;
  Instances unchanged;
  // A job that is not there yet: its fields, without those that hold their default. There is no `before`.
  std::vector<FieldChange> new_fields;
  // cron: what differs in the template (schedule, instances, policy ...), beside `update`
  std::vector<FieldChange> template_changes;
  // How an update goes, for people: "2 at a time, each watched for 45 s; ..."; empty when there is none.
  std::string rollout;
  // Of this job; while it goes on, the cluster takes no other change.
  std::optional<UpdateSummary> update_in_progress;
  std::string token;  // of the state that was looked at; apply() refuses when it has moved
  std::shared_ptr<const EnginePayload> payload;

  bool changes() const { return action != PlanAction::unchanged; }
};

struct PlanOptions {
  // Only these instances (job KEY/0-3 FILE), never an empty list; nothing means all.
  std::optional<Instances> instances;
  // Compared with this instead of what runs under the job's own key: what Engine::running() answered, of any cluster.
  // Such a plan can't be applied.
  std::shared_ptr<const EnginePayload> compare_with;
};

}  // namespace borealis::client
