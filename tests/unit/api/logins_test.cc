#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "client/aurora/logins.h"

using namespace borealis;
using namespace borealis::client::aurora;

namespace {

class Directory {
 public:
  Directory() {
    std::string name = (std::filesystem::temp_directory_path() / "logins-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Directory() { std::filesystem::remove_all(path_); }
  std::string write(const std::string& name, const std::string& text, mode_t mode = 0600) {
    const std::string file = path_ + "/" + name;
    std::ofstream(file) << text;
    REQUIRE(chmod(file.c_str(), mode) == 0);
    return file;
  }

 private:
  std::string path_;
};

std::string login_for(const Logins& logins, const std::string& url, const std::string& first = "") {
  const auto login = logins.for_url(parse_url(url).value(), parse_url(first.empty() ? url : first).value());
  return login ? login->user + ":" + login->password : "none";
}

}  // namespace

TEST_CASE("a .netrc gives each host its login, and `default` only to the address that was named") {
  Directory directory;
  const std::string netrc = directory.write("netrc",
                                            "# ours\nmachine a.example login ann password secret1\n"
                                            "macdef init\ncd /\n\n"
                                            "machine b.example\n  account x\n  login \"b b\"\n  password \"q\\\"q\"\n"
                                            "default login anybody password p3\n");
  int warnings = 0;
  const auto logins = Logins::read({"", {}, {netrc + ".missing", netrc}}, [&](const auto&) { ++warnings; });
  REQUIRE(logins.ok());
  CHECK(login_for(*logins, "http://a.example:8081/api") == "ann:secret1");
  CHECK(login_for(*logins, "https://b.example/api", "http://a.example/api") == "b b:q\"q");
  CHECK(login_for(*logins, "http://c.example/api") == "anybody:p3");
  CHECK(login_for(*logins, "http://c.example/api", "http://a.example/api") == "none");
  CHECK(warnings == 0);
}

TEST_CASE("a credentials file belongs to the cluster's address and to the hosts that are listed") {
  Directory directory;
  const std::string file = directory.write("credentials", "# for the scheduler\nann:a:b c\n");
  const auto logins = Logins::read({file, {"10.0.0.5", "10.0.0.6:8081", "::1"}, {}}, {});
  REQUIRE(logins.ok());
  const std::string first = "http://s.example:8081/api";
  CHECK(login_for(*logins, first) == "ann:a:b c");
  CHECK(login_for(*logins, "http://s.example:9999/api", first) == "none");
  CHECK(login_for(*logins, "http://evil.example:8081/api", first) == "none");
  CHECK(login_for(*logins, "http://10.0.0.5:7/api", first) == "ann:a:b c");
  CHECK(login_for(*logins, "http://10.0.0.6:8081/api", first) == "ann:a:b c");
  CHECK(login_for(*logins, "http://10.0.0.6:8082/api", first) == "none");
  CHECK(login_for(*logins, "http://[::1]:8082/api", first) == "ann:a:b c");
}

TEST_CASE("a file that everybody can read is warned of, one that can't be used is an error") {
  Directory directory;
  std::vector<std::string> warnings;
  const auto warn = [&](const std::string& message) { warnings.push_back(message); };
  const std::string open = directory.write("open", "ann:secret", 0644);
  CHECK(Logins::read({open, {}, {}}, warn).ok());
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].find(open) != std::string::npos);
  CHECK(warnings[0].find("secret") == std::string::npos);
  for (const std::string& bad : {directory.write("bad", "ann\n"), directory.write("empty", ""), open + ".missing"}) {
    auto refused = Logins::read({bad, {}, {}}, warn);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().kind == lang::ErrorClass::denied);
    CHECK(refused.error().message.find(bad) != std::string::npos);
  }
}
