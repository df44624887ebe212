// The files below schema/export/stubs, put into the program by embed_text.py.
#pragma once

#include <string_view>
#include <vector>

namespace borealis::schema {

struct StubText {
  std::string_view path;  // below stubs/
  std::string_view text;
};

const std::vector<StubText>& stub_texts();

}  // namespace borealis::schema
