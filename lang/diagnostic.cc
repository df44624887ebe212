#include "lang/diagnostic.h"

#include <algorithm>
#include <tuple>

namespace borealis::lang {

namespace {

auto order_of(const Diagnostic& d) {
  return std::make_tuple(std::cref(d.span.file), d.span.line, d.span.column, -static_cast<int>(d.severity),
                         std::cref(d.rule), std::cref(d.message));
}

bool same(const Diagnostic& a, const Diagnostic& b) {
  return a.rule == b.rule && a.severity == b.severity && a.message == b.message && a.span == b.span;
}

}  // namespace

bool has_errors(const Diagnostics& diagnostics) {
  return count(diagnostics, Severity::error) > 0;
}

int count(const Diagnostics& diagnostics, Severity severity) {
  return static_cast<int>(std::count_if(diagnostics.begin(), diagnostics.end(),
                                        [&](const Diagnostic& d) { return d.severity == severity; }));
}

void locate_all(Diagnostics& diagnostics, Locator& locator) {
  for (Diagnostic& d : diagnostics) {
    if (!d.span.known() && d.place.known()) {
      Location location = locator.locate(d.place);
      d.span = std::move(location.span);
      d.includes = std::move(location.includes);
    }
    for (Note& note : d.notes) {
      if (!note.span.known() && note.place.known()) note.span = locator.locate(note.place).span;
    }
  }
}

void sort_and_deduplicate(Diagnostics& diagnostics) {
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return order_of(a) < order_of(b); });
  diagnostics.erase(std::unique(diagnostics.begin(), diagnostics.end(), same), diagnostics.end());
}

}  // namespace borealis::lang
