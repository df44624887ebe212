// The environment that a confined config sees.
#pragma once

#include <string>
#include <vector>

namespace borealis::interp {

// Takes all variables out of the environment but HOME, LANG, LANGUAGE, LC_*, LOGNAME, PATH, TZ, USER and `more`, and
// wipes their text from this process's memory: what tells passwords isn't there to be found.
void keep_variables(const std::vector<std::string>& more);
// The same, and only `names` stay.
void keep_only(const std::vector<std::string>& names);

}  // namespace borealis::interp
