// Whether a task fits on a host, and if not, why. (api.md §17.1)
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cluster/hosts.h"
#include "cluster/model.h"

namespace borealis::cluster {

struct Veto {
  std::string text;
  int score = 0;  // the farther from a fit the higher
};

// The number of ACTIVE tasks of the task's job on hosts that share a value of `attribute` with `host`.
using CountOnLike = std::function<int(const std::string& attribute, const Host& host)>;

// `free`: what the host has left, or would have.
bool fits(const Config& config, const Host& host, const Amounts& free, std::size_t ports_available,
          const CountOnLike& count);
// Why not. Empty: it fits.
std::vector<Veto> vetoes(const Config& config, const Host& host, std::size_t ports_available, const CountOnLike& count);

// The texts of the vetoes joined by commas, as a pending reason has them. (api.md §17.2)
std::string reason_of(const std::vector<Veto>& vetoes);
int score_of(const std::vector<Veto>& vetoes);

}  // namespace borealis::cluster
