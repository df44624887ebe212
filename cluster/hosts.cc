#include "cluster/hosts.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "cluster/amounts.h"
#include "fmt/format.h"

namespace borealis::cluster {

namespace {

constexpr int kHostsPerRack = 16;

// How full a host is, by its scarcest resource.
double fullness(const Host& host) {
  const auto share = [](double used, double total) { return total > 0 ? used / total : 1; };
  return std::max({share(host.used.cpus, host.total.cpus),
                   share(static_cast<double>(host.used.ram_mb), static_cast<double>(host.total.ram_mb)),
                   share(static_cast<double>(host.used.disk_mb), static_cast<double>(host.total.disk_mb))});
}

}  // namespace

Amounts Host::free() const {
  return total - used;
}

std::string agent_id_of(const std::string& host) {
  return host.substr(0, host.find('.'));
}

Hosts::Hosts(const HostSettings& settings) {
  for (const DeclaredHost& declared : settings.declared) {
    Host host;
    host.name = declared.name;
    host.agent_id = declared.agent_id.empty() ? agent_id_of(declared.name) : declared.agent_id;
    host.total = declared.total;
    host.attributes = declared.attributes;
    host.revocable = declared.revocable;
    host.attributes["host"] = {host.name};
    add(std::move(host));
  }
  if (!settings.declared.empty()) return;
  for (int i = 0; i < settings.count; ++i) {
    Host host;
    host.name = settings.count == 1 ? "localhost" : fmt::format("host-{:03}.localhost", i + 1);
    host.agent_id = agent_id_of(host.name);
    host.total = settings.each;
    host.attributes["host"] = {host.name};
    host.attributes["rack"] = {fmt::format("rack-{}", i / kHostsPerRack)};
    add(std::move(host));
  }
}

void Hosts::add(Host host) {
  index_[host.name] = hosts_.size();
  hosts_.push_back(std::move(host));
  by_preference_.insert(place_of(hosts_.size() - 1));
}

Hosts::Place Hosts::place_of(std::size_t index) const {
  using M = api::MaintenanceMode;
  const Host& host = hosts_[index];
  const int rank = (host.mode == M::NONE        ? 0
                    : host.mode == M::SCHEDULED ? 1
                                                : 2) +
                   (host.attributes.contains("dedicated") ? 3 : 0);
  return {rank, fullness(host), index};
}

std::string Hosts::agent_of(const std::string& name) const {
  const Host* host = find(name);
  return host == nullptr ? agent_id_of(name) : host->agent_id;
}

const Host* Hosts::find(const std::string& name) const {
  const auto found = index_.find(name);
  return found == index_.end() ? nullptr : &hosts_[found->second];
}

template <class F>
void Hosts::change(const std::string& name, F&& f) {
  const auto found = index_.find(name);
  // A host of an earlier start may be declared no more; its tasks run on.
  if (found == index_.end()) return;
  by_preference_.erase(place_of(found->second));
  f(hosts_[found->second]);
  by_preference_.insert(place_of(found->second));
}

void Hosts::set_mode(const std::string& name, api::MaintenanceMode::type mode) {
  change(name, [&](Host& host) { host.mode = mode; });
}

void Hosts::take(const std::string& name, const Amounts& amounts) {
  change(name, [&](Host& host) { host.used += amounts; });
}

void Hosts::give_back(const std::string& name, const Amounts& amounts) {
  take(name, {-amounts.cpus, -amounts.ram_mb, -amounts.disk_mb});
}

Ports::Ports(bool (*probe)(int), bool shared) : random_(std::random_device{}()), probe_(probe), shared_(shared) {}

namespace {

bool is_among(const std::map<std::string, int>& ports, int port) {
  return std::ranges::any_of(ports, [port](const auto& entry) { return entry.second == port; });
}

}  // namespace

std::map<std::string, int> Ports::pick(const std::vector<std::string>& names) {
  constexpr int kAttempts = 2000;
  std::map<std::string, int> picked;
  std::uniform_int_distribution<int> any(kFirst, kLast);
  if (names.size() > available()) return {};
  int attempts = 0;
  for (const std::string& name : names) {
    int port = 0;
    do {
      if (++attempts > kAttempts) {
        give_back(picked);
        return {};
      }
      port = any(random_);
    } while (taken_.contains(port) || is_among(picked, port) || !probe_(port));
    if (!shared_) taken_.insert(port);
    picked[name] = port;
  }
  return picked;
}

void Ports::take(const std::map<std::string, int>& ports) {
  if (shared_) return;
  for (const auto& [name, port] : ports) taken_.insert(port);
}

void Ports::give_back(const std::map<std::string, int>& ports) {
  for (const auto& [name, port] : ports) taken_.erase(port);
}

bool Ports::is_free(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  // A task may listen on any address of the machine. Nothing listens here: the port is only tried.
  address.sin_addr.s_addr = htonl(INADDR_ANY);
  const bool free = bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(fd);
  return free;
}

}  // namespace borealis::cluster
