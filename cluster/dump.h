// Messages of the API as text, as a scheduler's refusals show them. (scheduler.md §2, api.md §10)
#pragma once

#include <string>

#include "client/api/messages.h"
#include "cluster/model.h"

namespace borealis::cluster {

// IJobKey{role=a, environment=b, name=c}; a part that is unset is `null`.
std::string dump(const api::JobKey& key);
// IJobUpdateKey{job=IJobKey{...}, id=d}
std::string dump(const api::JobUpdateKey& key);
// IResourceAggregate{resources=[IResource{setField=NUM_CPUS, value=1.0}, ...]}
std::string dump(const api::ResourceAggregate& aggregate);
// ResourceBag{resourceVectors={CPUS=1.0, RAM_MB=2.0, DISK_MB=3.0}}
std::string dump(const Amounts& amounts);
// TaskQuery(role:a, statuses:[PENDING], ...)
std::string dump(const api::TaskQuery& query);
// JobConfiguration(key:JobKey(role:a, ...), ...)
std::string dump(const api::JobConfiguration& job);

}  // namespace borealis::cluster
