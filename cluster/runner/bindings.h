// Run-time names: what they stand for on this machine, put into a task just before it runs. (runner.md §2)
#pragma once

#include <map>
#include <string>

#include "lang/data.h"
#include "lang/result.h"
#include "schema/launch.h"

namespace borealis::runner {

using Ports = std::map<std::string, int>;

// The port of every name: the assigned ones, and the announcer's aliases. (runner.md §2.2)
Ports resolve_ports(const schema::LaunchSpec& spec);

// The data with {{mesos.instance}}, {{mesos.hostname}}, {{thermos.task_id}}, {{thermos.user}} and
// {{thermos.ports[NAME]}} filled in. What stays unbound is an error, in the words of runner.md §2.
lang::Result<lang::Data> bind_task(const schema::LaunchSpec& spec, const Ports& ports, const std::string& user);
// The same for the health check, where an unknown name is left as it stands.
lang::Data bind_health_check(const schema::LaunchSpec& spec, const Ports& ports, const std::string& user);

}  // namespace borealis::runner
