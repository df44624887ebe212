// The runners of this machine: starts them, finds them again, hears what they say, tells them to stop, cleans up after
// those that died. Used by one thread; only wake() may be called by others.
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "cluster/agents.h"
#include "cluster/descriptor.h"
#include "lang/result.h"

namespace borealis::cluster {

class Agent final : public Agents {
 public:
  // `runner`: the program borealis-runner.
  Agent(std::string state_dir, std::string runner);
  // Where control groups for tasks are made; empty: nowhere.
  void set_groups(std::string directory) { groups_ = std::move(directory); }
  ~Agent() override;

  // Makes the notification socket and what else is needed.
  lang::Status open() override;
  void adopt(const Launch& launch, bool assigned_only) override;
  void drop_strays() override;
  void take(Work work) override;
  // Also starts some of the tasks that are to be started.
  std::vector<Report> wait(Millis timeout) override;
  void wake() override;
  void drop_all() override;
  std::size_t size() const override { return tracked_.size() + queue_.size(); }

 private:
  enum class Phase : unsigned char {
    running,  // `pid` is the runner's, or not known yet when it is another life's
    reaping,  // `pid` is that of `borealis-runner reap`
  };
  struct Tracked {
    Launch launch;
    std::string directory;
    Phase phase = Phase::running;
    pid_t pid = 0;
    Descriptor pidfd;
    std::size_t offset = 0;  // how much of the status file was read
    bool ended = false;      // its terminal report was read
    bool dropped = false;    // the task was given up: the runner is to end it at once
    int reaped = 0;
    std::uint64_t serial = 0;
  };

  void start(const Launch& launch);
  void start_runner(Tracked& tracked);
  void reap(Tracked& tracked);
  void find_runner(Tracked& tracked);
  bool watch(Tracked& tracked, pid_t pid);
  void read_status(Tracked& tracked);
  void on_exit(Tracked& tracked);
  void on_notification();
  void poll_all();
  void signal(const Order& order);
  static void drop(Tracked& tracked);
  void drop_stray(const std::string& directory);
  void report(const std::string& task_id, TaskStatus status, const std::string& message);
  void forget(const std::string& task_id);

  std::string state_dir_;
  std::string runner_;
  std::string groups_;
  std::string socket_path_;  // empty: it would be too long for a socket; the files are looked at more often then
  Descriptor epoll_;
  Descriptor wake_;
  Descriptor socket_;
  std::unordered_map<std::string, std::unique_ptr<Tracked>> tracked_;
  std::unordered_map<std::uint64_t, std::string> by_serial_;
  std::uint64_t next_serial_;
  std::deque<Launch> queue_;
  std::vector<Report> reports_;
  std::chrono::steady_clock::time_point next_poll_{};
};

}  // namespace borealis::cluster
