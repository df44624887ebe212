// What a person wants to know of each process of a task while it runs, and in which order to look at them.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "client/runner.h"
#include "schema/job.h"

namespace borealis::client {

struct TaskRow {
  enum class Mark : std::uint8_t { waiting, running, done, failed };
  Mark mark = Mark::waiting;
  std::string name;
  std::string state;   // "running 12s, try 2 of 3"
  std::string order;   // "after a, b"; empty: it waits for nobody
  std::string output;  // the last line that it wrote
};

class TaskRows {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  // Those who are waited for come before those who wait, final processes last.
  explicit TaskRows(const schema::Task& task);

  // Takes an event of a process; others are of no interest.
  void event(const RunnerEvent& event, Instant now);
  void output(std::string_view process, std::string_view line);
  // The task is being ended: nothing is started any more but final processes.
  void ending() { ending_ = true; }
  std::vector<TaskRow> rows(Instant now) const;

 private:
  enum class State : std::uint8_t { waiting, running, again, done, failed, stopped };
  struct Process {
    std::string name;
    std::vector<std::size_t> before;  // must be done before it starts
    bool final = false;
    bool daemon = false;
    bool ephemeral = false;
    std::int64_t most_failures = 1;  // 0: any number

    State state = State::waiting;
    int run = 0;
    std::int64_t failures = 0;
    std::string code;  // of the last run that failed
    Instant since;
    std::chrono::seconds took{};  // the last run
    std::string output;
  };

  void add(const schema::Task& task, bool final);
  void ended(Process& process, const RunnerEvent& event, Instant now);
  std::string state_text(const Process& process, Instant now) const;
  std::string waiting_text(const Process& process) const;
  std::string tries_text(const Process& process) const;

  std::vector<Process> processes_;
  bool ending_ = false;
};

}  // namespace borealis::client
