#include "interp/blanker.h"

namespace borealis::interp {

std::string Blanker::operator()(std::string_view line) {
  std::string code(line);
  if (quotes_ == 1) quotes_ = 0;  // it was never closed
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = line[i];
    if (quotes_ == 0 && c == '#') {
      code.resize(i);
      break;
    }
    if (quotes_ == 0) {
      if (c == '\'' || c == '"') i += open(line, i);
      continue;
    }
    if (line.substr(i, quotes_) == std::string(quotes_, quote_)) {
      i += quotes_ - 1;
      quotes_ = 0;
      continue;
    }
    code[i] = '_';
    if (c == '\\' && i + 1 < code.size()) code[++i] = '_';
  }
  return code;
}

std::size_t Blanker::open(std::string_view line, std::size_t at) {
  quote_ = line[at];
  const bool triple = line.substr(at, 3) == std::string(3, quote_);
  quotes_ = triple ? 3 : 1;
  return quotes_ - 1;
}

}  // namespace borealis::interp
