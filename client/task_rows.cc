#include "client/task_rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "client/progress.h"
#include "schema/plan.h"

namespace borealis::client {

namespace {

using std::chrono::duration_cast;
using std::chrono::seconds;

constexpr const char* kNotStarted = "none";

// Indices so that who is waited for comes first; else in the order of the config.
std::vector<std::size_t> by_dependence(const schema::Plan& plan) {
  std::vector<std::size_t> order;
  std::vector<bool> placed(plan.nodes.size(), false);
  const auto free = [&](std::size_t i) {
    return !placed[i] && std::ranges::all_of(plan.nodes[i].before, [&](int b) { return placed[std::size_t(b)]; });
  };
  for (bool any = true; any;) {
    any = false;
    for (std::size_t i = 0; i < plan.nodes.size(); ++i) {
      if (!free(i)) continue;
      placed[i] = any = true;
      order.push_back(i);
    }
  }
  return order;
}

}  // namespace

TaskRows::TaskRows(const schema::Task& task) {
  add(task, false);
  add(task, true);
}

void TaskRows::add(const schema::Task& task, bool final) {
  const schema::Plan plan = make_plan(task, final ? schema::PlanKind::finalizing : schema::PlanKind::regular);
  std::vector<std::size_t> row_of(plan.nodes.size());
  for (const std::size_t i : by_dependence(plan)) {
    const schema::Process& declared = *plan.nodes[i].process;
    row_of[i] = processes_.size();
    Process process;
    process.name = declared.name;
    for (const int before : plan.nodes[i].before) process.before.push_back(row_of[static_cast<std::size_t>(before)]);
    process.final = final;
    process.daemon = declared.daemon;
    process.ephemeral = declared.ephemeral;
    process.most_failures = declared.max_failures;
    processes_.push_back(std::move(process));
  }
}

void TaskRows::event(const RunnerEvent& event, Instant now) {
  if (event.kind != RunnerEvent::Kind::process) return;
  const auto found =
      std::ranges::find_if(processes_, [&](const Process& process) { return process.name == event.process; });
  if (found == processes_.end()) return;
  found->run = event.run;
  if (event.state == "WAITING" || event.state == "FORKED") return;
  if (event.state == "RUNNING") {
    found->state = State::running;
    found->since = now;
  } else {
    ended(*found, event, now);
  }
}

void TaskRows::ended(Process& process, const RunnerEvent& event, Instant now) {
  // One that could not be started has not run.
  process.took = process.state == State::running ? duration_cast<seconds>(now - process.since) : seconds(0);
  if (event.state == "SUCCESS") {
    process.state = process.daemon ? State::again : State::done;
    process.code.clear();
  } else if (event.state == "FAILED") {
    process.code = event.return_code.empty() ? kNotStarted : event.return_code;
    ++process.failures;
    const bool more = process.most_failures == 0 || process.failures < process.most_failures;
    process.state = more ? State::again : State::failed;
  } else {
    process.state = State::stopped;
  }
}

void TaskRows::output(std::string_view process, std::string_view line) {
  for (Process& one : processes_) {
    if (one.name == process) one.output = line;
  }
}

std::string TaskRows::waiting_text(const Process& process) const {
  std::vector<std::string> open;
  for (const std::size_t i : process.before) {
    const Process& before = processes_[i];
    if (before.state == State::failed && !before.ephemeral) return fmt::format("not started: {} failed", before.name);
    if (before.state != State::done && before.state != State::failed) open.push_back(before.name);
  }
  if (ending_ && !process.final) return "not started";
  if (open.empty()) return process.final && !ending_ ? "waits for the end" : "waiting";
  return fmt::format("waits for {}", fmt::join(open, ", "));
}

// "try 2 of 3", of one that was started before.
std::string TaskRows::tries_text(const Process& process) const {
  if (process.run == 0) return "";
  if (process.most_failures <= 1) return fmt::format(", run {}", process.run + 1);
  return fmt::format(", try {} of {}", process.failures + 1, process.most_failures);
}

std::string TaskRows::state_text(const Process& process, Instant now) const {
  std::string code = process.code == kNotStarted ? "could not be started" : "failed with " + process.code;
  switch (process.state) {
    case State::waiting:
      return waiting_text(process);
    case State::running:
      return "running " + elapsed_text(duration_cast<seconds>(now - process.since)) + tries_text(process);
    case State::again:
      if (process.failures == 0 || process.code.empty())
        return ending_ ? "done" : fmt::format("done after {}, starts again", elapsed_text(process.took));
      if (ending_) return code;
      return process.most_failures == 0
                 ? code + ", starts again"
                 : fmt::format("{} ({} of {}), starts again", code, process.failures, process.most_failures);
    case State::done:
      return "done after " + elapsed_text(process.took);
    case State::failed:
      return process.failures > 1 ? fmt::format("{}, the last of {} tries", code, process.failures) : code;
    case State::stopped:
      return "stopped after " + elapsed_text(process.took);
  }
  return "";
}

std::vector<TaskRow> TaskRows::rows(Instant now) const {
  std::vector<TaskRow> rows;
  for (const Process& process : processes_) {
    TaskRow row;
    row.name = process.name;
    row.state = state_text(process, now);
    row.output = process.output;
    std::vector<std::string> names;
    for (const std::size_t i : process.before) names.push_back(processes_[i].name);
    if (!names.empty()) row.order = fmt::format("after {}", fmt::join(names, ", "));
    if (process.state == State::running) row.mark = TaskRow::Mark::running;
    if (process.state == State::done) row.mark = TaskRow::Mark::done;
    if (process.state == State::failed) row.mark = TaskRow::Mark::failed;
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace borealis::client
