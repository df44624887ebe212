// The generated parameters of the API's methods; they are not held to our warnings.
#pragma once

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wextra"
#include "client/api/AuroraAdmin.h"
#pragma GCC diagnostic pop

#include "client/api/messages.h"
