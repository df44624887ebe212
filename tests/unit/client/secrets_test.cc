#include "client/secrets.h"

#include <doctest/doctest.h>

#include "lang/json.h"

using namespace borealis;
using namespace borealis::client;

namespace {

std::string masked(std::string_view text) {
  return mask_secrets(text);
}

}  // namespace

TEST_CASE("what is given after a secret's name is hidden") {
  CHECK(masked("DB_PASSWORD=hunter2 ./serve") == "DB_PASSWORD=*** ./serve");
  CHECK(masked("export API_KEY='two words'; run") == "export API_KEY='***'; run");
  CHECK(masked("./serve --auth-token abc123 --port 80") == "./serve --auth-token *** --port 80");
  CHECK(masked("./serve --password=abc --password=def") == "./serve --password=*** --password=***");
  CHECK(masked(R"({"password": "abc", "port": 80})") == R"({"password": "***", "port": 80})");
}

TEST_CASE("what only names where the secret is stays") {
  for (const char* text :
       {"PASSWORD=$DB_PASSWORD ./serve", "PASSWORD=`cat x`", "--password={{secret}}", "TOKEN=/etc/token ./serve",
        "echo the password is wrong", "./rotate-secret now", "PASSWORD= ./serve", "--token --verbose"})
    CHECK(masked(text) == text);
}

TEST_CASE("keys that are known by how they begin, and passwords in addresses") {
  CHECK(masked("curl -H 'Authorization: Bearer abcdefghijklmnopqrst'") == "curl -H 'Authorization: Bearer ***'");
  CHECK(masked("fetch http://ann:hunter2@db.example.org:80/x") == "fetch http://ann:***@db.example.org:80/x");
  CHECK(masked("fetch http://db.example.org:80/a@b") == "fetch http://db.example.org:80/a@b");
  CHECK(masked("-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----") ==
        "-----BEGIN PRIVATE KEY-----***-----END PRIVATE KEY-----");
}

TEST_CASE("a value whose name is that of a secret is hidden as a whole") {
  lang::Data::Map pair;
  pair.entries.push_back({"key", "db_password"});
  pair.entries.push_back({"value", "abc def"});
  CHECK(lang::to_json(mask_secrets(lang::Data(pair))) == R"({"key": "db_password", "value": "***"})");
  CHECK(lang::to_json(mask_secrets(lang::Data("abc def"), "apiKey_secret")) == R"("***")");
  CHECK(lang::to_json(mask_secrets(lang::Data("abc def"), "cmdline")) == R"("abc def")");
}
