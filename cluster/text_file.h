// Small files.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace borealis::cluster {

// What stands in the file from `offset` on; nothing: it can't be read.
std::optional<std::string> read_from(const std::string& path, std::size_t offset);

// Puts a file in place by a rename. False, with errno, when that failed.
bool replace_file(const std::string& path, std::string_view content);

}  // namespace borealis::cluster
