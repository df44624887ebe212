// Passwords, keys and tokens in what is shown. They are looked for by the signs of the rule secret-in-command: names
// that end in `password=` and the like, options (`--token x`), keys that are known by how they begin,
// `://user:password@`.
#pragma once

#include <string>
#include <string_view>

#include "lang/data.h"

namespace borealis::client {

// The text with each secret replaced by ***. What is only named (`$PASSWORD`, `{{password}}`, a path) stays.
std::string mask_secrets(std::string_view text);

// Every text below the value, masked. `name` is that of the field or key that holds it: the whole value of
// `db_password` is one secret.
lang::Data mask_secrets(const lang::Data& value, std::string_view name = {});

// Whether a name is one of a secret: db_password, API_KEY, authToken.
bool names_secret(std::string_view name);

}  // namespace borealis::client
