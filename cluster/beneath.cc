#include "cluster/beneath.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace borealis::cluster {

namespace {

// A pipe with no writer must not be waited for.
constexpr int kFileFlags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
constexpr int kDirectoryFlags = O_PATH | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW;

bool is_name(const std::string& text) {
  return !text.empty() && text != "." && text != ".." && text.find('/') == std::string::npos &&
         text.find('\0') == std::string::npos;
}

bool are_names(const std::vector<std::string>& path) {
  if (!path.empty() && std::ranges::all_of(path, is_name)) return true;
  errno = ENOENT;
  return false;
}

Descriptor regular_only(Descriptor file) {
  struct stat info {};
  if (!file || fstat(file.get(), &info) != 0) return {};
  if (S_ISREG(info.st_mode)) return file;
  errno = EINVAL;
  return {};
}

int openat2_beneath(int root, const std::string& path) {
  open_how how{};
  how.flags = kFileFlags;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  return static_cast<int>(syscall(SYS_openat2, root, path.c_str(), &how, sizeof how));
}

Descriptor open_root(const std::string& root) {
  return Descriptor(open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
}

}  // namespace

Descriptor open_beneath_by_steps(const std::string& root, const std::vector<std::string>& path) {
  if (!are_names(path)) return {};
  Descriptor at = open_root(root);
  for (std::size_t i = 0; at && i + 1 < path.size(); ++i) {
    at = Descriptor(openat(at.get(), path[i].c_str(), kDirectoryFlags));
  }
  if (!at) return {};
  return regular_only(Descriptor(openat(at.get(), path.back().c_str(), kFileFlags)));
}

Descriptor open_beneath(const std::string& root, const std::vector<std::string>& path) {
  if (!are_names(path)) return {};
  const Descriptor at = open_root(root);
  if (!at) return {};
  std::string joined;
  for (const std::string& name : path) joined += (joined.empty() ? "" : "/") + name;
  Descriptor file(openat2_beneath(at.get(), joined));
  if (!file && (errno == ENOSYS || errno == EPERM)) return open_beneath_by_steps(root, path);
  return regular_only(std::move(file));
}

}  // namespace borealis::cluster
