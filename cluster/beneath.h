// Opening files of a directory that belongs to a task: what lies there may be a trap.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "cluster/descriptor.h"

namespace borealis::cluster {

// Opens a regular file for reading: `path` are the names of directories below `root`, and the file's. Nothing outside
// is ever opened: no name is followed that is a symbolic link, `..`, or holds a slash, however the directories are
// changed meanwhile. An invalid descriptor, with errno: there is no such file, or it is something else.
Descriptor open_beneath(const std::string& root, const std::vector<std::string>& path);

// The same without openat2(2), which older kernels and some containers lack: step by step.
Descriptor open_beneath_by_steps(const std::string& root, const std::vector<std::string>& path);

}  // namespace borealis::cluster
