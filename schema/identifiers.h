// What may be a name.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace borealis::schema {

constexpr std::size_t kMaxIdentifierLength = 255;

// Roles, environments, names of jobs, tiers: ASCII letters, digits, `_`, `-` and `.`, at least one and at most
// kMaxIdentifierLength of them. (schema.md §8 row 2, §13, §15)
bool is_identifier(std::string_view text);
// Only the characters: what the conversion checks.
bool has_identifier_characters(std::string_view text);
// What keeps `text` from being an identifier: "is empty", "holds ' '" ...; empty when it is one.
std::string identifier_problem(std::string_view text);

// Names of processes are names of directories: not empty, no `/`, no leading dot, no NUL. (schema.md §2)
bool is_process_name(std::string_view text);

}  // namespace borealis::schema
