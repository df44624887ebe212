// Small files, read and written whole.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lang/result.h"

namespace borealis::client {

// Nothing when it can't be read: errno says why.
std::optional<std::string> read_file(const std::string& path);
// Replaces the file in one step: a reader sees the old text or the new one.
lang::Status write_file(const std::string& path, std::string_view text);

}  // namespace borealis::client
