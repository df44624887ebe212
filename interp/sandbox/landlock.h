// Landlock: reading below some directories only. The kernel's interface is used as it is: its versions are told apart
// at run time, and Debian 12's headers know the first ones only.
#pragma once

#include <string>
#include <vector>

namespace borealis::interp {

// The version of the kernel's interface; 0: it has none, or it is switched off.
int landlock_version();

// From now on files are only read, and only those of `files` and below `directories` (links are followed now, once).
// Paths that aren't there are left out. Where the version has them, TCP, devices, signals to others and abstract Unix
// sockets are denied as well. No-new-privileges must be set. 0, or the error number.
int restrict_reads(const std::vector<std::string>& paths);

}  // namespace borealis::interp
