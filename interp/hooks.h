// Calling a config's hooks, within the child.
#pragma once

#include "interp/python.h"
#include "schema/hooks.h"

namespace borealis::interp {

// The hooks of a namespace; one without `hooks` goes on.
schema::HookAnswer run_hooks(PyObject* globals, const schema::HookCall& call);

}  // namespace borealis::interp
