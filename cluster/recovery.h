// Backups of the store, and going back to one. (api.md §20)
#pragma once

#include <memory>
#include <set>
#include <string>

#include "cluster/core.h"

namespace borealis::cluster {

// Used under the core's lock: inside change() or read().
class Recovery {
 public:
  // `directory`: where backups are kept. Empty: nowhere, every step fails.
  Recovery(Core& core, std::string directory) : core_(core), directory_(std::move(directory)) {}

  // Writes scheduler-backup-yyyy-MM-dd-HH-mm; the newest 48 are kept.
  lang::Status back_up();
  std::set<std::string> list() const;
  // Loads a backup beside the cluster's state, to be looked at and changed.
  lang::Status stage(const std::string& name);
  // The loaded one; nullptr: there is none.
  Core* staged() { return staged_.get(); }
  void unload();
  // Puts the loaded one in the place of the store. What is in memory is no longer true then: the process must end.
  lang::Status commit();

 private:
  std::string staged_path() const { return directory_ + "/staged.db"; }

  Core& core_;
  std::string directory_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Core> staged_;
};

}  // namespace borealis::cluster
