// Digests of what is kept in files.
#pragma once

#include <string>
#include <string_view>

namespace borealis::client {

// SHA-256, as "sha256:" and 64 hexadecimal digits.
std::string digest_of(std::string_view content);

}  // namespace borealis::client
