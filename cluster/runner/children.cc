#include "cluster/runner/children.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <set>
#include <utility>

#include "cluster/runner/process_tree.h"

namespace borealis::runner {

namespace {

// A fork bomb may outrun any number of passes; what is left then is found by the next call.
constexpr int kMaxPasses = 50;

template <class Chosen>
void kill_descendants(pid_t root, Chosen chosen) {
  std::set<std::pair<pid_t, std::uint64_t>> asked;
  for (int pass = 0; pass < kMaxPasses; ++pass) {
    bool anyone_new = false;
    for (const ProcessInfo& process : descendants(root)) {
      if (!process.alive() || !chosen(process)) continue;
      if (!asked.emplace(process.pid, process.start_ticks).second) continue;
      anyone_new = true;
      kill(process.pid, SIGKILL);
    }
    if (!anyone_new) return;
  }
}

}  // namespace

Children::Children() {
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

void Children::expect(pid_t pid, Handler handler) {
  handlers_[pid] = std::move(handler);
}

void Children::reap() {
  for (;;) {
    int status = 0;
    const pid_t pid = waitpid(-1, &status, WNOHANG);
    if (pid <= 0) return;
    const auto found = handlers_.find(pid);
    if (found == handlers_.end()) continue;
    const Handler handler = std::move(found->second);
    handlers_.erase(found);
    handler(status);
  }
}

bool Children::none_left() const {
  siginfo_t info{};
  return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0 && errno == ECHILD;
}

void Children::kill_all() {
  kill_descendants(getpid(), [](const ProcessInfo&) { return true; });
}

void Children::kill_tree(pid_t root) {
  // Its children first come to us when it dies, so they are looked up before.
  kill_descendants(root, [](const ProcessInfo&) { return true; });
  kill(root, SIGKILL);
}

void Children::kill_session(pid_t session) {
  kill(-session, SIGKILL);
  kill_descendants(getpid(), [&](const ProcessInfo& process) { return process.session == session; });
}

}  // namespace borealis::runner
