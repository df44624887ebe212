// Reading what a runner wrote about its task. (schema/launch.h)
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cluster/core.h"

namespace borealis::cluster {

// The reports in `text`; a last line without its end is left for the next time, `used` says how much was read. Lines
// that are none are skipped.
std::vector<Report> parse_status(const std::string& task_id, std::string_view text, std::size_t& used);

}  // namespace borealis::cluster
