#include "cluster/runner/sandbox.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "cluster/runner/file_io.h"

namespace borealis::runner {

namespace {

lang::Error failure(const std::string& what) {
  return {lang::ErrorClass::findings, "Failed to initialize sandbox: " + what, "", {}};
}

}  // namespace

lang::Result<Sandbox> prepare_sandbox(const schema::LaunchSpec& spec) {
  Sandbox sandbox{spec.run_dir + "/sandbox", own_account(), false};
  if (geteuid() == 0 && !spec.keep_user) {
    const auto role = account_named(spec.role);
    if (role && role->uid != 0) {
      sandbox.account = *role;
      sandbox.switch_user = true;
    }
  }
  if (mkdir(sandbox.path.c_str(), 0700) != 0 && errno != EEXIST)
    return failure(sandbox.path + ": " + error_text(errno));
  const Fd directory(open(sandbox.path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!directory || (sandbox.switch_user && fchown(directory.get(), sandbox.account.uid, sandbox.account.gid) != 0))
    return failure(sandbox.path + ": " + error_text(errno));

  const ActingAs acting(sandbox.account);
  const Fd reachable(open(sandbox.path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!reachable)
    return failure("the account '" + sandbox.account.name + "' can't enter " + sandbox.path + ": " + error_text(errno));
  return sandbox;
}

}  // namespace borealis::runner
