// Patterns of paths: `services/*/web.aurora`, `legacy/**`.
#pragma once

#include <string_view>

namespace borealis::client {

// Whether the whole of `path` (relative, with `/`) matches. `*` and `?` stand for characters but `/`, `[abc]` and
// `[!abc]` for one of some characters, `**` for any number of directories. A pattern that names a directory stands for
// all below it, too.
bool matches_path(std::string_view pattern, std::string_view path);

}  // namespace borealis::client
