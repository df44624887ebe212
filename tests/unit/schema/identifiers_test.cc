#include "schema/identifiers.h"

#include <doctest/doctest.h>

#include "schema/job_key.h"

using namespace borealis;
using namespace borealis::schema;

TEST_CASE("identifiers") {
  for (const char* good : {"web", "web-2", "A.b_c", "..x", "-"}) CHECK(is_identifier(good));
  for (const char* bad : {"", "a/b", "a b", "a:b", "a\nb", "web\n", "caf\xc3\xa9"}) {
    INFO(bad);
    CHECK_FALSE(is_identifier(bad));
    CHECK_FALSE(identifier_problem(bad).empty());
  }
  CHECK(is_identifier(std::string(255, 'a')));
  CHECK_FALSE(is_identifier(std::string(256, 'a')));
  CHECK(has_identifier_characters(std::string(256, 'a')));
  CHECK(identifier_problem("hello world!") == "holds a blank");
  CHECK(identifier_problem("caf\xc3\xa9") == "holds '\xc3\xa9'");
}

TEST_CASE("names of processes") {
  for (const char* good : {"web", "a b", "a.b", "two\nlines"}) CHECK(is_process_name(good));
  for (const char* bad : {"", ".web", "web/server"}) CHECK_FALSE(is_process_name(bad));
}

TEST_CASE("job keys") {
  const auto key = parse_job_key("west/www/prod/web");
  REQUIRE(key);
  CHECK(*key == JobKey{"west", "www", "prod", "web"});
  for (const char* bad : {"", "west/www/prod", "west/www/prod/web/0", "west/www//web", "/www/prod/web", "w/w w/p/n"}) {
    INFO(bad);
    const auto refused = parse_job_key(bad);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == lang::ErrorClass::usage);
  }
}
