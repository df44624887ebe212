// The declared hosts: what each offers and what is taken. Nothing is reserved from the machine: a declared host is a
// share of this machine by agreement. Ports are the machine's, so they are unique among all hosts.
#pragma once

#include <compare>
#include <map>
#include <random>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "cluster/model.h"
#include "lang/result.h"

namespace borealis::cluster {

using Attributes = std::map<std::string, std::set<std::string>>;

// One host that is declared by itself.
struct DeclaredHost {
  std::string name;
  std::string agent_id;
  Amounts total;
  Attributes attributes;  // besides `host`
  bool revocable = true;  // whether it has room for tasks of revocable tiers
};

struct HostSettings {
  int count = 1;
  Amounts each{16, 32768, 102400};
  std::vector<DeclaredHost> declared;  // these instead of `count`, when there are any
};

// Reads a JSON list of hosts: {"name", "agent_id", "cpus", "ram_mb", "disk_mb", "revocable",
// "attributes": {NAME: [VALUE...]}}, all but the name optional.
lang::Result<std::vector<DeclaredHost>> read_hosts(const std::string& path, const Amounts& each);

struct Host {
  std::string name;
  std::string agent_id;
  Amounts total;
  Amounts used;
  Attributes attributes;  // among them `host`, `rack`
  bool revocable = true;  // whether it has room for tasks of revocable tiers
  api::MaintenanceMode::type mode = api::MaintenanceMode::NONE;

  Amounts free() const;
};

// The agent of a host without one of its own: its id names directories, so it depends on nothing else.
std::string agent_id_of(const std::string& host);

class Hosts {
 public:
  // One host is called `localhost`, more are `host-001.localhost` ...: names that lead back to this machine.
  explicit Hosts(const HostSettings& settings);

  const std::vector<Host>& all() const { return hosts_; }
  const Host* find(const std::string& name) const;
  std::string agent_of(const std::string& name) const;
  void set_mode(const std::string& name, api::MaintenanceMode::type mode);
  void take(const std::string& name, const Amounts& amounts);
  void give_back(const std::string& name, const Amounts& amounts);

  // The first host, in the order in which they are preferred, that `fits` says is right; nullptr: none is. Those with
  // most room come first, those in maintenance after the others, dedicated ones last.
  template <class F>
  const Host* first(F&& fits) const {
    for (const Place& place : by_preference_) {
      if (fits(hosts_[place.index])) return &hosts_[place.index];
    }
    return nullptr;
  }

 private:
  struct Place {
    int rank = 0;
    double fullness = 0;
    std::size_t index = 0;
    friend auto operator<=>(const Place&, const Place&) = default;
  };
  void add(Host host);
  Place place_of(std::size_t index) const;
  template <class F>
  void change(const std::string& name, F&& f);

  std::vector<Host> hosts_;
  std::unordered_map<std::string, std::size_t> index_;
  std::set<Place> by_preference_;
};

// Ports of the machine for tasks, below the range the kernel takes its own from. (runner.md §17)
class Ports {
 public:
  static constexpr int kFirst = 20000;
  static constexpr int kLast = 32767;

  // `probe` asks the machine whether a port is free at this moment.
  // `shared`: every host has ports of its own, so that nothing is kept count of.
  explicit Ports(bool (*probe)(int) = &Ports::is_free, bool shared = false);

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
  bool shared_;
};

}  // namespace borealis::cluster
