#include "client/runner.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <nlohmann/json.hpp>

#include "client/embedded.h"
#include "client/files.h"
#include "client/interrupt.h"

namespace borealis::client {

namespace {

std::vector<std::string> split_tabs(std::string_view line) {
  std::vector<std::string> fields;
  while (true) {
    const auto tab = line.find('\t');
    const std::string raw(line.substr(0, tab));
    // Escaped as in JSON, without the quotes.
    const auto text = nlohmann::json::parse("\"" + raw + "\"", nullptr, false);
    fields.push_back(text.is_string() ? text.get<std::string>() : raw);
    if (tab == std::string_view::npos) return fields;
    line.remove_prefix(tab + 1);
  }
}

lang::Error failed(const std::string& what) {
  return {lang::ErrorClass::output, fmt::format("{}: {}", what, std::strerror(errno)), {}, {}};
}

void exec_with_words(std::vector<std::string>& words) {
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  execv(argv[0], argv.data());
}

int exit_code(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

std::optional<RunnerEvent> parse_runner_event(std::string_view line) {
  const auto fields = split_tabs(line);
  RunnerEvent event;
  if (fields[0] == "status" && fields.size() >= 2) {
    event.kind = RunnerEvent::Kind::status;
    event.state = fields[1];
    if (fields.size() > 2) event.message = fields[2];
    return event;
  }
  if (fields[0] == "task" && fields.size() >= 2) {
    event.kind = RunnerEvent::Kind::task;
    event.state = fields[1];
    return event;
  }
  if (fields[0] != "process" || fields.size() < 4) return std::nullopt;
  event.kind = RunnerEvent::Kind::process;
  event.process = fields[1];
  std::from_chars(fields[2].data(), fields[2].data() + fields[2].size(), event.run);
  event.state = fields[3];
  if (fields.size() > 4) event.return_code = fields[4];
  return event;
}

std::vector<std::pair<std::string, int>> free_ports(const std::vector<std::string>& names) {
  std::vector<std::pair<std::string, int>> ports;
  std::vector<int> sockets;  // held open together, so that no port comes twice
  for (const std::string& name : names) {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (fd >= 0 && bind(fd, reinterpret_cast<const sockaddr*>(&address), length) == 0 &&
        getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) == 0)
      ports.emplace_back(name, ntohs(address.sin_port));
    sockets.push_back(fd);
  }
  for (const int fd : sockets) close(fd);
  return ports;
}

lang::Result<RunnerChild> RunnerChild::start(const schema::LaunchSpec& spec) {
  auto program = find_program("borealis-runner");
  if (!program) return std::move(program).error();
  RunnerChild child(*program, spec.run_dir + "/spec");
  if (auto written = write_file(child.spec_path_, schema::encode_launch(spec)); !written)
    return std::move(written).error();
  std::array<int, 2> events{};
  if (pipe2(events.data(), O_CLOEXEC) != 0) return failed("no pipe can be made");
  std::vector<std::string> words = {child.program_, "run", child.spec_path_, "--events", std::to_string(events[1])};
  const pid_t parent = getpid();
  child.pid_ = fork();
  if (child.pid_ == 0) {
    // Dies our process, the task is killed as if we had asked for it.
    prctl(PR_SET_PDEATHSIG, SIGUSR1);
    if (getppid() != parent) _exit(1);
    const int null = open("/dev/null", O_RDONLY);
    dup2(null, STDIN_FILENO);
    dup2(STDERR_FILENO, STDOUT_FILENO);
    fcntl(events[1], F_SETFD, 0);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) std::signal(number, SIG_DFL);
    exec_with_words(words);
    _exit(127);
  }
  close(events[1]);
  child.events_ = events[0];
  if (child.pid_ < 0) return failed("no process can be started");
  return child;
}

RunnerChild::RunnerChild(RunnerChild&& other) noexcept
    : program_(std::move(other.program_)),
      spec_path_(std::move(other.spec_path_)),
      pid_(std::exchange(other.pid_, -1)),
      events_(std::exchange(other.events_, -1)),
      partial_(std::move(other.partial_)) {}

RunnerChild::~RunnerChild() {
  if (events_ >= 0) close(events_);
}

bool RunnerChild::wait(int milliseconds, const std::function<void(const RunnerEvent&)>& sink) {
  std::array<pollfd, 2> waiting = {pollfd{events_, POLLIN, 0}, pollfd{InterruptScope::descriptor(), POLLIN, 0}};
  if (poll(waiting.data(), waiting.size(), milliseconds) <= 0 || waiting[0].revents == 0) return true;
  std::array<char, 4096> chunk{};
  const ssize_t got = read(events_, chunk.data(), chunk.size());
  if (got < 0) return errno == EINTR;
  if (got == 0) return false;
  partial_.append(chunk.data(), static_cast<std::size_t>(got));
  for (auto end = partial_.find('\n'); end != std::string::npos; end = partial_.find('\n')) {
    if (const auto event = parse_runner_event(std::string_view(partial_).substr(0, end))) sink(*event);
    partial_.erase(0, end + 1);
  }
  return true;
}

void RunnerChild::signal(int number) const {
  kill(pid_, number);
}

int RunnerChild::finish(bool task_has_ended) {
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  if (!task_has_ended) {
    std::vector<std::string> words = {program_, "reap", spec_path_};
    const pid_t reaper = fork();
    if (reaper == 0) {
      exec_with_words(words);
      _exit(127);
    }
    int ignored = 0;
    while (reaper > 0 && waitpid(reaper, &ignored, 0) < 0 && errno == EINTR) {
    }
  }
  return exit_code(status);
}

}  // namespace borealis::client
