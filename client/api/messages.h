// The messages of the scheduler's API: structs generated from aurora.thrift (namespace borealis::api). Include this,
// not the generated header: it is not held to our warnings.
//
// Reminders about generated structs: an `optional` field and a union's member are written only when its __isset says
// so, so set them with __set_NAME(); a reader leaves what was absent as it was, so decode into fresh objects. An enum X
// is the type X::type with values X::NAME. A number off the list may come over the wire: never switch without a
// default.
#pragma once

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wextra"
#include "client/api/aurora_types.h"
#pragma GCC diagnostic pop
