#include "schema/plan.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "lang/suggest.h"

namespace borealis::schema {

namespace {

using Names = std::vector<std::string>;

// By name; of several with one name the last. Final and ordinary processes apart.
std::map<std::string, const Process*> processes_of(const Task& task, PlanKind kind) {
  std::map<std::string, const Process*> found;
  if (!task.processes) return found;
  for (const Process& process : *task.processes) {
    if (process.final == (kind == PlanKind::finalizing)) found[process.name] = &process;
  }
  return found;
}

struct Known {
  std::map<std::string, const Process*> regular;
  std::map<std::string, const Process*> finalizing;

  explicit Known(const Task& task)
      : regular(processes_of(task, PlanKind::regular)), finalizing(processes_of(task, PlanKind::finalizing)) {}
  bool has(const std::string& name) const { return regular.contains(name) || finalizing.contains(name); }
};

bool all_in(const Names& names, const std::map<std::string, const Process*>& processes) {
  return std::all_of(names.begin(), names.end(), [&](const std::string& name) { return processes.contains(name); });
}

std::string quoted(const std::string& name) {
  return "`" + name + "`";
}

void say_mixed(const Names& order, const Known& known, int constraint, std::vector<PlanProblem>& out) {
  const auto final_one =
      std::find_if(order.begin(), order.end(), [&](const auto& n) { return known.finalizing.contains(n); });
  const auto ordinary =
      std::find_if(order.begin(), order.end(), [&](const auto& n) { return known.regular.contains(n); });
  if (final_one == order.end() || ordinary == order.end()) return;
  out.push_back({PlanProblem::Kind::mixed_final,
                 quoted(*final_one) + " is a final process and cannot stand in one order with " + quoted(*ordinary) +
                     ", which is not final",
                 "final processes run after all the others; leave " + quoted(*final_one) + " out of the order",
                 {*final_one, *ordinary},
                 constraint});
}

void say_unknown(const Names& order, const Known& known, int constraint, std::vector<PlanProblem>& out) {
  Names candidates;
  for (const auto& [name, process] : known.regular) candidates.push_back(name);
  for (const auto& [name, process] : known.finalizing) candidates.push_back(name);
  std::set<std::string> said;
  for (const std::string& name : order) {
    if (known.has(name) || !said.insert(name).second) continue;
    const std::string near = lang::nearest(name, candidates);
    out.push_back({PlanProblem::Kind::unknown_process,
                   "the order names " + quoted(name) + ", which is no process of the task",
                   near.empty() ? "add it to `processes`, or leave it out" : "did you mean " + quoted(near) + "?",
                   {name},
                   constraint});
  }
}

// An order that concerns one plan: what its neighbours forbid.
void say_neighbours(const Names& order, const std::map<std::string, const Process*>& processes, int constraint,
                    std::vector<PlanProblem>& out) {
  for (std::size_t i = 1; i < order.size(); ++i) {
    const Process& before = *processes.at(order[i - 1]);
    const Process& after = *processes.at(order[i]);
    if (before.daemon) {
      out.push_back({PlanProblem::Kind::after_daemon,
                     quoted(order[i]) + " cannot wait for " + quoted(order[i - 1]) + ", a daemon, which never finishes",
                     "leave the daemon out of the order, or put it last",
                     {order[i], order[i - 1]},
                     constraint});
    }
    if (before.ephemeral && !after.ephemeral) {
      out.push_back(
          {PlanProblem::Kind::after_ephemeral,
           quoted(order[i]) + " is not ephemeral and cannot wait for " + quoted(order[i - 1]) + ", which is ephemeral",
           "make " + quoted(order[i]) + " ephemeral, too, or leave " + quoted(order[i - 1]) + " out of the order",
           {order[i], order[i - 1]},
           constraint});
    }
  }
}

bool concerns(const Names& order, const std::map<std::string, const Process*>& processes) {
  return !order.empty() && all_in(order, processes);
}

// Steps "left before right", each with the constraint that asks for it first.
using Steps = std::map<std::string, std::map<std::string, int>>;

Steps steps_of(const Task& task, const std::map<std::string, const Process*>& processes) {
  Steps steps;
  for (std::size_t c = 0; c < task.constraints.size(); ++c) {
    const auto& order = task.constraints[c].order;
    if (!order || !concerns(*order, processes)) continue;
    for (std::size_t i = 1; i < order->size(); ++i) {
      steps[(*order)[i - 1]].emplace((*order)[i], static_cast<int>(c));
    }
  }
  return steps;
}

// Depth first; without recursion, for there may be thousands of processes in a row.
class CycleSearch {
 public:
  explicit CycleSearch(const Steps& steps) : steps_(steps) {}

  // The path of one cycle of each part of the graph that has one.
  std::vector<Names> run() {
    for (const auto& [name, after] : steps_) {
      if (!done_.contains(name)) visit(name);
    }
    return std::move(cycles_);
  }

 private:
  using Successors = std::map<std::string, int>;
  static const Successors& none() {
    static const Successors empty;
    return empty;
  }
  const Successors& successors(const std::string& name) const {
    const auto found = steps_.find(name);
    return found == steps_.end() ? none() : found->second;
  }

  void visit(const std::string& root) {
    std::vector<std::pair<std::string, Successors::const_iterator>> way;
    std::set<std::string> on_way;
    bool found = false;
    way.emplace_back(root, successors(root).begin());
    on_way.insert(root);
    while (!way.empty()) {
      auto& [name, next] = way.back();
      if (next == successors(name).end()) {
        on_way.erase(name);
        done_.insert(name);
        way.pop_back();
        continue;
      }
      const std::string after = (next++)->first;
      if (on_way.contains(after)) {
        if (!found) cycles_.push_back(path_from(way, after));
        found = true;
      } else if (!done_.contains(after)) {
        way.emplace_back(after, successors(after).begin());
        on_way.insert(after);
      }
    }
  }

  template <class Way>
  static Names path_from(const Way& way, const std::string& first) {
    Names path;
    for (const auto& [name, next] : way) {
      if (name == first || !path.empty()) path.push_back(name);
    }
    path.push_back(first);
    return path;
  }

  const Steps& steps_;
  std::set<std::string> done_;
  std::vector<Names> cycles_;
};

// A long path in the middle of which nothing is told.
std::string path_text(const Names& path) {
  std::string text;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path.size() > 12 && i == 6) {
      text += " -> ...";
      i = path.size() - 5;
    }
    text += (i == 0 ? "" : " -> ") + path[i];
  }
  return text;
}

// Whether each step leads to a process that was not named before it: then there is no circle. That is so for nearly
// all tasks, and quick to see.
bool only_forward(const Task& task, const std::map<std::string, const Process*>& processes) {
  std::map<std::string_view, std::size_t> rank;
  for (const Constraint& constraint : task.constraints) {
    if (!constraint.order || !concerns(*constraint.order, processes)) continue;
    std::optional<std::size_t> before;
    for (const std::string& name : *constraint.order) {
      const std::size_t here = rank.emplace(name, rank.size()).first->second;
      if (before && here <= *before) return false;
      before = here;
    }
  }
  return true;
}

void say_cycles(const Task& task, const std::map<std::string, const Process*>& processes,
                std::vector<PlanProblem>& out) {
  if (only_forward(task, processes)) return;
  const Steps steps = steps_of(task, processes);
  for (Names& path : CycleSearch(steps).run()) {
    int last = 0;
    for (std::size_t i = 1; i < path.size(); ++i) last = std::max(last, steps.at(path[i - 1]).at(path[i]));
    const bool alone = path.size() == 2;
    std::string message = alone ? "the process " + quoted(path[0]) + " would have to wait for itself"
                                : "the order of the processes goes round in a circle: " + path_text(path);
    out.push_back({PlanProblem::Kind::cycle, std::move(message),
                   alone ? "" : "a cycle can never start; drop one of its steps", std::move(path), last});
  }
}

}  // namespace

int Plan::index_of(std::string_view name) const {
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].process->name == name) return static_cast<int>(i);
  }
  return -1;
}

Plan make_plan(const Task& task, PlanKind kind) {
  Plan plan;
  const auto processes = processes_of(task, kind);
  std::map<std::string, int> index;
  static const std::vector<Process> no_processes;
  for (const Process& process : task.processes ? *task.processes : no_processes) {
    const auto found = processes.find(process.name);
    if (found == processes.end() || index.contains(process.name)) continue;
    index[process.name] = static_cast<int>(plan.nodes.size());
    plan.nodes.push_back({found->second, {}});
  }
  for (const auto& [before, successors] : steps_of(task, processes)) {
    for (const auto& [after, constraint] : successors) plan.nodes[index[after]].before.push_back(index[before]);
  }
  for (Plan::Node& node : plan.nodes) std::sort(node.before.begin(), node.before.end());
  return plan;
}

std::vector<PlanProblem> plan_problems(const Task& task) {
  std::vector<PlanProblem> out;
  const Known known(task);
  for (std::size_t c = 0; c < task.constraints.size(); ++c) {
    const auto& order = task.constraints[c].order;
    const int constraint = static_cast<int>(c);
    if (!order || order->empty()) {
      out.push_back({PlanProblem::Kind::no_order,
                     "a Constraint needs an `order` that names processes",
                     "write `order(first, second)`",
                     {},
                     constraint});
    } else if (concerns(*order, known.regular)) {
      say_neighbours(*order, known.regular, constraint, out);
    } else if (concerns(*order, known.finalizing)) {
      say_neighbours(*order, known.finalizing, constraint, out);
    } else if (std::any_of(order->begin(), order->end(), [&](const auto& n) { return known.has(n); })) {
      say_mixed(*order, known, constraint, out);
      say_unknown(*order, known, constraint, out);
    }
  }
  say_cycles(task, known.regular, out);
  say_cycles(task, known.finalizing, out);
  return out;
}

std::vector<int> idle_orders(const Task& task) {
  std::vector<int> found;
  const Known known(task);
  for (std::size_t c = 0; c < task.constraints.size(); ++c) {
    const auto& order = task.constraints[c].order;
    if (!order || order->empty()) continue;
    const bool any = std::any_of(order->begin(), order->end(), [&](const auto& n) { return known.has(n); });
    if (!any) found.push_back(static_cast<int>(c));
  }
  return found;
}

}  // namespace borealis::schema
