// Updates as the commands see them. (api.md §12; scheduler.md §2)
#pragma once

#include <string>
#include <vector>

#include "client/aurora/scheduler.h"
#include "client/updates.h"

namespace borealis::client::aurora {

UpdateSummary to_summary(const api::JobUpdateSummary& summary, const std::string& cluster);
lang::Result<std::vector<UpdateSummary>> find_updates(Scheduler& scheduler, const std::string& cluster,
                                                      const UpdateQuery& query);
lang::Result<UpdateDetails> details_of_update(Scheduler& scheduler, const schema::JobKey& key,
                                              const std::string& update_id);
lang::Status move_update(Scheduler& scheduler, UpdateVerb verb, const schema::JobKey& key, const std::string& update_id,
                         const std::string& message);
lang::Result<bool> pulse_update(Scheduler& scheduler, const schema::JobKey& key, const std::string& update_id);

}  // namespace borealis::client::aurora
