// Sites: where in the author's source something was made, remembered as a small number.
//
// A site is the code object and instruction offset of the nearest user frame. Frames of the prelude, of the standard
// library and of frozen modules are not the user's: for `SequentialTask(...)` the user's call is the site, although a
// prelude function made the Task. What stands at a site in the source is found out later (interp/locate.h).
#pragma once

#include "interp/python.h"
#include "lang/site.h"

namespace borealis::interp {

// File names of code that is ours begin so; compile prelude sources under such a name.
inline constexpr char kOwnCodePrefix[] = "<borealis";

// The site of what is being called now; 0 when no user frame is on the stack. Costs some tens of nanoseconds.
lang::SiteId current_site();

// The site for a struct that is made from this mapping: the object's place in a JSON config, else current_site().
lang::SiteId site_of_mapping(PyObject* mapping);

}  // namespace borealis::interp
