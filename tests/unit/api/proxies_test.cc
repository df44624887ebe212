#include "client/aurora/proxies.h"

#include <doctest/doctest.h>

#include <map>

using namespace borealis::client::aurora;

namespace {

using Variables = std::map<std::string, std::string>;

std::optional<Proxy> proxy_for(const Variables& variables, const std::string& url) {
  const auto proxies = Proxies::read([&](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  });
  auto proxy = proxies.for_url(parse_url(url).value());
  REQUIRE(proxy.ok());
  return *proxy;
}

bool asked(const std::string& no_proxy, const std::string& url) {
  return proxy_for({{"http_proxy", "http://proxy:3128"}, {"no_proxy", no_proxy}}, url).has_value();
}

}  // namespace

TEST_CASE("the variable of the URL's scheme counts, in small letters first") {
  const Variables both = {{"http_proxy", "http://a:1"}, {"HTTP_PROXY", "http://b:2"}, {"HTTPS_PROXY", "c"}};
  CHECK(proxy_for(both, "http://scheduler/api")->url.origin() == "http://a:1");
  CHECK(proxy_for(both, "https://scheduler/api")->url.origin() == "http://c:80");
  CHECK(proxy_for(both, "https://scheduler/api")->variable == "HTTPS_PROXY");
  CHECK(!proxy_for({{"http_proxy", "a:1"}}, "https://scheduler/api"));
  CHECK(!proxy_for({}, "http://scheduler/api"));
}

TEST_CASE("a proxy's login stands in its address") {
  const auto proxy = proxy_for({{"http_proxy", "http://ann:se%40cret@proxy:3128/"}}, "http://scheduler/api");
  CHECK(proxy->url.origin() == "http://proxy:3128");
  CHECK(proxy->user == "ann");
  CHECK(proxy->password == "se@cret");
}

TEST_CASE("this machine is asked without a proxy") {
  for (const char* url : {"http://localhost:8081/api", "http://127.0.0.1/api", "http://127.8.8.8/api",
                          "http://[::1]/api", "http://host-001.localhost/api", "http://LocalHost/api"})
    CHECK(!asked("", url));
  CHECK(asked("", "http://localhost.example/api"));
}

TEST_CASE("no_proxy names hosts, domains, ports and networks") {
  CHECK(!asked("*", "http://scheduler/api"));
  CHECK(!asked("other, Scheduler.Example", "http://scheduler.example/api"));
  CHECK(!asked(".example", "http://scheduler.example/api"));
  CHECK(!asked("example", "http://scheduler.example/api"));
  CHECK(!asked("*.example", "http://scheduler.example/api"));
  CHECK(asked("ample", "http://scheduler.example/api"));
  CHECK(asked("scheduler.example.org", "http://scheduler.example/api"));
  CHECK(!asked("scheduler.example:8081", "http://scheduler.example:8081/api"));
  CHECK(asked("scheduler.example:8082", "http://scheduler.example:8081/api"));
  CHECK(!asked("10.0.0.0/8", "http://10.1.2.3/api"));
  CHECK(asked("10.0.0.0/8", "http://11.1.2.3/api"));
  CHECK(asked("10.0.0.0/99,10.0.0.0/x,/,:,.", "http://10.1.2.3/api"));
  CHECK(!asked("fd00::7", "http://[fd00::7]/api"));
  CHECK(asked(" , ", "http://scheduler/api"));
}

TEST_CASE("what is no HTTP proxy is an error where it would be asked, and only there") {
  for (const char* value : {"socks5://proxy:1080", "https://proxy:443", "http://", "http://proxy:x"}) {
    const auto proxies = Proxies::read([&](const std::string& name) -> std::optional<std::string> {
      return name == "http_proxy" ? std::optional<std::string>(value) : std::nullopt;
    });
    const auto proxy = proxies.for_url(parse_url("http://scheduler/api").value());
    REQUIRE(!proxy.ok());
    CHECK(proxy.error().message.find("http_proxy") != std::string::npos);
    CHECK(proxies.for_url(parse_url("https://scheduler/api").value()).ok());
    CHECK(proxies.for_url(parse_url("http://localhost/api").value()).ok());
  }
}
