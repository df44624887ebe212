// All job updates in memory.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "cluster/model.h"

namespace borealis::cluster {

class Updates {
 public:
  Update& insert(Update update);
  void erase(const std::string& id);
  Update* find(const std::string& id);
  // The one update of the job that is not over; nullptr when there is none.
  Update* active(const JobId& job);
  const Update* active(const JobId& job) const;
  const std::map<std::string, std::unique_ptr<Update>>& all() const { return updates_; }
  void status_changed(Update& update);

 private:
  std::map<std::string, std::unique_ptr<Update>> updates_;
  std::map<JobId, Update*> active_;
};

// The summary with the state filled in from the events. (api.md §12.8)
api::JobUpdateSummary summary_of(const Update& update);
Millis last_modified(const Update& update);

}  // namespace borealis::cluster
