// Where something stands in the author's source.
//
// While a config is evaluated nobody computes line numbers: a value carries a SiteId, a small number. What stands
// behind it (in `interp` a code object and an instruction offset) becomes a Span only when a diagnostic needs it,
// through Locator.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace borealis::lang {

// 0 is "unknown".
using SiteId = std::uint32_t;

// A range of source. Lines and columns are 1-based, columns count code points, `end_column` is exclusive. An unknown
// number is 0; a span with an empty `file` is unknown altogether.
struct Span {
  std::string file;
  int line = 0;
  int column = 0;
  int end_line = 0;
  int end_column = 0;

  bool known() const { return !file.empty(); }
  friend bool operator==(const Span&, const Span&) = default;
};

// One step of the include stack: `file:line` is the place of the include() call.
struct IncludeFrame {
  std::string file;
  int line = 0;

  friend bool operator==(const IncludeFrame&, const IncludeFrame&) = default;
};

// Something one can ask the place of: a call (`site`), one keyword argument of that call (`field`), or a piece of text
// within that argument (`text`, for example "{{profile.x}}").
struct Place {
  SiteId site = 0;
  std::string field;
  std::string text;

  bool known() const { return site != 0; }
  friend bool operator==(const Place&, const Place&) = default;
};

struct Location {
  Span span;
  std::vector<IncludeFrame> includes;  // innermost include() call first; empty in the root file
};

// Turns places into locations. The answer for an unknown place is a Location with an unknown span.
class Locator {
 public:
  virtual ~Locator() = default;
  virtual Location locate(const Place& place) = 0;
};

}  // namespace borealis::lang
