#include "cluster/runner/plan.h"

#include <algorithm>

namespace borealis::runner {

Plan::Plan(const schema::Task& task, schema::PlanKind kind)
    : max_failures_(task.max_failures), max_concurrency_(task.max_concurrency) {
  for (const schema::Plan::Node& node : schema::make_plan(task, kind).nodes) {
    Node& added = nodes_.emplace_back();
    added.process = node.process;
    added.after.assign(node.before.begin(), node.before.end());
  }
}

bool Plan::runnable(const Node& node) const {
  return node.state == State::idle && std::all_of(node.after.begin(), node.after.end(), [&](std::size_t before) {
           return nodes_[before].state == State::finished;
         });
}

Instant Plan::ready_at(const Node& node) {
  if (!node.last_end) return Instant::min();
  return *node.last_end + seconds(static_cast<double>(node.process->min_duration));
}

std::size_t Plan::running() const {
  return static_cast<std::size_t>(
      std::count_if(nodes_.begin(), nodes_.end(), [](const Node& node) { return node.state == State::running; }));
}

std::vector<std::size_t> Plan::startable(Instant now) const {
  std::size_t room = nodes_.size();
  if (max_concurrency_ > 0) {
    const auto limit = static_cast<std::size_t>(max_concurrency_);
    room = limit - std::min(limit, running());
  }
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < nodes_.size() && chosen.size() < room; ++i) {
    if (runnable(nodes_[i]) && ready_at(nodes_[i]) <= now) chosen.push_back(i);
  }
  return chosen;
}

std::optional<Instant> Plan::next_ready(Instant now) const {
  std::optional<Instant> next;
  for (const Node& node : nodes_) {
    if (!runnable(node)) continue;
    const Instant when = ready_at(node);
    if (when > now && (!next || when < *next)) next = when;
  }
  return next;
}

void Plan::started(std::size_t i) {
  nodes_[i].state = State::running;
}

void Plan::ended(std::size_t i, RunEnd how, Instant now) {
  Node& node = nodes_[i];
  node.last_end = now;
  node.runs += 1;
  node.state = State::idle;
  if (how == RunEnd::success && !node.process->daemon) node.state = State::finished;
  if (how == RunEnd::failure) {
    node.failures += 1;
    const bool used_up = node.process->max_failures != 0 && node.failures >= node.process->max_failures;
    if (used_up) node.state = node.process->ephemeral ? State::finished : State::failed;
  }
  if (node.runs >= kRunLimit) node.state = State::failed;
}

bool Plan::complete() const {
  return std::all_of(nodes_.begin(), nodes_.end(), [](const Node& node) {
    return node.process->ephemeral || node.state == State::finished || node.state == State::failed;
  });
}

bool Plan::deadlocked() const {
  return !complete() && std::none_of(nodes_.begin(), nodes_.end(),
                                     [&](const Node& node) { return node.state == State::running || runnable(node); });
}

bool Plan::healthy() const {
  if (deadlocked()) return false;
  return max_failures_ == 0 || static_cast<std::int64_t>(failed_count()) < max_failures_;
}

std::size_t Plan::failed_count() const {
  return static_cast<std::size_t>(
      std::count_if(nodes_.begin(), nodes_.end(), [](const Node& node) { return node.state == State::failed; }));
}

}  // namespace borealis::runner
