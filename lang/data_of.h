// A bound value as plain data: what the evaluating child hands to its parent.
//
// Nothing stops at the first mistake: a cycle, a malformed tag, an exceeded limit is a Diagnostic at its own place and
// the value stands there as far as it could be resolved.
#pragma once

#include <string>
#include <vector>

#include "lang/data.h"
#include "lang/diagnostic.h"
#include "lang/resolve.h"

namespace borealis::lang {

// A reference that stayed open. `path` is that of the value which holds it ("task.processes[0].cmdline"), `place` that
// of the template's text: the tag as the author wrote it, when it stands in the value itself.
struct OpenRef {
  std::string ref;  // address
  std::string path;
  Place place;
  std::vector<Note> chain;  // through which values it came, when it stands in another one's text; outermost first
  std::string nearest;      // the address that may have been meant, among what is visible there; empty: none is near
};

struct ResolveOptions {
  // How often the text is resolved: each time strips one `&` from escapes (schema.md §17; surprises.md §2).
  int rounds = 3;
  TemplateLimits limits;
  // First components of references that stay open on purpose: nothing near is looked for.
  std::vector<std::string> late_roots;
  std::string path;          // prefix of all paths ("jobs[2]")
  std::string explain = {};  // the path of a value whose origins are wanted
};

struct Resolution {
  Data data;
  std::vector<OpenRef> open_refs;
  Diagnostics diagnostics;  // template-cycle, malformed-template, limit-exceeded
  // Of the value at ResolveOptions::explain: a note for each reference on the way to it.
  std::vector<Note> origins;
};

// Scalars are coerced to their type; what can't be stays raw: it is for the schema's reader to say so.
Resolution resolve(const Value& value, const ResolveOptions& options = {});

}  // namespace borealis::lang
