#include "interp/sandbox/landlock.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

namespace borealis::interp {
namespace {

// linux/landlock.h, version 6. The numbers of the calls are the same on every architecture.
constexpr long kCreateRuleset = 444;
constexpr long kAddRule = 445;
constexpr long kRestrictSelf = 446;
constexpr std::uint32_t kAskVersion = 1;
constexpr int kPathBeneath = 1;

struct RulesetAttributes {
  std::uint64_t handled_files;
  std::uint64_t handled_network;  // from version 4 on
  std::uint64_t scoped;           // from version 6 on
};

struct [[gnu::packed]] PathBeneath {
  std::uint64_t allowed;
  std::int32_t parent;
};

constexpr std::uint64_t kReadFile = 1u << 2;
constexpr std::uint64_t kReadDirectory = 1u << 3;
constexpr std::uint64_t kAllNetwork = 0b11;
constexpr std::uint64_t kAllScopes = 0b11;

// Every right to files that the version knows.
std::uint64_t rights_to_files(int version) {
  int count = 13;
  if (version >= 2) count = 14;  // linking between directories
  if (version >= 3) count = 15;  // truncating
  if (version >= 5) count = 16;  // ioctl of devices
  return (std::uint64_t{1} << count) - 1;
}

int create_ruleset(int version) {
  RulesetAttributes attributes = {rights_to_files(version), 0, 0};
  std::size_t size = sizeof attributes.handled_files;
  if (version >= 4) {
    attributes.handled_network = kAllNetwork;
    size += sizeof attributes.handled_network;
  }
  if (version >= 6) {
    attributes.scoped = kAllScopes;
    size += sizeof attributes.scoped;
  }
  return static_cast<int>(syscall(kCreateRuleset, &attributes, size, 0));
}

// 0, or the error number.
int allow_reading(int ruleset, const std::string& path) {
  const int fd = open(path.c_str(), O_PATH | O_CLOEXEC);
  if (fd < 0) return 0;
  struct stat status = {};
  int error = fstat(fd, &status) == 0 ? 0 : errno;
  if (error == 0) {
    PathBeneath rule = {kReadFile, fd};
    if (S_ISDIR(status.st_mode)) rule.allowed |= kReadDirectory;
    if (syscall(kAddRule, ruleset, kPathBeneath, &rule, 0) != 0) error = errno;
  }
  close(fd);
  return error;
}

}  // namespace

int landlock_version() {
  const long version = syscall(kCreateRuleset, nullptr, 0, kAskVersion);
  return version < 1 ? 0 : static_cast<int>(version);
}

int restrict_reads(const std::vector<std::string>& paths) {
  const int ruleset = create_ruleset(landlock_version());
  if (ruleset < 0) return errno;
  int error = 0;
  for (const std::string& path : paths) {
    if (error == 0) error = allow_reading(ruleset, path);
  }
  if (error == 0 && syscall(kRestrictSelf, ruleset, 0) != 0) error = errno;
  close(ruleset);
  return error;
}

}  // namespace borealis::interp
