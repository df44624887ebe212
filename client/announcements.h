#pragma once

#include <vector>

#include "client/clusters.h"

namespace borealis::client {

// What embedded clusters have announced below state_root(), by name; their processes may be gone.
std::vector<Announcement> read_announcements(const Context& context);

}  // namespace borealis::client
