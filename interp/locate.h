// From places to source ranges, for diagnostics.
#pragma once

#include <string_view>

#include "lang/site.h"

namespace borealis::interp {

// A place is a call (`site`), the value of one of its keyword arguments (`field`), that keyword's name (`text` is "="),
// or a piece of text within the argument. The text is looked for in the literals of the argument, then in what was
// assigned to the variables used there. A field that is no keyword of the call is looked for among the keys of dict
// literals in its arguments. A text or a name that is found in none of these, but once in all files of the config, is
// meant there; failing that, the place is the first line of the call.
lang::Location locate_place(const lang::Place& place);

// Where the file of `run` assigns the module-level `name` last; unknown when it doesn't. With `element` not negative:
// that element of the list display, when the value is one.
lang::Span locate_assignment(int run, std::string_view name, int element = -1);
// The last assignment in any file that was executed, and its run (-1: none).
std::pair<lang::Span, int> locate_last_assignment(std::string_view name, int element = -1);

}  // namespace borealis::interp
