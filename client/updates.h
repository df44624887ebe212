// Updates of jobs that a cluster keeps, going on and finished ones. (api.md §12, cli.md §8)
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lang/result.h"
#include "schema/job.h"

namespace borealis::client {

struct UpdateSummary {
  schema::JobKey key;
  std::string id;
  std::string user;
  std::string status;  // ROLLING_FORWARD ...
  bool active = false;
  std::int64_t created_ms = 0;
  std::int64_t modified_ms = 0;
  std::vector<std::pair<std::string, std::string>> metadata;  // sorted by key
};

// A step of the whole update, or of one of its instances.
struct UpdateEvent {
  std::int64_t time_ms = 0;
  int instance = -1;  // -1: the whole update
  std::string state;  // ROLLING_FORWARD; of an instance INSTANCE_UPDATING ...
  std::string user;   // who asked for it; may be empty
  std::string message;
};

struct UpdateDetails {
  UpdateSummary summary;
  std::vector<UpdateEvent> events;           // oldest first
  std::vector<UpdateEvent> instance_events;  // oldest first
};

// All that are given must hold.
struct UpdateQuery {
  std::optional<schema::JobKey> job;
  std::optional<std::string> role;
  std::optional<std::string> user;
  std::set<std::string> statuses;  // exact names; none: any
};

enum class UpdateVerb : std::uint8_t { pause, resume, abort, rollback };

// Errors as in client/engine.h.
class Updates {
 public:
  virtual ~Updates() = default;

  // Newest first.
  virtual lang::Result<std::vector<UpdateSummary>> updates(const UpdateQuery& query) = 0;
  // `not_found` when the job has no such update.
  virtual lang::Result<UpdateDetails> update_details(const schema::JobKey& key, const std::string& update_id) = 0;
  // Done, also when the update was in that state already. `findings`: the update can't go there.
  virtual lang::Status update_verb(UpdateVerb verb, const schema::JobKey& key, const std::string& update_id,
                                   const std::string& message) = 0;
  // Says that all is well to an update that waits for that. False: the update is over, or there is none.
  virtual lang::Result<bool> pulse(const schema::JobKey& key, const std::string& update_id) = 0;
};

// The names of the statuses of updates, in the API's order, and whether one is active (goes on or waits).
const std::vector<std::string>& update_status_names();
bool is_active_update(const std::string& status);

}  // namespace borealis::client
