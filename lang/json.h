// Writing JSON as Python's json.dumps does: non-ASCII escaped as \uXXXX, floats in repr form (`15.0`, `1e+16`, `NaN`).
// (schema.md §8.4, language.md §9.5)
#pragma once

#include <string>
#include <string_view>

#include "lang/data.h"

namespace borealis::lang {

struct JsonStyle {
  int indent = 0;     // 0: one line with ", " and ": " separators, as json.dumps; else that many blanks a level
  bool ascii = true;  // escape everything beyond ASCII
  int level = 0;      // how many levels the first line is indented already
};

std::string to_json(const Data& data, const JsonStyle& style = {});
void append_json(std::string& out, const Data& data, const JsonStyle& style = {});
// The text as a JSON string, quotes included.
void append_json_string(std::string& out, std::string_view text, bool ascii = true);

// The shortest text that reads back as the same double, as Python's repr writes it.
std::string float_repr(double value);

}  // namespace borealis::lang
