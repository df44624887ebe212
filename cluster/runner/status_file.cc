#include "cluster/runner/status_file.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

#include "cluster/runner/clock.h"
#include "cluster/runner/file_io.h"

namespace borealis::runner {

namespace {

constexpr const char* kNames[] = {"STARTING", "RUNNING", "FINISHED", "FAILED", "KILLED", "LOST"};

void notify(const std::string& path, const std::string& task_id) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path) return;
  memcpy(address.sun_path, path.c_str(), path.size() + 1);
  const Fd fd(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!fd) return;
  sendto(fd.get(), task_id.data(), task_id.size(), MSG_DONTWAIT | MSG_NOSIGNAL,
         reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

}  // namespace

const char* name_of(Report report) {
  return kNames[static_cast<std::size_t>(report)];
}

std::string one_line(const std::string& text) {
  std::string line = text;
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return line;
}

bool append_status(const std::string& run_dir, Report report, const std::string& message, const std::string& socket,
                   const std::string& task_id) {
  const Fd file(open((run_dir + "/status").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
  if (!file) return false;
  const std::string line = std::to_string(epoch_ms()) + " " + name_of(report) + " " + one_line(message) + "\n";
  if (write(file.get(), line.data(), line.size()) != static_cast<ssize_t>(line.size())) return false;
  notify(socket, task_id);
  return true;
}

std::optional<Report> last_report(const std::string& run_dir) {
  const auto text = read_whole_file(run_dir + "/status");
  if (!text || text->empty()) return std::nullopt;
  const std::size_t end = text->find_last_not_of('\n');
  if (end == std::string::npos) return std::nullopt;
  const std::size_t start = text->rfind('\n', end);
  const std::string line = text->substr(start == std::string::npos ? 0 : start + 1);
  const std::size_t first = line.find(' ');
  if (first == std::string::npos) return std::nullopt;
  const std::string state = line.substr(first + 1, line.find(' ', first + 1) - first - 1);
  for (std::size_t n = 0; n < std::size(kNames); ++n) {
    if (state == kNames[n]) return static_cast<Report>(n);
  }
  return std::nullopt;
}

}  // namespace borealis::runner
