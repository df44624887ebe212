#include "cluster/hosts.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fmt/format.h"

namespace borealis::cluster {

namespace {

constexpr int kHostsPerRack = 16;

}  // namespace

Amounts Host::free() const {
  return {total.cpus - used.cpus, total.ram_mb - used.ram_mb, total.disk_mb - used.disk_mb};
}

std::string agent_id_of(const std::string& host) {
  return host.substr(0, host.find('.'));
}

Hosts::Hosts(const HostSettings& settings) {
  hosts_.reserve(static_cast<std::size_t>(settings.count));
  for (int i = 0; i < settings.count; ++i) {
    Host host;
    host.name = settings.count == 1 ? "localhost" : fmt::format("host-{:03}.localhost", i + 1);
    host.total = settings.each;
    host.attributes["host"] = {host.name};
    host.attributes["rack"] = {fmt::format("rack-{}", i / kHostsPerRack)};
    index_[host.name] = hosts_.size();
    hosts_.push_back(std::move(host));
  }
}

const Host* Hosts::find(const std::string& name) const {
  const auto found = index_.find(name);
  return found == index_.end() ? nullptr : &hosts_[found->second];
}

Host* Hosts::find_mutable(const std::string& name) {
  const auto found = index_.find(name);
  return found == index_.end() ? nullptr : &hosts_[found->second];
}

void Hosts::take(const std::string& name, const Amounts& amounts) {
  // A host of an earlier start may be declared no more; its tasks run on.
  if (Host* host = find_mutable(name)) {
    host->used.cpus += amounts.cpus;
    host->used.ram_mb += amounts.ram_mb;
    host->used.disk_mb += amounts.disk_mb;
  }
}

void Hosts::give_back(const std::string& name, const Amounts& amounts) {
  take(name, {-amounts.cpus, -amounts.ram_mb, -amounts.disk_mb});
}

Ports::Ports(bool (*probe)(int)) : random_(std::random_device{}()), probe_(probe) {}

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
    } while (taken_.contains(port) || !probe_(port));
    taken_.insert(port);
    picked[name] = port;
  }
  return picked;
}

void Ports::take(const std::map<std::string, int>& ports) {
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
