#include "cluster/runner/plan_check.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace borealis::runner {

namespace {

using Orders = std::set<std::pair<std::string, std::string>>;  // before, after
using Processes = std::map<std::string, const schema::Process*>;

// The pairs that a task's order lists ask for; a list of which no name is known is passed over.
std::optional<std::string> collect_orders(const schema::Task& task, const Processes& known, Orders& orders) {
  for (const schema::Constraint& constraint : task.constraints) {
    if (!constraint.order || constraint.order->empty()) return "Invalid process dependencies!";
    const auto& names = *constraint.order;
    const auto is_a = [&](bool final) {
      return [&, final](const std::string& name) { return known.contains(name) && known.at(name)->final == final; };
    };
    const bool all_regular = std::all_of(names.begin(), names.end(), is_a(false));
    const bool all_final = std::all_of(names.begin(), names.end(), is_a(true));
    const bool none = std::none_of(names.begin(), names.end(), [&](const auto& name) { return known.contains(name); });
    if (!all_regular && !all_final && !none) return "Invalid process dependencies!";
    if (none) continue;
    for (std::size_t n = 1; n < names.size(); ++n) orders.emplace(names[n - 1], names[n]);
  }
  return std::nullopt;
}

// Takes away, again and again, whatever has nothing before it.
bool has_cycle(Orders orders, const Processes& known) {
  std::set<std::string> left;
  for (const auto& [name, process] : known) left.insert(name);
  for (;;) {
    const auto free = std::find_if(left.begin(), left.end(), [&](const std::string& name) {
      return std::none_of(orders.begin(), orders.end(), [&](const auto& pair) { return pair.second == name; });
    });
    if (free == left.end()) return !left.empty();
    std::erase_if(orders, [&](const auto& pair) { return pair.first == *free; });
    left.erase(free);
  }
}

}  // namespace

std::optional<std::string> plan_problem(const schema::Task& task) {
  Processes known;
  if (!task.processes || task.processes->empty()) return "it has no processes";
  for (const schema::Process& process : *task.processes) {
    const std::string& name = process.name;
    if (name.empty() || name[0] == '.' || name.find('/') != std::string::npos) return "Invalid process name: " + name;
    known[name] = &process;
  }
  Orders orders;
  if (auto problem = collect_orders(task, known, orders)) return problem;
  for (const auto& [before, after] : orders) {
    if (known.at(before)->daemon) return "Process " + after + " may not depend upon daemon process " + before;
    if (known.at(before)->ephemeral && !known.at(after)->ephemeral)
      return "Non-ephemeral process " + after + " may not depend upon ephemeral process " + before;
  }
  if (has_cycle(std::move(orders), known)) return "Cycles detected in the task schedule!";
  return std::nullopt;
}

}  // namespace borealis::runner
