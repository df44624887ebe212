// Evaluating a config that nobody vouches for (docs/security.md): what the child does to itself before a line of it
// runs. Everything is enforced by the kernel, and none of it can be taken back.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schema/evaluator.h"

namespace borealis::interp {

// In the parent: what this machine cannot confine, a sentence each.
std::vector<std::string> gaps_of_machine();

// In the child, in this order:
// What is known of the world is cut down: environment, descriptors. `printed` becomes stdout and stderr. Before the
// interpreter starts; the channel is at `channel`, all descriptors above it are closed.
void prepare_sandbox(const schema::SandboxOptions& options, int printed, int channel);
// The doors are shut: limits, capabilities, files, system calls. Before a config runs. What failed, if anything did:
// nothing may be evaluated then.
std::optional<std::string> enter_sandbox(const schema::SandboxOptions& options);

// What may be read beside the roots: what the standard library needs.
std::vector<std::string> system_paths(bool hermetic);

// Whether this process is confined, and how; nullptr: it is not.
const schema::SandboxOptions* active_sandbox();
// A descriptor that swallows what is written to it, since none can be opened any more; -1 when not confined.
int muted_descriptor();

}  // namespace borealis::interp
