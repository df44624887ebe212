// The declared hosts: what each offers and what is taken. Nothing is reserved from the machine: a declared host is a
// share of this machine by agreement. Ports are the machine's, so they are unique among all hosts.
#pragma once

#include <map>
#include <random>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "cluster/model.h"

namespace borealis::cluster {

struct HostSettings {
  int count = 1;
  Amounts each{16, 32768, 102400};
};

struct Host {
  std::string name;
  Amounts total;
  Amounts used;
  std::map<std::string, std::set<std::string>> attributes;  // among them `host`, `rack`

  Amounts free() const;
};

// The agent of a host: its id names directories, so it depends on nothing else.
std::string agent_id_of(const std::string& host);

class Hosts {
 public:
  // One host is called `localhost`, more are `host-001.localhost` ...: names that lead back to this machine.
  explicit Hosts(const HostSettings& settings);

  const std::vector<Host>& all() const { return hosts_; }
  const Host* find(const std::string& name) const;
  void take(const std::string& name, const Amounts& amounts);
  void give_back(const std::string& name, const Amounts& amounts);

 private:
  Host* find_mutable(const std::string& name);

  std::vector<Host> hosts_;
  std::unordered_map<std::string, std::size_t> index_;
};

// Ports of the machine for tasks, below the range the kernel takes its own from. (runner.md §17)
class Ports {
 public:
  static constexpr int kFirst = 20000;
  static constexpr int kLast = 32767;

  // `probe` asks the machine whether a port is free at this moment.
  explicit Ports(bool (*probe)(int) = &Ports::is_free);

  // One for each name; empty when there are not enough. They are taken until given back.
  std::map<std::string, int> pick(const std::vector<std::string>& names);
  void take(const std::map<std::string, int>& ports);
  void give_back(const std::map<std::string, int>& ports);
  std::size_t available() const { return kLast - kFirst + 1 - taken_.size(); }

  static bool is_free(int port);

 private:
  std::set<int> taken_;
  std::minstd_rand random_;
  bool (*probe_)(int);
};

}  // namespace borealis::cluster
