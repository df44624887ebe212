// Who runs this, and on what: nobody, on a machine with one processor whose dice always fall the same way.
#include <sched.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstring>

#include "interp/hermetic/hermetic.h"
#include "interp/hermetic/real.h"

namespace {

using borealis::interp::is_hermetic;
using borealis::interp::kHermeticUser;

constexpr pid_t kProcess = 2;
constexpr pid_t kParent = 1;
constexpr char kHost[] = "localhost";
constexpr long kPages = 1 << 20;

// SplitMix64, from a fixed start.
std::uint64_t next_random() {
  static std::uint64_t state = 0;
  std::uint64_t z = (state += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

void fill(void* buffer, std::size_t size) {
  auto* bytes = static_cast<unsigned char*>(buffer);
  for (std::size_t i = 0; i < size; i += sizeof(std::uint64_t)) {
    const std::uint64_t number = next_random();
    std::memcpy(bytes + i, &number, std::min(sizeof number, size - i));
  }
}

int nobody_thrice(unsigned* real, unsigned* effective, unsigned* saved) {
  *real = *effective = *saved = kHermeticUser;
  return 0;
}

template <class Status>
int no_disk(Status* status) {
  *status = {};
  status->f_bsize = status->f_frsize = 4096;
  status->f_namemax = 255;
  return 0;
}

}  // namespace

extern "C" {

ssize_t getrandom(void* buffer, size_t size, unsigned flags) {
  if (!is_hermetic()) BOREALIS_PASS_ON(getrandom, buffer, size, flags);
  fill(buffer, size);
  return static_cast<ssize_t>(size);
}

int getentropy(void* buffer, size_t size) {
  if (!is_hermetic()) BOREALIS_PASS_ON(getentropy, buffer, size);
  fill(buffer, size);
  return 0;
}

// By which Python asks for some of this. All six arguments that there may be are passed on, as the C library does, and
// those that nobody gave are whatever lies there.
__attribute__((noinline, no_sanitize("address"))) long syscall(long number, ...) noexcept {
  va_list list;
  va_start(list, number);
  long arguments[6];
  for (long& argument : arguments) argument = va_arg(list, long);
  va_end(list);
  const auto [a, b, c, d, e, f] = arguments;
  // NOLINTNEXTLINE(performance-no-int-to-ptr)
  if (is_hermetic() && number == SYS_getrandom) return getrandom(reinterpret_cast<void*>(a), static_cast<size_t>(b), 0);
  if (is_hermetic() && number == SYS_gettid) return kProcess;
  BOREALIS_PASS_ON(syscall, number, a, b, c, d, e, f);
}

pid_t getpid() noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(getpid);
  return kProcess;
}

pid_t getppid() noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(getppid);
  return kParent;
}

pid_t getpgrp() noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(getpgrp);
  return kProcess;
}

pid_t getpgid(pid_t process) noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(getpgid, process);
  return kProcess;
}

pid_t getsid(pid_t process) noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(getsid, process);
  return kParent;
}

uid_t getuid() noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(getuid);
  return kHermeticUser;
}

uid_t geteuid() noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(geteuid);
  return kHermeticUser;
}

gid_t getgid() noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(getgid);
  return kHermeticUser;
}

gid_t getegid() noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(getegid);
  return kHermeticUser;
}

int getresuid(uid_t* real, uid_t* effective, uid_t* saved) noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(getresuid, real, effective, saved);
  return nobody_thrice(real, effective, saved);
}

int getresgid(gid_t* real, gid_t* effective, gid_t* saved) noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(getresgid, real, effective, saved);
  return nobody_thrice(real, effective, saved);
}

int getgroups(int size, gid_t groups[]) noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(getgroups, size, groups);
  if (size > 0) groups[0] = kHermeticUser;
  return 1;
}

char* getlogin() {
  if (!is_hermetic()) BOREALIS_PASS_ON(getlogin);
  errno = ENOTTY;
  return nullptr;
}

int gethostname(char* name, size_t size) noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(gethostname, name, size);
  std::snprintf(name, size, "%s", kHost);
  return 0;
}

int uname(utsname* names) noexcept {
  static auto* const next = borealis::interp::real_function<decltype(uname)>("uname");
  const int status = next(names);
  if (status != 0 || !is_hermetic()) return status;
  // What remains is the kind of processor, which counts with the program's version.
  std::strcpy(names->nodename, kHost);
  std::strcpy(names->release, "0");
  std::strcpy(names->version, "0");
  return 0;
}

long sysconf(int name) noexcept {
  if (is_hermetic() && (name == _SC_NPROCESSORS_ONLN || name == _SC_NPROCESSORS_CONF)) return 1;
  if (is_hermetic() && (name == _SC_PHYS_PAGES || name == _SC_AVPHYS_PAGES)) return kPages;
  BOREALIS_PASS_ON(sysconf, name);
}

int sched_getaffinity(pid_t process, size_t size, cpu_set_t* processors) noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(sched_getaffinity, process, size, processors);
  std::memset(processors, 0, size);
  CPU_SET_S(0, size, processors);
  return 0;
}

int getloadavg(double loads[], int count) noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(getloadavg, loads, count);
  std::fill(loads, loads + count, 0.0);
  return count;
}

int getrlimit64(__rlimit_resource_t resource, rlimit64* limits) noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(getrlimit64, resource, limits);
  *limits = {RLIM64_INFINITY, RLIM64_INFINITY};
  return 0;
}

int statvfs64(const char* __restrict path, struct statvfs64* __restrict status) noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(statvfs64, path, status);
  return no_disk(status);
}

int fstatvfs64(int fd, struct statvfs64* status) noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(fstatvfs64, fd, status);
  return no_disk(status);
}

}  // extern "C"
