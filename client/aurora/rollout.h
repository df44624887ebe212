// How an update goes, in words.
#pragma once

#include <string>

#include "client/api/messages.h"

namespace borealis::client::aurora {

// "2 at a time, each watched for 45 s; rolled back when an instance fails": what the settings come to. (api.md §12.3)
std::string rollout_text(const api::JobUpdateSettings& settings);

}  // namespace borealis::client::aurora
