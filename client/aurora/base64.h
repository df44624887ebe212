// Base64 (RFC 4648, with padding).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace borealis::client::aurora {

std::string to_base64(std::string_view bytes);
// Nothing when it is none.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace borealis::client::aurora
