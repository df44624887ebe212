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

bool is_kept(std::string_view name, const std::vector<std::string>& more) {
  return name.starts_with("LC_") || std::find(std::begin(kKept), std::end(kKept), name) != std::end(kKept) ||
         std::find(more.begin(), more.end(), name) != more.end();
}

}  // namespace

void keep_variables(const std::vector<std::string>& more) {
  char** kept = environ;
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    if (is_kept(text.substr(0, text.find('=')), more)) {
      *kept++ = *variable;
    } else {
      explicit_bzero(*variable, text.size());
    }
  }
  if (kept != nullptr) *kept = nullptr;
}

}  // namespace borealis::interp
