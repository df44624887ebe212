#include "interp/sandbox/variables.h"

#include <strings.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <string_view>

namespace borealis::interp {
namespace {

constexpr std::string_view kKept[] = {"HOME", "LANG", "LANGUAGE", "LOGNAME", "PATH", "TZ", "USER"};

bool is_usual(std::string_view name) {
  return name.starts_with("LC_") || std::find(std::begin(kKept), std::end(kKept), name) != std::end(kKept);
}

template <class Keeps>
void wipe_all_but(const Keeps& is_kept) {
  char** kept = environ;
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    if (is_kept(text.substr(0, text.find('=')))) {
      *kept++ = *variable;
    } else {
      explicit_bzero(*variable, text.size());
    }
  }
  if (kept != nullptr) *kept = nullptr;
}

bool is_one_of(std::string_view name, const std::vector<std::string>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

void keep_variables(const std::vector<std::string>& more) {
  wipe_all_but([&](std::string_view name) { return is_usual(name) || is_one_of(name, more); });
}

void keep_only(const std::vector<std::string>& names) {
  wipe_all_but([&](std::string_view name) { return is_one_of(name, names); });
}

}  // namespace borealis::interp
