// Run at build time: writes the system calls that a confined evaluation may make as a program for the kernel
// (seccomp), so that nobody needs libseccomp at run time. What each call is denied with is said here.
#include <fcntl.h>
#include <linux/filter.h>
#include <seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "interp/sandbox/filter.h"

namespace {

scmp_filter_ctx filter;

[[noreturn]] void fail(const char* what, const char* name) {
  std::fprintf(stderr, "make_filter: %s %s\n", what, name);
  std::exit(1);
}

// A call that this architecture doesn't have is none to allow or deny.
int number_of(const char* name) {
  const int number = seccomp_syscall_resolve_name(name);
  return number < 0 ? -1 : number;
}

void rule(const char* name, std::uint32_t action, const std::vector<scmp_arg_cmp>& arguments = {}) {
  const int number = number_of(name);
  if (number < 0) return;
  if (seccomp_rule_add_array(filter, action, number, static_cast<unsigned>(arguments.size()), arguments.data()) != 0) {
    fail("no rule for", name);
  }
}

// Computing, memory, time, and looking at what Landlock lets be read. Descriptors are read or written whatever they
// are: none is open that matters but the channel.
constexpr const char* kAllowed[] = {"read",
                                    "readv",
                                    "pread64",
                                    "preadv",
                                    "preadv2",
                                    "write",
                                    "writev",
                                    "close",
                                    "close_range",
                                    "lseek",
                                    "dup",
                                    "dup2",
                                    "dup3",
                                    "pipe",
                                    "pipe2",
                                    "poll",
                                    "ppoll",
                                    "select",
                                    "pselect6",
                                    "stat",
                                    "lstat",
                                    "fstat",
                                    "newfstatat",
                                    "statx",
                                    "statfs",
                                    "fstatfs",
                                    "access",
                                    "faccessat",
                                    "faccessat2",
                                    "readlink",
                                    "readlinkat",
                                    "getdents64",
                                    "getcwd",
                                    "chdir",
                                    "fchdir",
                                    "fadvise64",
                                    "readahead",
                                    "mmap",
                                    "munmap",
                                    "mremap",
                                    "mprotect",
                                    "madvise",
                                    "brk",
                                    "msync",
                                    "mincore",
                                    "membarrier",
                                    "futex",
                                    "set_robust_list",
                                    "set_tid_address",
                                    "rseq",
                                    "sched_yield",
                                    "sched_getaffinity",
                                    "getcpu",
                                    "getpriority",
                                    "rt_sigaction",
                                    "rt_sigprocmask",
                                    "rt_sigreturn",
                                    "rt_sigpending",
                                    "rt_sigsuspend",
                                    "rt_sigtimedwait",
                                    "sigaltstack",
                                    "pause",
                                    "alarm",
                                    "getitimer",
                                    "setitimer",
                                    "restart_syscall",
                                    "nanosleep",
                                    "clock_nanosleep",
                                    "clock_gettime",
                                    "clock_getres",
                                    "gettimeofday",
                                    "time",
                                    "times",
                                    "getrusage",
                                    "getpid",
                                    "getppid",
                                    "gettid",
                                    "getpgid",
                                    "getpgrp",
                                    "getsid",
                                    "getuid",
                                    "geteuid",
                                    "getgid",
                                    "getegid",
                                    "getresuid",
                                    "getresgid",
                                    "getgroups",
                                    "getrlimit",
                                    "uname",
                                    "sysinfo",
                                    "umask",
                                    "getrandom",
                                    "exit",
                                    "exit_group",
                                    "wait4",
                                    "waitid"};

// Newer ways to do what older calls do: a program falls back to those.
constexpr const char* kUnknown[] = {"clone3", "openat2", "epoll_pwait2", "futex_waitv", "fchmodat2"};

// Nothing in Python calls these: whoever does has brought code of another kind, and the evaluation ends.
constexpr const char* kTrapped[] = {"add_key",
                                    "bpf",
                                    "delete_module",
                                    "finit_module",
                                    "fsconfig",
                                    "fsmount",
                                    "fsopen",
                                    "fspick",
                                    "init_module",
                                    "io_cancel",
                                    "io_destroy",
                                    "io_getevents",
                                    "io_setup",
                                    "io_submit",
                                    "io_uring_enter",
                                    "io_uring_register",
                                    "io_uring_setup",
                                    "ioperm",
                                    "iopl",
                                    "kcmp",
                                    "kexec_file_load",
                                    "kexec_load",
                                    "keyctl",
                                    "landlock_add_rule",
                                    "landlock_create_ruleset",
                                    "landlock_restrict_self",
                                    "lookup_dcookie",
                                    "memfd_secret",
                                    "migrate_pages",
                                    "modify_ldt",
                                    "mount",
                                    "mount_setattr",
                                    "move_mount",
                                    "move_pages",
                                    "name_to_handle_at",
                                    "open_by_handle_at",
                                    "open_tree",
                                    "perf_event_open",
                                    "personality",
                                    "pidfd_getfd",
                                    "pivot_root",
                                    "process_madvise",
                                    "process_vm_readv",
                                    "process_vm_writev",
                                    "ptrace",
                                    "quotactl",
                                    "quotactl_fd",
                                    "reboot",
                                    "remap_file_pages",
                                    "request_key",
                                    "seccomp",
                                    "setns",
                                    "swapoff",
                                    "swapon",
                                    "syslog",
                                    "umount2",
                                    "unshare",
                                    "userfaultfd",
                                    "uselib",
                                    "vhangup",
                                    "acct"};

constexpr std::uint64_t kWritingFlags = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY);

// Calls that are allowed with some arguments only.
void add_conditional() {
  using borealis::interp::kOwnProcess;
  rule("open", SCMP_ACT_ALLOW, {SCMP_A1(SCMP_CMP_MASKED_EQ, kWritingFlags, 0)});
  rule("openat", SCMP_ACT_ALLOW, {SCMP_A2(SCMP_CMP_MASKED_EQ, kWritingFlags, 0)});
  // The channel only: no address to send to, nothing but bytes.
  rule("sendto", SCMP_ACT_ALLOW, {SCMP_A4(SCMP_CMP_EQ, 0, 0)});
  rule("recvfrom", SCMP_ACT_ALLOW, {SCMP_A4(SCMP_CMP_EQ, 0, 0)});
  // Limits may be looked at.
  rule("prlimit64", SCMP_ACT_ALLOW, {SCMP_A0(SCMP_CMP_EQ, 0, 0), SCMP_A2(SCMP_CMP_EQ, 0, 0)});
  // Signals reach this process alone.
  for (const char* name : {"kill", "tgkill"}) rule(name, SCMP_ACT_ALLOW, {SCMP_A0(SCMP_CMP_EQ, kOwnProcess, 0)});
  // F_SETOWN and its like have the kernel send signals.
  for (const int command : {F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, F_SETFL}) {
    rule("fcntl", SCMP_ACT_ALLOW, {SCMP_A1(SCMP_CMP_EQ, static_cast<std::uint64_t>(command), 0)});
  }
  // No descriptor is a terminal.
  rule("ioctl", SCMP_ACT_ERRNO(ENOTTY));
}

void write_names() {
  std::printf("const ForbiddenCall kForbiddenCalls[] = {\n");
  for (const char* name : kTrapped) {
    if (const int number = number_of(name); number >= 0) std::printf("    {%d, \"%s\"},\n", number, name);
  }
  std::printf("};\nconst std::size_t kForbiddenCallCount = sizeof kForbiddenCalls / sizeof kForbiddenCalls[0];\n");
}

void write_program() {
  FILE* file = std::tmpfile();
  if (file == nullptr || seccomp_export_bpf(filter, fileno(file)) != 0) fail("cannot export", "the filter");
  std::rewind(file);
  std::printf("const sock_filter kFilter[] = {\n");
  sock_filter step;
  while (std::fread(&step, sizeof step, 1, file) == 1) {
    std::printf("    {0x%02x, %u, %u, 0x%08xu},\n", step.code, step.jt, step.jf, step.k);
  }
  std::printf("};\nconst std::size_t kFilterLength = sizeof kFilter / sizeof kFilter[0];\n");
  std::fclose(file);
}

}  // namespace

int main() {
  filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  if (filter == nullptr) fail("no", "filter");
  // 32-bit and x32 calls end the process: their numbers mean other calls.
  seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
  seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
  for (const char* name : kAllowed) rule(name, SCMP_ACT_ALLOW);
  for (const char* name : kUnknown) rule(name, SCMP_ACT_ERRNO(ENOSYS));
  for (const char* name : kTrapped) rule(name, SCMP_ACT_TRAP);
  add_conditional();
  std::printf("// Made by make_filter.cc.\n#include \"interp/sandbox/filter.h\"\nnamespace borealis::interp {\n");
  write_program();
  write_names();
  std::printf("}  // namespace borealis::interp\n");
  seccomp_release(filter);
  return 0;
}
