#include "client/keys.h"

#include <doctest/doctest.h>

using namespace borealis::client;
using borealis::lang::ErrorClass;

TEST_CASE("instance lists: numbers and inclusive ranges, sorted, each once") {
  CHECK(parse_instances("0,2-4,7").value() == Instances{0, 2, 3, 4, 7});
  CHECK(parse_instances("7,1,1-2").value() == Instances{1, 2, 7});
  CHECK(parse_instances("5").value() == Instances{5});
}

TEST_CASE("wrong instance lists are wrong usage") {
  for (const char* text :
       {"", ",", "1,", "a", "5-3", "-1", "1-", "1-2-3", "99999999999999999999", "1 2", "0-2000000000"}) {
    CAPTURE(text);
    const auto parsed = parse_instances(text);
    REQUIRE_FALSE(parsed.ok());
    CHECK(parsed.error().kind == ErrorClass::usage);
  }
}

TEST_CASE("instances are written as the shortest list") {
  CHECK(format_instances({}) == "");
  CHECK(format_instances({3}) == "3");
  CHECK(format_instances({0, 1, 2, 5, 7, 8}) == "0-2,5,7-8");
  CHECK(parse_instances(format_instances({0, 1, 2, 5, 7, 8})).value() == Instances{0, 1, 2, 5, 7, 8});
}

TEST_CASE("a job key has four parts, of which the last three are identifiers") {
  const auto key = parse_job_key("dev/www-data/prod/hello_1.x");
  REQUIRE(key.ok());
  CHECK(key->cluster == "dev");
  CHECK(key->role == "www-data");
  CHECK(key->environment == "prod");
  CHECK(key->name == "hello_1.x");
  for (const char* text : {"", "a/b/c", "a/b/c/d/e", "a/b/c/d e", "a//c/d", "/b/c/d", "a/b/c/{{x}}"}) {
    CAPTURE(text);
    REQUIRE_FALSE(parse_job_key(text).ok());
    CHECK(parse_job_key(text).error().kind == ErrorClass::usage);
  }
}

TEST_CASE("a key with instances: none named, or an empty list, means all") {
  CHECK(parse_instances_key("a/b/c/d")->instances == std::nullopt);
  CHECK(parse_instances_key("a/b/c/d/")->instances == std::nullopt);
  CHECK(parse_instances_key("a/b/c/d/0-1")->instances == Instances{0, 1});
  CHECK(parse_instances_key("a/b/c/d/0-1")->job.text() == "a/b/c/d");
  CHECK_FALSE(parse_instances_key("a/b/c/d/x").ok());
  CHECK_FALSE(parse_instances_key("a/b/c/d/1/2").ok());
}

TEST_CASE("one instance of a job") {
  CHECK(parse_instance_key("a/b/c/d/7")->instance == 7);
  CHECK_FALSE(parse_instance_key("a/b/c/d").ok());
  CHECK_FALSE(parse_instance_key("a/b/c/d/1-2").ok());
}

TEST_CASE("patterns: missing parts match everything, the cluster is a name or *") {
  const auto all = parse_job_pattern("dev");
  REQUIRE(all.ok());
  CHECK(all->matches({"dev", "r", "e", "n"}));
  CHECK_FALSE(all->matches({"other", "r", "e", "n"}));
  CHECK_FALSE(all->literal());

  const auto some = parse_job_pattern("*/www/p?od/h[ae]llo*");
  REQUIRE(some.ok());
  CHECK(some->matches({"any", "www", "prod", "hello-2"}));
  CHECK(some->matches({"any", "www", "prod", "hallo"}));
  CHECK_FALSE(some->matches({"any", "www", "prod", "hillo"}));
  CHECK_FALSE(some->matches({"any", "www2", "prod", "hello"}));

  CHECK(parse_job_pattern("dev/r/e/n")->literal());
  for (const char* text : {"", "a/b/c/d/e", "not-a-key/", "de*/r/e/n"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_job_pattern(text).ok());
  }
}
