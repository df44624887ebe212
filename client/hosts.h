// Hosts as the verbs of administrators name them, and their modes of maintenance for people. (cli.md §12)
#pragma once

#include <string>
#include <vector>

#include "client/commands/options.h"
#include "client/context.h"
#include "client/engine_admin.h"

namespace borealis::client {

// The lines of a file, without blanks around them; empty ones and those that begin with # are left out.
// ErrorClass::not_found when it can't be read.
lang::Result<std::vector<std::string>> read_lines(const std::string& path);

// `a,b`, and one a line in a file; either may be empty. ErrorClass::usage when that comes to no host.
lang::Result<Hosts> read_hosts(const std::string& filename, const std::string& list);
// The same where none at all is fine.
lang::Result<Hosts> read_optional_hosts(const std::string& filename, const std::string& list);

// Prints each host with its mode; as JSON {"hosts": [{"host", "mode"}], "unknown": [...]}. Those among `asked` that the
// cluster didn't answer for are warned of.
void print_modes(const HostModes& modes, const Hosts& asked, DataFormat output, Context& context);
// The hosts that the cluster doesn't know.
std::vector<std::string> unknown_hosts(const HostModes& modes, const Hosts& asked);

// "host1, host2, ..." with at most ten names.
std::string name_hosts(const Hosts& hosts);

}  // namespace borealis::client
