// What a plan for a scheduler holds: the messages that carry it out, as they will be sent.
#pragma once

#include <memory>
#include <optional>

#include "client/api/messages.h"
#include "client/engine.h"

namespace borealis::client::aurora {

struct PlanPayload : EnginePayload {
  api::JobConfiguration configuration;
  std::optional<api::JobUpdateRequest> request;  // without an update id; cron jobs have none
  Handle handle;                                 // of what will have been set going
  api::TaskConfig populated;                     // as the scheduler filled it in; not kept in a file
  bool compared = false;                         // with something else than what runs: it can't be applied
};

// The configurations that run under a key, with their instances.
struct RunningPayload : EnginePayload {
  std::vector<std::pair<Instances, api::TaskConfig>> groups;
};

// {"configuration", "request", "handle"}: the messages in Thrift's binary encoding, as base64.
lang::Data save_payload(const PlanPayload& payload);
// ErrorClass::findings when it is nothing that save_payload wrote, or is of another job than `key`.
lang::Result<std::shared_ptr<const EnginePayload>> load_payload(const JobPlan& plan, const lang::Data& saved);

}  // namespace borealis::client::aurora
