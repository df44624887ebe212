#include "client/units.h"

#include "doctest/doctest.h"

namespace borealis::client {
namespace {

using std::chrono::seconds;

TEST_CASE("time spans") {
  CHECK(*parse_time_span("2d6h") == seconds(54 * 3600));
  CHECK(*parse_time_span("1h30m5s") == seconds(5405));
  CHECK(*parse_time_span("0s") == seconds(0));
  for (const char* wrong : {"", "5", "m", "-5m", "1h2d", "1h1h", "5 m", "5x", "99999999999d"}) {
    CAPTURE(wrong);
    const auto span = parse_time_span(wrong);
    REQUIRE_FALSE(span);
    CHECK(span.error().kind == lang::ErrorClass::usage);
  }
  CHECK(time_span_text(seconds(54 * 3600)) == "54 hrs");
  CHECK(time_span_text(seconds(600)) == "10 mins");
  CHECK(time_span_text(seconds(7 * 86400)) == "7 days");
  CHECK(time_span_text(seconds(61)) == "61 secs");
  CHECK(time_span_text(seconds(0)) == "0 secs");
}

TEST_CASE("amounts of data") {
  CHECK(*parse_megabytes("512MB") == 512);
  CHECK(*parse_megabytes("4g") == 4096);
  CHECK(*parse_megabytes("1Tb") == 1 << 20);
  CHECK(*parse_megabytes("2048k") == 2);
  for (const char* wrong : {"", "MB", "-1MB", "4X", "4 GB", "1.5GB"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_megabytes(wrong));
  }
  // The original took a number alone for bytes, and set a quota of nothing.
  const auto bare = parse_megabytes("512");
  REQUIRE_FALSE(bare);
  CHECK(bare.error().hint.find("512MB") != std::string::npos);
}

TEST_CASE("words for a shell") {
  CHECK(shell_quoted("/var/lib/mesos") == "/var/lib/mesos");
  CHECK(shell_quoted("a b") == "'a b'");
  CHECK(shell_quoted("it's") == "'it'\\''s'");
  CHECK(shell_quoted("$HOME;`x`") == "'$HOME;`x`'");
  CHECK(shell_quoted("") == "''");
}

}  // namespace
}  // namespace borealis::client
