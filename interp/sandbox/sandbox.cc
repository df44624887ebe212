#include "interp/sandbox/sandbox.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "interp/hermetic/hermetic.h"
#include "interp/last_words.h"
#include "interp/sandbox/filter.h"
#include "interp/sandbox/landlock.h"
#include "interp/sandbox/variables.h"

namespace borealis::interp {
namespace {

constexpr rlim_t kMostDescriptors = 128;

const schema::SandboxOptions* active = nullptr;
int muted = -1;

// What the standard library reads beside itself: the shared libraries of its extension modules, time zones, and devices
// without memory.
constexpr const char* kSystemPaths[] = {
    BOREALIS_PYTHON_STDLIB, BOREALIS_LIBRARIES, "/etc/ld.so.cache", "/usr/share/zoneinfo", "/dev/null", "/dev/zero",
};
// What is different on each machine, or at each reading.
constexpr const char* kOwnPaths[] = {"/etc/localtime", "/dev/urandom"};

std::string failed(const char* what, int error) {
  return std::string(what) + ": " + std::strerror(error);
}

bool limit(__rlimit_resource_t resource, rlim_t most) {
  rlimit now = {};
  if (getrlimit(resource, &now) != 0) return false;
  if (now.rlim_max <= most) most = now.rlim_max;
  const rlimit wanted = {most, most};
  return setrlimit(resource, &wanted) == 0;
}

bool limit_resources() {
  return limit(RLIMIT_NOFILE, kMostDescriptors) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_MEMLOCK, 0) &&
         limit(RLIMIT_MSGQUEUE, 0) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_NPROC, 0);
}

// Of the powers of root only reading what permissions forbid stays, so that a checkout of somebody else can be read:
// what may be read at all is decided elsewhere.
bool drop_capabilities() {
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct sets[2] = {};
  if (syscall(SYS_capget, &header, sets) != 0) return false;
  const std::uint32_t kept = sets[0].permitted & (1u << CAP_DAC_READ_SEARCH);
  sets[0] = {kept, kept, 0};
  sets[1] = {0, 0, 0};
  return syscall(SYS_capset, &header, sets) == 0;
}

void on_forbidden_call(int, siginfo_t* info, void*) {
  say_last_words(EndReason::forbidden_call, info->si_syscall);
}

void handle_forbidden_calls() {
  struct sigaction action = {};
  action.sa_sigaction = on_forbidden_call;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigaction(SIGSYS, &action, nullptr);
}

}  // namespace

std::vector<std::string> gaps_of_machine() {
  std::vector<std::string> gaps;
  if (!filters_supported())
    gaps.emplace_back("the kernel cannot filter system calls (seccomp), so the config may make any");
  if (landlock_version() == 0) {
    gaps.emplace_back("the kernel cannot confine reading (landlock), so the config may read what you may read");
  }
  return gaps;
}

void prepare_sandbox(const schema::SandboxOptions& options, int printed, int channel) {
  options.hermetic ? fix_environment(options.variables) : keep_variables(options.variables);
  dup2(printed, STDOUT_FILENO);
  dup2(printed, STDERR_FILENO);
  muted = channel + 1;
  if (const int null = open("/dev/null", O_WRONLY); null >= 0 && null != muted) dup2(null, muted);
  fcntl(muted, F_SETFD, FD_CLOEXEC);
  close_range(static_cast<unsigned>(muted) + 1, ~0u, 0);
}

std::optional<std::string> enter_sandbox(const schema::SandboxOptions& options) {
  handle_forbidden_calls();
  if (prctl(PR_SET_DUMPABLE, 0) != 0) return failed("being traced cannot be forbidden", errno);
  if (!limit_resources()) return failed("limits cannot be set", errno);
  if (!drop_capabilities()) return failed("capabilities cannot be dropped", errno);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return failed("privileges cannot be renounced", errno);
  if (landlock_version() > 0) {
    std::vector<std::string> paths = system_paths(options.hermetic);
    paths.insert(paths.end(), options.read_roots.begin(), options.read_roots.end());
    if (const int error = restrict_reads(paths); error != 0) return failed("reading cannot be confined", error);
  }
  active = &options;
  if (filters_supported()) {
    if (const int error = install_filter(); error != 0) return failed("system calls cannot be filtered", error);
  }
  if (options.hermetic) enter_hermetic();
  return std::nullopt;
}

std::vector<std::string> system_paths(bool hermetic) {
  std::vector<std::string> paths(std::begin(kSystemPaths), std::end(kSystemPaths));
  if (!hermetic) paths.insert(paths.end(), std::begin(kOwnPaths), std::end(kOwnPaths));
  return paths;
}

const schema::SandboxOptions* active_sandbox() {
  return active;
}

int muted_descriptor() {
  return muted;
}

}  // namespace borealis::interp
