#include "cluster/detached.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>

#include <cstring>

extern char** environ;

namespace borealis::cluster {

void ignore_ended_children() {
  struct sigaction action {};
  // Not SIG_IGN, which children would inherit; the flag does not survive an exec.
  action.sa_handler = SIG_DFL;
  action.sa_flags = SA_NOCLDWAIT;
  sigaction(SIGCHLD, &action, nullptr);
}

lang::Result<pid_t> spawn_detached(const std::vector<std::string>& command, const std::string& directory) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  const std::string out = directory + "/stdout";
  const std::string err = directory + "/stderr";
  constexpr int kAppend = O_WRONLY | O_CREAT | O_APPEND;
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, out.c_str(), kAppend, 0644);
  posix_spawn_file_actions_addopen(&files, 2, err.c_str(), kAppend, 0644);
  posix_spawn_file_actions_addchdir_np(&files, directory.c_str());
  // Connections of our clients among them: they would stay open for as long as the task runs.
  posix_spawn_file_actions_addclosefrom_np(&files, 3);

  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t blocked;
  sigemptyset(&blocked);
  for (const int number : {SIGUSR1, SIGUSR2, SIGINT, SIGTERM}) sigaddset(&blocked, number);
  sigset_t defaults;
  sigfillset(&defaults);
  posix_spawnattr_setsigmask(&attributes, &blocked);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);

  std::vector<char*> argv;
  for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  pid_t pid = -1;
  const int error = posix_spawn(&pid, argv[0], &files, &attributes, argv.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  if (error != 0) {
    return lang::Error{lang::ErrorClass::internal, command.front() + ": " + std::strerror(error), "", {}};
  }
  return pid;
}

}  // namespace borealis::cluster
