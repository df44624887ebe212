// Names that secrets go by, in small letters; of those that end alike the longer one comes first.
#pragma once

#include <array>
#include <string_view>

namespace borealis::schema {

inline constexpr std::array<std::string_view, 17> kSecretWords = {
    "password",  "passwd",     "passphrase", "secret_access_key", "secret-access-key", "secret_key", "secret-key",
    "secret_id", "secret-id",  "secret",     "private_key",       "private-key",       "api_key",    "api-key",
    "apikey",    "auth_token", "token"};

}  // namespace borealis::schema
