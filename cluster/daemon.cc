#include "cluster/daemon.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <thread>

#include "cluster/agent.h"
#include "cluster/coordinators.h"
#include "cluster/detached.h"
#include "cluster/http_server.h"
#include "cluster/task_groups.h"

namespace borealis::cluster {

namespace {

constexpr Millis kLongestSleep = 1000;
// So much passes between two looks at what happened, that many things can share one transaction.
constexpr std::chrono::milliseconds kLeastTick{10};
// Ending all tasks: a kill has a minute and its lifecycle calls (runner.md §12); then they are dropped.
constexpr Millis kPatience = 80'000;
constexpr Millis kLastPatience = 100'000;

Agents* agent_to_wake = nullptr;
volatile sig_atomic_t told_to_stop = 0;

void on_signal(int) {
  const int saved = errno;
  told_to_stop = 1;
  if (agent_to_wake != nullptr) agent_to_wake->wake();
  errno = saved;
}

lang::Error conflict(const std::string& message, const std::string& hint) {
  return lang::Error{lang::ErrorClass::conflict, message, hint, {}};
}

// Many runners, a descriptor each.
void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

std::string host_name() {
  char name[256] = "localhost";
  gethostname(name, sizeof name - 1);
  return name;
}

void write_ready(int fd, const std::string& url) {
  if (fd < 0) return;
  const std::string line = url + "\n";
  [[maybe_unused]] const ssize_t written = write(fd, line.data(), line.size());
  close(fd);
}

class Daemon {
 public:
  explicit Daemon(const DaemonSettings& settings) : settings_(settings) {
    if (settings.clock) {
      manual_ = std::make_unique<SettableClock>(*settings.clock);
    } else {
      system_ = std::make_unique<SystemClock>();
    }
    if (settings.simulation) {
      auto simulated = std::make_unique<SimulatedAgents>(*settings.simulation, clock());
      simulated_ = simulated.get();
      agents_ = std::move(simulated);
    } else {
      auto agent = std::make_unique<Agent>(settings.state_dir, settings.runner);
      agent_ = agent.get();
      agents_ = std::move(agent);
    }
  }

  lang::Status open();
  lang::Status run();

 private:
  lang::Status lock_state();
  lang::Status open_groups();
  void loop();
  bool finished();
  // Lets everybody do their part of the work.
  void hand_out(Work work);
  void begin_ending();
  void advance(Millis to);
  const Clock& clock() const { return manual_ ? static_cast<const Clock&>(*manual_) : *system_; }

  DaemonSettings settings_;
  std::unique_ptr<SystemClock> system_;
  std::unique_ptr<SettableClock> manual_;  // one of the two
  Descriptor lock_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Core> core_;
  std::unique_ptr<Agents> agents_;
  std::unique_ptr<Coordinators> coordinators_;
  SimulatedAgents* simulated_ = nullptr;  // the same, when there are no processes
  Agent* agent_ = nullptr;                // or when there are
  TaskGroups groups_;
  std::mutex advancing_;
  enum class Quit : unsigned char { no, keep_tasks, end_tasks };
  std::atomic<Quit> quit_ = Quit::no;
  Millis ending_since_ = 0;
  bool dropped_ = false;
};

lang::Status Daemon::lock_state() {
  std::error_code error;
  std::filesystem::create_directories(settings_.state_dir, error);
  const std::string path = settings_.state_dir + "/clusterd.lock";
  lock_.reset(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock_) return lang::Error{lang::ErrorClass::output, path + ": " + std::strerror(errno), "", {}};
  if (flock(lock_.get(), LOCK_EX | LOCK_NB) != 0) {
    return conflict("another cluster is running in " + settings_.state_dir, "stop it first, or use another --state");
  }
  return lang::Unit{};
}

// Those who only end tasks start none.
lang::Status Daemon::open_groups() {
  if (agent_ == nullptr || settings_.end_tasks) return lang::Unit{};
  auto opened = open_task_groups(settings_.cgroup, settings_.name, own_group());
  if (!opened) return std::move(opened).error();
  groups_ = std::move(*opened);
  agent_->set_groups(groups_.directory);
  return lang::Unit{};
}

lang::Status Daemon::open() {
  if (lang::Status locked = lock_state(); !locked) return locked;
  if (lang::Status grouped = open_groups(); !grouped) return grouped;
  raise_descriptor_limit();
  ignore_ended_children();
  signal(SIGPIPE, SIG_IGN);
  auto store = Store::open(settings_.state_dir + "/cluster.db");
  if (!store) return std::move(store).error();
  store_ = std::move(*store);
  CoreSettings core;
  core.cluster_name = settings_.name;
  core.hostname = settings_.hostname.empty() ? host_name() : settings_.hostname;
  core.hosts = settings_.hosts;
  if (settings_.simulation) {
    core.port_probe = [](int) { return true; };
    core.shared_ports = true;
  }
  core_ = std::make_unique<Core>(core, clock(), *store_);
  if (lang::Status loaded = core_->load(); !loaded) return loaded;
  if (lang::Status opened = agents_->open(); !opened) return opened;
  core_->on_work = [this] { agents_->wake(); };
  coordinators_ = std::make_unique<Coordinators>(
      [this](const std::string& task_id, bool allowed) { core_->coordinator_answered(task_id, allowed); });
  for (const auto& [launch, assigned_only] : core_->placed()) agents_->adopt(launch, assigned_only);
  agents_->drop_strays();

  agent_to_wake = agents_.get();
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
  return lang::Unit{};
}

lang::Status Daemon::run() {
  if (settings_.end_tasks) {
    quit_ = Quit::end_tasks;
    loop();
    return lang::Unit{};
  }
  HttpSettings http;
  http.port = settings_.port;
  http.state_dir = settings_.state_dir;
  http.access = settings_.access;
  http.leader = settings_.leader;
  http.limits = agent_ != nullptr ? groups_.text() : "none: nothing runs";
  http.on_quit = [this](bool end_tasks) {
    quit_ = end_tasks ? Quit::end_tasks : Quit::keep_tasks;
    agents_->wake();
  };
  if (manual_) http.advance = [this](Millis to) { advance(to); };
  HttpServer server(*core_, std::move(http));
  auto url = server.bind();
  if (!url) return std::move(url).error();
  server.start();
  write_ready(settings_.ready_fd, *url);
  loop();
  server.stop();
  close_task_groups(groups_);
  return lang::Unit{};
}

void Daemon::begin_ending() {
  ending_since_ = clock().now();
  core_->change([&] { core_->end_all_tasks("The cluster is shutting down."); });
}

// Whether the loop may end. What is to be ended is begun on the first call.
bool Daemon::finished() {
  if (told_to_stop != 0 || quit_ == Quit::keep_tasks) return true;
  if (quit_ != Quit::end_tasks) return false;
  if (ending_since_ == 0) begin_ending();
  const Millis waited = clock().now() - ending_since_;
  if (waited > kPatience && !std::exchange(dropped_, true)) agents_->drop_all();
  return agents_->size() == 0 || waited > kLastPatience;
}

void Daemon::hand_out(Work work) {
  coordinators_->ask(std::exchange(work.questions, {}));
  agents_->take(std::move(work));
}

// Lets time pass, event by event.
void Daemon::advance(Millis to) {
  constexpr Millis kFar = 1'000'000'000;
  const std::lock_guard lock(advancing_);
  while (true) {
    do hand_out(core_->tick(simulated_->due()));
    while (core_->has_more_to_place());
    Millis next = manual_->now() + std::max<Millis>(1, core_->next_tick(kFar));
    if (const auto step = simulated_->next_due()) next = std::min(next, std::max(manual_->now(), *step));
    if (next > to) break;
    manual_->set(next);
  }
  manual_->set(std::max(to, manual_->now()));
}

void Daemon::loop() {
  if (manual_) {
    // Time passes only when advance() is called.
    while (!finished()) {
      simulated_->pause(kLongestSleep);
      if (quit_ == Quit::end_tasks) advance(manual_->now() + kLastPatience);
    }
    return;
  }
  while (!finished()) {
    const auto reports = agents_->wait(core_->next_tick(kLongestSleep));
    const auto began = std::chrono::steady_clock::now();
    hand_out(core_->tick(reports));
    std::this_thread::sleep_until(began + kLeastTick);
  }
  coordinators_.reset();
  // What was heard last is not forgotten.
  agents_->take(core_->tick(agents_->wait(0)));
}

}  // namespace

lang::Status run_daemon(const DaemonSettings& settings) {
  Daemon daemon(settings);
  if (lang::Status opened = daemon.open(); !opened) return opened;
  lang::Status ran = daemon.run();
  agent_to_wake = nullptr;
  return ran;
}

}  // namespace borealis::cluster
