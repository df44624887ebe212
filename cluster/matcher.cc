#include "cluster/matcher.h"

#include <algorithm>
#include <cmath>

#include "cluster/validate.h"

namespace borealis::cluster {

namespace {

constexpr int kMostOfAmount = 1000;
constexpr int kConstraint = 10'000;
constexpr int kMaintenance = 100'000;
constexpr int kDedicated = 1'000'000;

// Sums of fractions of a core must not refuse what fits to the eye.
constexpr double kRounding = 1e-6;

bool is_revocable(const api::TaskConfig& config) {
  const schema::Tier* tier = limits().tier(config.tier);
  return tier != nullptr && tier->revocable;
}

bool value_holds(const api::ValueConstraint& constraint, const std::set<std::string>* values) {
  const bool any = values != nullptr && std::ranges::any_of(constraint.values, [&](const std::string& value) {
                     return values->contains(value);
                   });
  return any != constraint.negated;
}

// What speaks against the host, one by one: `veto(text, name of the attribute, score)`.
template <class F>
void examine(const Config& config, const Host& host, const Amounts& free, std::size_t ports_available,
             const CountOnLike& count, F&& veto) {
  using M = api::MaintenanceMode;
  const auto attribute = [&](const std::string& name) {
    const auto found = host.attributes.find(name);
    return found == host.attributes.end() ? nullptr : &found->second;
  };
  const auto amount = [&](const char* text, double wanted, double left, double total) {
    if (wanted <= left + kRounding) return;
    const double shortage = total > 0 ? (wanted - left) / total : 1;
    veto(text, "", static_cast<int>(std::ceil(std::min(1.0, shortage) * kMostOfAmount)));
  };
  if (host.mode == M::DRAINING) return veto("Host draining for maintenance", "", kMaintenance);
  if (host.mode == M::DRAINED) return veto("Host drained for maintenance", "", kMaintenance);
  if (attribute("dedicated") != nullptr &&
      std::ranges::none_of(config.message.constraints, [](const auto& c) { return c.name == "dedicated"; })) {
    veto("Host is dedicated", "", kDedicated);
    return;
  }
  // Revocable room is room for processors; the rest is shared.
  const bool none_left = !host.revocable && is_revocable(config.message);
  amount("Insufficient: CPU", config.needs.cpus, none_left ? 0 : free.cpus, host.total.cpus);
  amount("Insufficient: RAM", static_cast<double>(config.needs.ram_mb), static_cast<double>(free.ram_mb),
         static_cast<double>(host.total.ram_mb));
  amount("Insufficient: disk", static_cast<double>(config.needs.disk_mb), static_cast<double>(free.disk_mb),
         static_cast<double>(host.total.disk_mb));
  if (config.ports.size() > ports_available) veto("Insufficient: ports", "", kMostOfAmount);

  for (const api::Constraint& constraint : config.message.constraints) {
    const std::set<std::string>* values = attribute(constraint.name);
    if (constraint.constraint.__isset.value && !value_holds(constraint.constraint.value, values)) {
      veto("Constraint not satisfied: ", constraint.name, kConstraint);
    } else if (constraint.constraint.__isset.limit &&
               (values == nullptr || count(constraint.name, host) >= constraint.constraint.limit.limit)) {
      veto("Limit not satisfied: ", constraint.name, kConstraint);
    }
  }
}

}  // namespace

bool fits(const Config& config, const Host& host, const Amounts& free, std::size_t ports_available,
          const CountOnLike& count) {
  bool fit = true;
  examine(config, host, free, ports_available, count, [&](const char*, const std::string&, int) { fit = false; });
  return fit;
}

std::vector<Veto> vetoes(const Config& config, const Host& host, std::size_t ports_available,
                         const CountOnLike& count) {
  std::vector<Veto> out;
  examine(config, host, host.free(), ports_available, count, [&](const char* text, const std::string& name, int score) {
    out.push_back({text + name, score});
  });
  return out;
}

std::string reason_of(const std::vector<Veto>& vetoes) {
  std::string text;
  for (const Veto& veto : vetoes) {
    if (!text.empty()) text += ',';
    text += veto.text;
  }
  return text;
}

int score_of(const std::vector<Veto>& vetoes) {
  int sum = 0;
  for (const Veto& veto : vetoes) sum += veto.score;
  return sum;
}

}  // namespace borealis::cluster
