// What secrets are known by.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace borealis::schema {

// Names that they go by, in small letters; of those that end alike the longer one comes first.
inline constexpr std::array<std::string_view, 17> kSecretWords = {
    "password",  "passwd",     "passphrase", "secret_access_key", "secret-access-key", "secret_key", "secret-key",
    "secret_id", "secret-id",  "secret",     "private_key",       "private-key",       "api_key",    "api-key",
    "apikey",    "auth_token", "token"};

// How keys begin that are known by that, and how many characters follow at least.
struct SecretForm {
  std::string_view prefix;
  std::size_t least;
};
inline constexpr std::array<SecretForm, 5> kSecretForms = {
    {{"Bearer ", 16}, {"AKIA", 12}, {"ghp_", 20}, {"glpat-", 15}, {"xoxb-", 15}}};

}  // namespace borealis::schema
