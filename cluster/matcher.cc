#include "cluster/matcher.h"

#include <algorithm>
#include <cmath>

namespace borealis::cluster {

namespace {

constexpr int kMostOfAmount = 1000;
constexpr int kConstraint = 10'000;
constexpr int kDedicated = 1'000'000;

// Sums of fractions of a core must not refuse what fits to the eye.
constexpr double kRounding = 1e-6;

void check_amount(std::vector<Veto>& out, const char* text, double wanted, double free, double total) {
  if (wanted <= free + kRounding) return;
  const double shortage = total > 0 ? (wanted - free) / total : 1;
  out.push_back({text, static_cast<int>(std::ceil(std::min(1.0, shortage) * kMostOfAmount))});
}

bool value_holds(const api::ValueConstraint& constraint, const std::set<std::string>* values) {
  const bool any = values != nullptr && std::ranges::any_of(constraint.values, [&](const std::string& value) {
                     return values->contains(value);
                   });
  return any != constraint.negated;
}

}  // namespace

std::vector<Veto> vetoes(const Config& config, const Host& host, std::size_t ports_available,
                         const CountOnLike& count) {
  std::vector<Veto> out;
  const auto attribute = [&](const std::string& name) {
    const auto found = host.attributes.find(name);
    return found == host.attributes.end() ? nullptr : &found->second;
  };
  if (attribute("dedicated") != nullptr &&
      std::ranges::none_of(config.message.constraints, [](const auto& c) { return c.name == "dedicated"; })) {
    out.push_back({"Host is dedicated", kDedicated});
    return out;
  }
  const Amounts free = host.free();
  check_amount(out, "Insufficient: CPU", config.needs.cpus, free.cpus, host.total.cpus);
  check_amount(out, "Insufficient: RAM", static_cast<double>(config.needs.ram_mb), static_cast<double>(free.ram_mb),
               static_cast<double>(host.total.ram_mb));
  check_amount(out, "Insufficient: disk", static_cast<double>(config.needs.disk_mb), static_cast<double>(free.disk_mb),
               static_cast<double>(host.total.disk_mb));
  if (config.ports.size() > ports_available) out.push_back({"Insufficient: ports", kMostOfAmount});

  for (const api::Constraint& constraint : config.message.constraints) {
    const std::set<std::string>* values = attribute(constraint.name);
    if (constraint.constraint.__isset.value && !value_holds(constraint.constraint.value, values)) {
      out.push_back({"Constraint not satisfied: " + constraint.name, kConstraint});
    } else if (constraint.constraint.__isset.limit &&
               (values == nullptr || count(constraint.name, host) >= constraint.constraint.limit.limit)) {
      out.push_back({"Limit not satisfied: " + constraint.name, kConstraint});
    }
  }
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
