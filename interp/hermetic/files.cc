// What a file system tells beside the content of files: the order of a directory, and what came with the checkout
// (times, owners, numbers). That a path was asked for is noted, for it is an input like any other.
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "interp/hermetic/hermetic.h"
#include "interp/hermetic/real.h"
#include "interp/inputs.h"

namespace {

using borealis::interp::is_hermetic;
using borealis::interp::kHermeticTime;
using borealis::interp::kHermeticUser;

constexpr std::size_t kBlock = 512;
constexpr blksize_t kPage = 4096;

// Equal for what is one file, in the order in which files are first seen.
ino64_t number_of(dev_t device, ino64_t inode) {
  static std::map<std::pair<dev_t, ino64_t>, ino64_t> numbers;
  return numbers.try_emplace({device, inode}, numbers.size() + 1).first->second;
}

// Python compares the times of the standard library's files with those in its caches.
bool is_of_python(const char* path) {
  constexpr char kFolder[] = BOREALIS_PYTHON_STDLIB "/";
  return std::strncmp(path, kFolder, sizeof kFolder - 1) == 0;
}

mode_t usual_mode(mode_t mode) {
  if (S_ISLNK(mode)) return S_IFLNK | 0777;
  const bool runs = S_ISDIR(mode) || (mode & 0100) != 0;
  return (mode & S_IFMT) | (runs ? 0755 : 0644);
}

void make_usual(struct stat64& status) {
  status.st_ino = number_of(status.st_dev, status.st_ino);
  status.st_dev = 1;
  status.st_nlink = 1;
  status.st_mode = usual_mode(status.st_mode);
  status.st_uid = status.st_gid = kHermeticUser;
  if (S_ISDIR(status.st_mode)) status.st_size = kPage;
  status.st_blksize = kPage;
  status.st_blocks = static_cast<blkcnt64_t>((static_cast<std::size_t>(status.st_size) + kBlock - 1) / kBlock);
  status.st_atim = status.st_mtim = status.st_ctim = {kHermeticTime, 0};
}

void note(int directory, const char* path) {
  const int error = errno;
  if (path[0] == '/' || directory == AT_FDCWD) {
    if (path[0] != '\0') borealis::interp::note_looked_for(path);
  } else {
    borealis::interp::note_looked_for(borealis::interp::path_of_descriptor(directory) + "/" + path);
  }
  errno = error;
}

// What a call for the status of `path` answers.
int told(int result, const char* path, struct stat64* status) {
  if (is_of_python(path)) return result;
  if (result == 0) make_usual(*status);
  return result;
}

struct Listing {
  std::vector<dirent64> entries;
  std::size_t next = 0;
};

std::map<DIR*, Listing>& listings() {
  static auto* const open = new std::map<DIR*, Listing>;
  return *open;
}

dirent64* next_real(DIR* directory) {
  BOREALIS_PASS_ON(readdir64, directory);
}

Listing read_all(DIR* directory) {
  static auto* const real_fstat = borealis::interp::real_function<decltype(fstat64)>("fstat64");
  struct stat64 own = {};
  real_fstat(dirfd(directory), &own);
  Listing listing;
  while (const dirent64* entry = next_real(directory)) {
    dirent64& copy = listing.entries.emplace_back();
    std::memcpy(&copy, entry, std::min<std::size_t>(entry->d_reclen, sizeof copy));
  }
  std::sort(listing.entries.begin(), listing.entries.end(),
            [](const dirent64& a, const dirent64& b) { return std::strcmp(a.d_name, b.d_name) < 0; });
  for (dirent64& entry : listing.entries) entry.d_ino = number_of(own.st_dev, entry.d_ino);
  return listing;
}

}  // namespace

extern "C" {

dirent64* readdir64(DIR* directory) {
  if (!is_hermetic()) return next_real(directory);
  auto known = listings().find(directory);
  if (known == listings().end()) known = listings().emplace(directory, read_all(directory)).first;
  Listing& listing = known->second;
  return listing.next == listing.entries.size() ? nullptr : &listing.entries[listing.next++];
}

void rewinddir(DIR* directory) noexcept {
  if (is_hermetic()) listings().erase(directory);
  BOREALIS_PASS_ON(rewinddir, directory);
}

int closedir(DIR* directory) {
  if (is_hermetic()) listings().erase(directory);
  BOREALIS_PASS_ON(closedir, directory);
}

int stat64(const char* __restrict path, struct stat64* __restrict status) noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(stat64, path, status);
  static auto* const next = borealis::interp::real_function<decltype(stat64)>("stat64");
  note(AT_FDCWD, path);
  return told(next(path, status), path, status);
}

int lstat64(const char* __restrict path, struct stat64* __restrict status) noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(lstat64, path, status);
  static auto* const next = borealis::interp::real_function<decltype(lstat64)>("lstat64");
  note(AT_FDCWD, path);
  return told(next(path, status), path, status);
}

int fstat64(int fd, struct stat64* status) noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(fstat64, fd, status);
  static auto* const next = borealis::interp::real_function<decltype(fstat64)>("fstat64");
  return told(next(fd, status), "", status);
}

int fstatat64(int directory, const char* __restrict path, struct stat64* __restrict status, int flags) noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(fstatat64, directory, path, status, flags);
  static auto* const next = borealis::interp::real_function<decltype(fstatat64)>("fstatat64");
  note(directory, path);
  return told(next(directory, path, status, flags), path, status);
}

int access(const char* path, int mode) noexcept {
  if (is_hermetic()) note(AT_FDCWD, path);
  BOREALIS_PASS_ON(access, path, mode);
}

int faccessat(int directory, const char* path, int mode, int flags) noexcept {
  if (is_hermetic()) note(directory, path);
  BOREALIS_PASS_ON(faccessat, directory, path, mode, flags);
}

ssize_t readlink(const char* __restrict path, char* __restrict target, size_t size) noexcept {
  if (is_hermetic()) note(AT_FDCWD, path);
  BOREALIS_PASS_ON(readlink, path, target, size);
}

ssize_t readlinkat(int directory, const char* __restrict path, char* __restrict target, size_t size) noexcept {
  if (is_hermetic()) note(directory, path);
  BOREALIS_PASS_ON(readlinkat, directory, path, target, size);
}

}  // extern "C"
