#include <doctest/doctest.h>

#include "client/aurora/zookeeper.h"

using namespace borealis;
using namespace borealis::client::aurora;

TEST_CASE("each ZooKeeper host gets the port, unless it has one") {
  CHECK(zookeeper_servers("a.example", 2181) == "a.example:2181");
  CHECK(zookeeper_servers("a, b:2182 ,,c", 2181) == "a:2181,b:2182,c:2181");
  CHECK(zookeeper_servers("[::1],[::2]:7", 2181) == "[::1]:2181,[::2]:7");
  CHECK(zookeeper_servers(" , ", 2181).empty());
}

TEST_CASE("a member's content says where the API is") {
  const auto url = [](const std::string& json) {
    auto found = url_of_member(json, "member_0000000003");
    if (!found) CHECK(found.error().kind == lang::ErrorClass::unreachable);
    return found ? *found : found.error().message;
  };
  CHECK(url(R"({"serviceEndpoint": {"host": "10.0.0.5", "port": 8081},
               "additionalEndpoints": {"http": {"host": "10.0.0.5", "port": 8081}}, "status": "ALIVE"})") ==
        "http://10.0.0.5:8081/api");
  CHECK(url(R"({"additionalEndpoints": {"http": {"host": "a", "port": 1}, "https": {"host": "b", "port": 2}}})") ==
        "https://b:2/api");
  CHECK(url(R"({"additionalEndpoints": {"http": {"host": "::1", "port": 1, "inet6": "::1"}}})") ==
        "http://[::1]:1/api");
  for (const char* bad :
       {"", "[]", "{}", R"({"additionalEndpoints": {}})", R"({"additionalEndpoints": {"http": {"host": "a"}}})",
        R"({"additionalEndpoints": {"http": {"host": "a", "port": 70000}}})", "\xff\xfe"}) {
    CAPTURE(bad);
    CHECK(url(bad).find("member_0000000003") != std::string::npos);
  }
}
