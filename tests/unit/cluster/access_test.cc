#include "cluster/access.h"

#include <filesystem>
#include <fstream>

#include "cluster/http_head.h"
#include "cluster/ids.h"
#include "doctest/doctest.h"

using namespace borealis;
using namespace borealis::cluster;

namespace {

Access access_of(const std::string& text) {
  const auto path = std::filesystem::temp_directory_path() / ("borealis-" + new_uuid());
  std::ofstream(path) << text;
  auto access = Access::read(path);
  std::filesystem::remove(path);
  REQUIRE(access.ok());
  return *access;
}

const char* kUsers = R"(
[users]
root = secret, admin
ann = pw, eng
bob = pw, web
eve = pw
[roles]
admin = *
eng = thrift.AuroraSchedulerManager:*
web = thrift.AuroraSchedulerManager:killTasks:www
)";

api::JobKey job(const std::string& role) {
  api::JobKey key;
  key.__set_role(role);
  key.__set_environment("prod");
  key.__set_name("web");
  return key;
}

bool may(const Access& access, const std::string& user, const char* method, const std::string& role) {
  const api::JobKey key = job(role);
  return !denial(access, user, method, kind_of(method) == MethodKind::admin ? nullptr : &key);
}

}  // namespace

TEST_CASE("nobody has to log in unless a file says so") {
  CHECK_FALSE(Access().login("Basic !!!").refused);
  CHECK(may(Access(), "", "setQuota", ""));
}

TEST_CASE("credentials are right, wrong or of another scheme") {
  const Access access = access_of(kUsers);
  CHECK(access.login("Basic cm9vdDpzZWNyZXQ=").user == "root");
  CHECK(access.login("bAsIc cm9vdDpzZWNyZXQ=").user == "root");
  CHECK(access.login("Basic cm9vdDpub3Bl").refused);
  CHECK(access.login("Basic !!!").refused);
  CHECK(access.login("Basic").refused);
  CHECK_FALSE(access.login("Bearer abc").refused);
  CHECK(access.login("Bearer abc").user.empty());
  CHECK_FALSE(access.login(nullptr).refused);
}

TEST_CASE("roles permit what they say and no more") {
  const Access access = access_of(kUsers);
  CHECK(may(access, "root", "setQuota", ""));
  CHECK(may(access, "ann", "createJob", "www"));
  CHECK_FALSE(may(access, "ann", "setQuota", ""));
  CHECK(may(access, "bob", "killTasks", "www"));
  CHECK_FALSE(may(access, "bob", "killTasks", "other"));
  CHECK_FALSE(may(access, "bob", "createJob", "www"));
  CHECK_FALSE(may(access, "eve", "killTasks", "www"));
  CHECK(may(access, "eve", "getJobs", ""));
}

TEST_CASE("a line that is neither a section nor a setting is said with its place") {
  const auto path = std::filesystem::temp_directory_path() / ("borealis-" + new_uuid());
  std::ofstream(path) << "[users]\nnonsense\n";
  const auto access = Access::read(path);
  std::filesystem::remove(path);
  REQUIRE_FALSE(access.ok());
  CHECK(access.error().message.find(":2:") != std::string::npos);
}

TEST_CASE("a GET of the API is a call, and a body that belongs to nobody is skipped") {
  std::size_t skip = 0;
  CHECK(adapted_head("GET /api HTTP/1.1\r\nContent-Length: 5\r\n\r\n", skip) ==
        "POST /api HTTP/1.1\r\nContent-Length: 5\r\n\r\n");
  CHECK(skip == 0);
  CHECK(adapted_head("GET /api?x=1 HTTP/1.1\r\n\r\n", skip) == "POST /api?x=1 HTTP/1.1\r\nContent-Length: 0\r\n\r\n");
  CHECK(adapted_head("GET /apis HTTP/1.1\r\n\r\n", skip) == "GET /apis HTTP/1.1\r\n\r\n");
  CHECK(adapted_head("HEAD /api HTTP/1.1\r\ncontent-length: 7\r\n\r\n", skip) == "HEAD /api HTTP/1.1\r\n\r\n");
  CHECK(skip == 7);
}
