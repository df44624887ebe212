#include "cluster/beneath.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "doctest/doctest.h"

using borealis::cluster::Descriptor;
namespace fs = std::filesystem;

namespace {

struct Tree {
  fs::path outside = fs::temp_directory_path() / ("beneath-" + std::to_string(getpid()));
  fs::path root = outside / "root";
  Tree() {
    fs::create_directories(root / "logs" / "a");
    std::ofstream(root / "logs" / "a" / "stdout") << "mine";
    std::ofstream(outside / "secret") << "secret";
    fs::create_directory_symlink(outside, root / "up");
    fs::create_symlink("../secret", root / "link");
    fs::create_symlink("logs/a/stdout", root / "inner");
    fs::create_directory_symlink("logs", root / "inner_directory");
    mkfifo((root / "pipe").c_str(), 0600);
  }
  ~Tree() { fs::remove_all(outside); }
};

std::string content(const Descriptor& file) {
  std::string text(100, '\0');
  const ssize_t got = file ? read(file.get(), text.data(), text.size()) : 0;
  text.resize(static_cast<std::size_t>(got));
  return text;
}

}  // namespace

TEST_CASE("only regular files below the root are opened, and no link is followed") {
  using Open = Descriptor (*)(const std::string&, const std::vector<std::string>&);
  for (const Open open_it : {Open{borealis::cluster::open_beneath}, Open{borealis::cluster::open_beneath_by_steps}}) {
    const Tree tree;
    const auto opened = [&](const std::vector<std::string>& path) { return open_it(tree.root, path); };
    CHECK(content(opened({"logs", "a", "stdout"})) == "mine");
    CHECK_FALSE(opened({"logs", "a", "none"}));
    CHECK_FALSE(opened({"logs", "a"}));
    CHECK_FALSE(opened({"pipe"}));
    CHECK_FALSE(opened({"link"}));
    CHECK_FALSE(opened({"inner"}));
    CHECK_FALSE(opened({"inner_directory", "a", "stdout"}));
    CHECK_FALSE(opened({"up", "secret"}));
    CHECK_FALSE(opened({"..", "secret"}));
    CHECK_FALSE(opened({"logs", "..", "..", "secret"}));
    CHECK_FALSE(opened({"../secret"}));
    CHECK_FALSE(opened({"logs/a/stdout"}));
    CHECK_FALSE(opened({"logs", ".", "a", "stdout"}));
    CHECK_FALSE(opened({"logs", "", "a", "stdout"}));
    CHECK_FALSE(opened({(tree.outside / "secret").string()}));
    CHECK_FALSE(opened({std::string("logs\0x", 6), "a", "stdout"}));
    CHECK_FALSE(opened({}));
    CHECK_FALSE(open_it(tree.root / "none", {"logs"}));
  }
}
