// Where a mistake in a resolved text comes from: a walk from the text's own references to the texts they lead to.
// Only for diagnostics; what it can't find stays unknown.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lang/diagnostic.h"
#include "lang/resolver.h"

namespace borealis::lang {

struct TrailStep {
  Ref ref;      // what was followed
  Place place;  // where its value was given; `text` is the tag in it that led on
};

// A way to a tag. Without steps it stands in the text itself.
struct Trail {
  std::string tag;  // for a reference the tag in the text itself that led there, for a malformed tag that one
  std::vector<TrailStep> steps;
};

// To a tag with this reference.
Trail trace_reference(Resolver& resolver, const Text& text, const Scope& scope, const Ref& ref);
// To all malformed tags, each once.
std::vector<Trail> trace_malformed(Resolver& resolver, const Text& text, const Scope& scope);
// To a reference whose answer is an error.
std::optional<Trail> trace_error(Resolver& resolver, const Text& text, const Scope& scope);

// The references of a cycle, each with the place of its value: the tag in it is that of the next. Empty: no cycle.
struct CycleStep {
  Ref ref;
  Place place;
};
std::vector<CycleStep> trace_cycle(Resolver& resolver, const Text& text, const Scope& scope);

// Where the references of a text, and those of what they stand for, lead: what each stands for, and the place where
// that was given. Those whose place is not known are left out.
std::vector<Note> origins_of(Resolver& resolver, const Text& text, const Scope& scope);

// "`profile.url` is given here", for each step.
std::vector<Note> notes_of(const Trail& trail);

}  // namespace borealis::lang
