// Starting processes that outlive us.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "lang/result.h"

namespace borealis::cluster {

// Once, before the first spawn: ended children leave no zombies behind, so that nobody need wait for them.
void ignore_ended_children();

// Starts a program in a session of its own: no descriptors of ours, stdin empty, stdout and stderr appended to files
// of these names in `directory`, which is its working directory. The signals by which runners are told things are
// blocked, so that none is lost before the program is ready for it. Returns its process id.
//
// It is our child while we live (so its zombie is taken away even where process 1 does not do that) and goes over to
// process 1 when we end; nothing else ties it to us.
lang::Result<pid_t> spawn_detached(const std::vector<std::string>& command, const std::string& directory);

}  // namespace borealis::cluster
