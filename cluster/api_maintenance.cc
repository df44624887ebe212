// Maintenance of hosts. (api.md §18.2)
#include "cluster/api.h"
#include "cluster/api_reply.h"

namespace borealis::cluster {

namespace {

// What each named host answers; those that are unknown are left out.
template <class F>
std::set<api::HostStatus> each(Hosts& hosts, const api::Hosts& named, F&& mode_after) {
  std::set<api::HostStatus> out;
  for (const std::string& name : named.hostNames) {
    if (hosts.find(name) == nullptr) continue;
    api::HostStatus status;
    status.__set_host(name);
    status.__set_mode(mode_after(name));
    out.insert(status);
  }
  return out;
}

}  // namespace

api::Response Api::maintenance_status(const api::AuroraAdmin_maintenanceStatus_args& args) {
  if (!args.__isset.hosts) return failed("Hosts are missing.");
  return core_.read([&] {
    api::MaintenanceStatusResult found;
    found.__set_statuses(
        each(core_.hosts(), args.hosts, [&](const auto& host) { return core_.maintenance().mode_of(host); }));
    api::Result result;
    result.__set_maintenanceStatusResult(found);
    return done(result);
  });
}

api::Response Api::start_maintenance(const api::AuroraAdmin_startMaintenance_args& args) {
  if (!args.__isset.hosts) return failed("Hosts are missing.");
  return core_.change([&] {
    api::StartMaintenanceResult found;
    found.__set_statuses(
        each(core_.hosts(), args.hosts, [&](const auto& host) { return core_.maintenance().schedule(host); }));
    api::Result result;
    result.__set_startMaintenanceResult(found);
    return done(result);
  });
}

api::Response Api::drain_hosts(const api::AuroraAdmin_drainHosts_args& args) {
  if (!args.__isset.hosts) return failed("Hosts are missing.");
  return core_.change([&] {
    api::DrainHostsResult found;
    found.__set_statuses(
        each(core_.hosts(), args.hosts, [&](const auto& host) { return core_.maintenance().drain(host); }));
    api::Result result;
    result.__set_drainHostsResult(found);
    return done(result);
  });
}

api::Response Api::sla_drain_hosts(const api::AuroraAdmin_slaDrainHosts_args& args) {
  if (!args.__isset.hosts || !args.__isset.defaultSlaPolicy) return failed("Hosts or a policy are missing.");
  return core_.change([&] {
    api::DrainHostsResult found;
    found.__set_statuses(each(core_.hosts(), args.hosts, [&](const auto& host) {
      return core_.maintenance().drain_gently(host, args.defaultSlaPolicy, args.timeoutSecs);
    }));
    api::Result result;
    result.__set_drainHostsResult(found);
    return done(result);
  });
}

api::Response Api::end_maintenance(const api::AuroraAdmin_endMaintenance_args& args) {
  if (!args.__isset.hosts) return failed("Hosts are missing.");
  return core_.change([&] {
    api::EndMaintenanceResult found;
    found.__set_statuses(
        each(core_.hosts(), args.hosts, [&](const auto& host) { return core_.maintenance().end(host); }));
    api::Result result;
    result.__set_endMaintenanceResult(found);
    return done(result);
  });
}

}  // namespace borealis::cluster
