#include "cluster/runner/http_message.h"

#include <doctest/doctest.h>

#include <string>

using borealis::runner::HttpProgress;
using borealis::runner::HttpResponse;
using borealis::runner::read_response;

TEST_CASE("a body ends by its length") {
  HttpResponse response;
  const std::string text = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  CHECK(read_response(text, false, response) == HttpProgress::complete);
  CHECK(response.code == 200);
  CHECK(response.body == "ok");
  for (std::size_t cut = 0; cut < text.size(); ++cut) {
    CHECK(read_response(text.substr(0, cut), false, response) == HttpProgress::incomplete);
    CHECK(read_response(text.substr(0, cut), true, response) == HttpProgress::malformed);
  }
}

TEST_CASE("a body ends with the connection") {
  HttpResponse response;
  const std::string text = "HTTP/1.0 503 Busy\r\n\r\nlater";
  CHECK(read_response(text, false, response) == HttpProgress::incomplete);
  CHECK(read_response(text, true, response) == HttpProgress::complete);
  CHECK(response.code == 503);
  CHECK(response.body == "later");
}

TEST_CASE("a body comes in chunks") {
  HttpResponse response;
  const std::string text =
      "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n1\r\no\r\nA;x=y\r\nk234567890\r\n0\r\n\r\n";
  CHECK(read_response(text, false, response) == HttpProgress::complete);
  CHECK(response.body == "ok234567890");
  CHECK(read_response(text.substr(0, text.size() - 10), false, response) == HttpProgress::incomplete);
  CHECK(read_response("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", false, response) ==
        HttpProgress::malformed);
}

TEST_CASE("interim responses, redirects and empty ones are understood") {
  HttpResponse response;
  CHECK(read_response("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 None\r\n\r\n", false, response) ==
        HttpProgress::complete);
  CHECK(response.code == 204);
  CHECK(read_response("HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n", false, response) ==
        HttpProgress::complete);
  CHECK(response.location == "/there");
}

TEST_CASE("what is no HTTP is refused") {
  HttpResponse response;
  for (const char* text :
       {"SSH-2.0-OpenSSH\r\n", "HTTP/1.1 abc\r\n", "HTTP/1.1\r\n", "HTTP/1.1 99999999999999999999 x\r\n"})
    CHECK(read_response(text, false, response) == HttpProgress::malformed);
}
