#include "cluster/agent.h"

#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

// The header of glibc 2.36 forgets that it may be included by C++.
extern "C" {
#include <sys/pidfd.h>
}

#include <algorithm>
#include <array>
#include <cstring>

#include "cluster/detached.h"
#include "cluster/launch_spec.h"
#include "cluster/process_info.h"
#include "cluster/run_directory.h"
#include "cluster/status_lines.h"
#include "cluster/text_file.h"

namespace borealis::cluster {

namespace {

using S = api::ScheduleStatus;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

// A start takes about a millisecond; between rounds what runners say is heard.
constexpr int kStartsARound = 24;
constexpr milliseconds kPollWithSocket{1000};
constexpr milliseconds kPollWithoutSocket{200};
constexpr int kReapAttempts = 3;

constexpr std::uint64_t kWakeSerial = 0;
constexpr std::uint64_t kSocketSerial = 1;
constexpr std::uint64_t kFirstTaskSerial = 2;

bool add_to(const Descriptor& epoll, int fd, std::uint64_t serial) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = serial;
  return epoll_ctl(epoll.get(), EPOLL_CTL_ADD, fd, &event) == 0;
}

lang::Error system_error(const std::string& what) {
  return lang::Error{lang::ErrorClass::internal, what + ": " + std::strerror(errno), "", {}};
}

}  // namespace

Agent::Agent(std::string state_dir, std::string runner)
    : state_dir_(std::move(state_dir)), runner_(std::move(runner)), next_serial_(kFirstTaskSerial) {}

Agent::~Agent() {
  if (!socket_path_.empty()) unlink(socket_path_.c_str());
}

lang::Status Agent::open() {
  epoll_.reset(epoll_create1(EPOLL_CLOEXEC));
  wake_.reset(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!epoll_ || !wake_ || !add_to(epoll_, wake_.get(), kWakeSerial)) return system_error("epoll");
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = state_dir_ + "/notify";
  if (path.size() >= sizeof address.sun_path) return lang::Unit{};
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  unlink(path.c_str());
  socket_.reset(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket_ || bind(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      !add_to(epoll_, socket_.get(), kSocketSerial)) {
    return system_error(path);
  }
  // A runner may have become another user.
  chmod(path.c_str(), 0666);
  const int bytes = 1 << 20;
  setsockopt(socket_.get(), SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
  socket_path_ = path;
  return lang::Unit{};
}

void Agent::wake() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(wake_.get(), &one, sizeof one);
}

void Agent::report(const std::string& task_id, TaskStatus status, const std::string& message) {
  reports_.push_back({task_id, status, message, 0});
}

void Agent::forget(const std::string& task_id) {
  const auto found = tracked_.find(task_id);
  by_serial_.erase(found->second->serial);
  tracked_.erase(found);
}

void Agent::take(Work work) {
  for (Launch& launch : work.launches) queue_.push_back(std::move(launch));
  for (const Order& order : work.signals) signal(order);
  for (const Launch& gone : work.forgotten) {
    if (!gone.run.empty()) remove_run(run_directory(state_dir_, gone));
  }
}

void Agent::signal(const Order& order) {
  const auto waiting =
      std::ranges::find_if(queue_, [&](const Launch& launch) { return launch.task_id == order.task_id; });
  if (waiting != queue_.end()) queue_.erase(waiting);
  const auto found = tracked_.find(order.task_id);
  if (found == tracked_.end()) {
    report(order.task_id, S::KILLED, "Task killed during initialization.");
    return;
  }
  Tracked& tracked = *found->second;
  if (order.kind == Order::Kind::drop) return drop(tracked);
  if (tracked.phase != Phase::running || !tracked.pidfd) return;  // the order comes again
  pidfd_send_signal(tracked.pidfd.get(), SIGUSR1, nullptr, 0);
}

void Agent::start(const Launch& launch) {
  auto tracked = std::make_unique<Tracked>();
  tracked->launch = launch;
  tracked->directory = run_directory(state_dir_, launch);
  const std::string failed = "Failed to initialize sandbox: ";
  if (const lang::Status made = make_run_directory(tracked->directory); !made) {
    report(launch.task_id, S::FAILED, failed + made.error().message);
    return;
  }
  auto spec = launch_spec(launch, tracked->directory, socket_path_);
  if (!spec) {
    report(launch.task_id, S::FAILED, spec.error().message);
    return;
  }
  if (!groups_.empty()) spec->cgroup = groups_ + "/" + launch.run;
  // Whole or not at all: what is found after a crash can be trusted.
  if (!replace_file(tracked->directory + "/spec", schema::encode_launch(*spec))) {
    report(launch.task_id, S::FAILED, failed + tracked->directory + "/spec: " + std::strerror(errno));
    return;
  }
  Tracked& added = *tracked;
  tracked_[launch.task_id] = std::move(tracked);
  start_runner(added);
}

void Agent::start_runner(Tracked& tracked) {
  const auto pid = spawn_detached({runner_, "run", tracked.directory + "/spec"}, tracked.directory);
  if (pid && watch(tracked, *pid)) return;
  report(tracked.launch.task_id, S::LOST,
         "The runner could not be started: " + (pid ? std::string(std::strerror(errno)) : pid.error().message));
  forget(tracked.launch.task_id);
}

bool Agent::watch(Tracked& tracked, pid_t pid) {
  by_serial_.erase(tracked.serial);
  tracked.serial = next_serial_++;
  tracked.pid = pid;
  tracked.pidfd.reset(pidfd_open(pid, 0));
  if (!tracked.pidfd || !add_to(epoll_, tracked.pidfd.get(), tracked.serial)) {
    tracked.pidfd.reset();
    // It may have ended in the meantime: what it said is in its file, and the next poll looks there.
    return errno == ESRCH;
  }
  by_serial_[tracked.serial] = tracked.launch.task_id;
  if (tracked.dropped) drop(tracked);
  return true;
}

void Agent::adopt(const Launch& launch, bool assigned_only) {
  auto owned = std::make_unique<Tracked>();
  owned->launch = launch;
  owned->directory = run_directory(state_dir_, launch);
  Tracked& tracked = *owned;
  if (access((tracked.directory + "/spec").c_str(), F_OK) != 0) {
    // We died before it was begun.
    if (assigned_only) {
      queue_.push_back(launch);
    } else {
      report(launch.task_id, S::KILLED, "Task killed during initialization.");
    }
    return;
  }
  tracked_[launch.task_id] = std::move(owned);
  read_status(tracked);
  find_runner(tracked);
}

// What became of a runner that is no child of ours, or whose death we may have missed.
void Agent::find_runner(Tracked& tracked) {
  if (is_locked(tracked.directory + "/runner.lock")) {
    // The file comes a moment after the lock; the next poll tries again.
    if (const auto runner = read_pid_file(tracked.directory + "/runner.pid")) watch(tracked, *runner);
    return;
  }
  // It may have ended between our reading of the file and our looking for it.
  read_status(tracked);
  if (tracked.ended) {
    forget(tracked.launch.task_id);
  } else if (tracked.offset == 0 && access((tracked.directory + "/runner.pid").c_str(), F_OK) != 0) {
    start_runner(tracked);
  } else {
    reap(tracked);
  }
}

// More than a few times is no use: something holds what nobody can free, and the task is given up.
void Agent::reap(Tracked& tracked) {
  tracked.phase = Phase::reaping;
  if (++tracked.reaped <= kReapAttempts) {
    const auto pid = spawn_detached({runner_, "reap", tracked.directory + "/spec"}, tracked.directory);
    if (pid && watch(tracked, *pid)) return;
  }
  report(tracked.launch.task_id, S::LOST, "Runner died while task was active.");
  forget(tracked.launch.task_id);
}

void Agent::on_exit(Tracked& tracked) {
  tracked.pidfd.reset();
  read_status(tracked);
  if (tracked.ended) {
    forget(tracked.launch.task_id);
  } else {
    reap(tracked);
  }
}

void Agent::read_status(Tracked& tracked) {
  const auto text = read_from(tracked.directory + "/status", tracked.offset);
  if (!text || text->empty()) return;
  std::size_t used = 0;
  for (Report& report : parse_status(tracked.launch.task_id, *text, used)) {
    tracked.ended = tracked.ended || is_terminal(report.status);
    reports_.push_back(std::move(report));
  }
  tracked.offset += used;
}

void Agent::on_notification() {
  std::array<char, 2048> buffer{};
  while (true) {
    const ssize_t got = recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (got < 0) return;
    const auto found = tracked_.find(std::string(buffer.data(), static_cast<std::size_t>(got)));
    if (found != tracked_.end()) read_status(*found->second);
  }
}

void Agent::poll_all() {
  std::vector<Tracked*> all;
  for (const auto& [id, tracked] : tracked_) all.push_back(tracked.get());
  for (Tracked* tracked : all) {
    read_status(*tracked);
    if (!tracked->pidfd) find_runner(*tracked);
  }
}

std::vector<Report> Agent::wait(Millis timeout) {
  const milliseconds every = socket_ ? kPollWithSocket : kPollWithoutSocket;
  const auto now = steady_clock::now();
  if (now >= next_poll_) {
    poll_all();
    next_poll_ = now + every;
  }
  const auto to_poll = std::chrono::duration_cast<milliseconds>(next_poll_ - now).count();
  const bool busy = !queue_.empty() || !reports_.empty();
  std::array<epoll_event, 512> events{};
  const int count = epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()),
                               busy ? 0 : static_cast<int>(std::min<Millis>(timeout, to_poll + 1)));
  for (int i = 0; i < count; ++i) {
    const std::uint64_t serial = events[static_cast<std::size_t>(i)].data.u64;
    if (serial == kWakeSerial) {
      std::uint64_t ignored = 0;
      [[maybe_unused]] const ssize_t got = read(wake_.get(), &ignored, sizeof ignored);
    } else if (serial == kSocketSerial) {
      on_notification();
    } else if (const auto found = by_serial_.find(serial); found != by_serial_.end()) {
      on_exit(*tracked_.at(found->second));
    }
  }
  for (int i = 0; i < kStartsARound && !queue_.empty(); ++i) {
    const Launch launch = std::move(queue_.front());
    queue_.pop_front();
    start(launch);
  }
  return std::exchange(reports_, {});
}

}  // namespace borealis::cluster
