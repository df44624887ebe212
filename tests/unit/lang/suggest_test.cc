#include "lang/suggest.h"

#include <doctest/doctest.h>

using namespace borealis::lang;

TEST_CASE("distances") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("abc", "") == 3);
  CHECK(edit_distance("name", "nmae") == 1);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("ca", "abc") == 3);
}

TEST_CASE("the nearest name") {
  const std::vector<std::string> fields{"name", "cmdline", "max_failures", "daemon"};
  CHECK(nearest("nam", fields) == "name");
  CHECK(nearest("cmd_line", fields) == "cmdline");
  CHECK(nearest("NAME", fields) == "name");
  CHECK(nearest("max_failure", fields) == "max_failures");
  CHECK(nearest("zebra", fields) == "");
  CHECK(nearest("", fields) == "");
  CHECK(nearest("Max", fields) == "max_failures");
  CHECK(nearest("ma", fields) == "");
  CHECK(nearest("max", {"max_failures", "max_concurrency"}) == "");
  CHECK(nearest("x", {"y", "X"}) == "X");
  CHECK(nearest(std::string(100000, 'a'), fields) == "");
}
