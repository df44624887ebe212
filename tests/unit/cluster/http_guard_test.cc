#include "cluster/http_guard.h"
#include "cluster/http_head.h"

#include "doctest/doctest.h"

using borealis::cluster::adapted_head;
using borealis::cluster::refusal_of;

namespace {

constexpr int kPort = 8081;

// The status of the refusal, 0: none.
int asked(httplib::Headers headers, const std::string& method = "GET") {
  httplib::Request request;
  request.method = method;
  request.version = "HTTP/1.1";
  if (!headers.contains("Host")) headers.emplace("Host", "127.0.0.1:8081");
  request.headers = std::move(headers);
  const auto refusal = refusal_of(request, kPort, 1000);
  return refusal ? refusal->status : 0;
}

}  // namespace

TEST_CASE("hosts") {
  for (const char* ours : {"localhost", "127.0.0.1", "Localhost:1", "127.0.0.1:8081", "[::1]:8081"}) {
    CHECK_MESSAGE(asked({{"Host", ours}}) == 0, ours);
  }
  for (const char* foreign : {"localhost.evil", "127.0.0.1.evil:8081", "127.0.0.2", "localhost:", "localhost:8a"}) {
    CHECK_MESSAGE(asked({{"Host", foreign}}) == 403, foreign);
  }
  // A program may know the machine by such a name; a browser that does was led here.
  CHECK(asked({{"Host", "build-7:8081"}}) == 0);
  CHECK(asked({{"Host", "evil"}, {"Origin", "http://evil"}}, "POST") == 403);
  CHECK(asked({{"Host", "evil"}, {"Sec-Fetch-Site", "same-origin"}}) == 403);
  CHECK(asked({{"Host", "localhost"}, {"Host", "localhost"}}) == 400);
}

TEST_CASE("origins") {
  CHECK(asked({{"Origin", "http://127.0.0.1:8081"}}, "POST") == 0);
  CHECK(asked({{"Origin", "http://localhost:8081"}}, "POST") == 0);
  CHECK(asked({{"Host", "localhost:9"}, {"Origin", "http://localhost:9"}}, "POST") == 0);
  for (const char* foreign :
       {"null", "http://evil", "http://127.0.0.1", "https://127.0.0.1:8081", "http://localhost:9"}) {
    CHECK_MESSAGE(asked({{"Origin", foreign}}, "POST") == 403, foreign);
  }
}

TEST_CASE("what a browser says of the asking site") {
  CHECK(asked({{"Sec-Fetch-Site", "none"}}) == 0);
  CHECK(asked({{"Sec-Fetch-Site", "same-origin"}}, "POST") == 0);
  CHECK(asked({{"Sec-Fetch-Site", "same-site"}}) == 403);
  const httplib::Headers link = {
      {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "navigate"}, {"Sec-Fetch-Dest", "document"}};
  CHECK(asked(link) == 0);
  CHECK(asked(link, "POST") == 403);
}

TEST_CASE("bodies") {
  CHECK(asked({{"Content-Length", "1000"}}, "POST") == 0);
  CHECK(asked({{"Content-Length", "1001"}}, "POST") == 413);
  CHECK(asked({{"Content-Length", "99999999999999999999999"}}, "POST") == 413);
  CHECK(asked({{"Content-Length", "-1"}}, "POST") == 400);
  CHECK(asked({{"Content-Length", "1"}, {"Content-Length", "1"}}, "POST") == 400);
  CHECK(asked({{"Content-Length", "1"}, {"Transfer-Encoding", "chunked"}}, "POST") == 400);
  CHECK(asked({{"Content-Encoding", "gzip"}}, "POST") == 500);
}

TEST_CASE("a body that no method of its kind has is skipped, and the head stays one head") {
  std::size_t skip = 0;
  const std::string lines = "GET / HTTP/1.1\r\nHost: localhost\r\n";
  CHECK(adapted_head(lines + "Content-Length: 12\r\n\r\n", skip) == lines + "\r\n");
  CHECK(skip == 12);
  // An empty length once took the empty line with it.
  for (const char* length : {"Content-Length:\r\n\r\n", "Content-Length: \r\n\r\n"}) {
    CHECK(adapted_head(lines + length, skip) == lines + "\r\n");
    CHECK(skip == 0);
  }
}
