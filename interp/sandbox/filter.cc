#include "interp/sandbox/filter.h"

#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

namespace borealis::interp {

int install_filter() {
  std::vector<sock_filter> steps(kFilter, kFilter + kFilterLength);
  const auto own = static_cast<std::uint32_t>(getpid());
  for (sock_filter& step : steps) {
    if (BPF_CLASS(step.code) == BPF_JMP && step.k == kOwnProcess) step.k = own;
  }
  const sock_fprog program = {static_cast<unsigned short>(steps.size()), steps.data()};
  return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0 ? 0 : errno;
}

const char* forbidden_call(int number) {
  for (std::size_t i = 0; i < kForbiddenCallCount; ++i) {
    if (kForbiddenCalls[i].number == number) return kForbiddenCalls[i].name;
  }
  return nullptr;
}

bool filters_supported() {
  const std::uint32_t action = SECCOMP_RET_KILL_PROCESS;
  return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

}  // namespace borealis::interp
