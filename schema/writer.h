// Structs as plain data: the fields in declaration order, defaults filled in, unset fields absent. What read() makes of
// it is the same struct again.
#pragma once

#include "lang/data.h"
#include "schema/context.h"
#include "schema/job.h"

namespace borealis::schema {

// Any struct of schema/job.h or schema/context.h.
template <class T>
lang::Data write(const T& value);

}  // namespace borealis::schema
