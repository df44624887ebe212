// Task configurations: brought to one form, and kept once however many instances share them.
#pragma once

#include <unordered_map>

#include "cluster/model.h"

namespace borealis::cluster {

// Fills in what a scheduler leaves in every configuration that passed it, so that unset and empty are equal (api.md
// §2.3). Validation fills in tier, production and links (cluster/validate.h).
void normalize(api::TaskConfig& config);

// The amounts that the resources of a configuration add up to, and the names of its ports.
Amounts amounts_of(const api::TaskConfig& config);
std::vector<std::string> ports_of(const api::TaskConfig& config);
// Whether its tier is neither preemptible nor revocable.
bool is_production(const api::TaskConfig& config);

class ConfigTable {
 public:
  // The shared object for `config`, which is normalized already.
  ConfigPtr intern(const api::TaskConfig& config);
  // Takes one that the store holds.
  ConfigPtr load(std::int64_t id, const std::string& bytes);
  // Those that the store doesn't hold yet.
  std::vector<ConfigPtr>& fresh() { return fresh_; }

 private:
  ConfigPtr add(std::int64_t id, std::string bytes, const api::TaskConfig& config);

  std::unordered_map<std::string, std::weak_ptr<const Config>> by_bytes_;
  std::vector<ConfigPtr> fresh_;
  std::int64_t next_id_ = 1;
};

}  // namespace borealis::cluster
