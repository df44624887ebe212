// Administration over a scheduler's API. (api.md §9.3, §16, §18, §20)
#pragma once

#include <memory>
#include <string>

#include "client/aurora/connection.h"
#include "client/engine_admin.h"

namespace borealis::client::aurora {

// Over two connections to one scheduler: for reads and for administration.
std::unique_ptr<AdminEngine> make_admin_engine(Connection reads, Connection admin, const std::string& cluster);

}  // namespace borealis::client::aurora
