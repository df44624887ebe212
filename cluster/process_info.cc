#include "cluster/process_info.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <cstdio>
#include <sstream>

#include "cluster/descriptor.h"
#include "cluster/text_file.h"

namespace borealis::cluster {

namespace {

// Field 22 of /proc/PID/stat. The name, field 2, may hold anything; what follows its last parenthesis is regular.
std::optional<unsigned long long> start_time(pid_t pid) {
  // Files below /proc have no size.
  std::FILE* file = std::fopen(("/proc/" + std::to_string(pid) + "/stat").c_str(), "re");
  if (file == nullptr) return std::nullopt;
  std::string text(4096, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file));
  std::fclose(file);
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) return std::nullopt;
  std::istringstream rest(text.substr(name_end + 1));
  std::string skipped;
  constexpr int kFieldsBetween = 19;  // 3 to 21
  for (int i = 0; i < kFieldsBetween; ++i) rest >> skipped;
  unsigned long long time = 0;
  return rest >> time ? std::optional(time) : std::nullopt;
}

}  // namespace

std::optional<pid_t> read_pid_file(const std::string& path) {
  const auto text = read_from(path, 0);
  if (!text) return std::nullopt;
  std::istringstream in(*text);
  pid_t pid = 0;
  unsigned long long time = 0;
  if (!(in >> pid >> time) || start_time(pid) != time) return std::nullopt;
  return pid;
}

bool is_locked(const std::string& path) {
  const Descriptor lock(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  return lock && flock(lock.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

}  // namespace borealis::cluster
