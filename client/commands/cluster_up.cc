// cluster up: starts the embedded cluster and announces it.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "client/commands/commands.h"
#include "client/embedded.h"
#include "client/interrupt.h"

namespace borealis::client {

namespace {

constexpr int usual_port = 8081;

bool port_is_free(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool free = bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(fd);
  return free;
}

lang::Result<ClusterStart> start_of(const ClusterUpOptions& options, const Context& context) {
  ClusterStart start;
  start.name = options.name;
  start.port = options.port ? *options.port : port_is_free(usual_port) ? usual_port : 0;
  std::error_code error;
  start.state_dir = options.state ? std::filesystem::absolute(*options.state, error).lexically_normal().string()
                                  : state_root(context) + "/" + options.name + "/state";
  if (start.state_dir.size() > 1 && start.state_dir.back() == '/') start.state_dir.pop_back();
  start.foreground = options.foreground;
  start.host_arguments = {"--hosts", std::to_string(options.hosts)};
  const auto add = [&](const char* flag, const std::optional<std::string>& value) {
    if (value) start.host_arguments.insert(start.host_arguments.end(), {flag, *value});
  };
  add("--host-cpus", options.host_cpus);
  add("--host-ram-mb", options.host_ram_mb);
  add("--host-disk-mb", options.host_disk_mb);
  add("--cgroup", options.cgroup);
  if (options.port && *options.port != 0 && !port_is_free(*options.port))
    return lang::Error{
        lang::ErrorClass::conflict, fmt::format("port {} is in use", *options.port), "--port 0 picks a free one", {}};
  if (auto made = make_directories(start.state_dir); !made) return std::move(made).error();
  return start;
}

void show(const ClusterUpOptions& options, const StartedCluster& cluster, Context& context) {
  const Announcement& a = cluster.announcement;
  if (options.output == DataFormat::json) {
    const nlohmann::ordered_json data = {{"name", a.name}, {"url", a.url}, {"pid", a.pid}, {"state_dir", a.state_dir}};
    context.out.write(data.dump(2) + "\n");
  } else {
    context.out.print("{} is up at {}\n", a.name, a.url);
  }
  context.out.flush();
}

// A clusters.json may define the name too; then it matters who comes first.
void warn_of_shadow(const std::string& name, Context& context) {
  auto clusters = load_clusters(context);
  if (!clusters) return;
  for (const Cluster& cluster : *clusters) {
    if (cluster.name == name && !cluster.embedded)
      warn(context, fmt::format("{} defines a cluster '{}', too; while this one is up, the name means this one",
                                cluster.source, name));
  }
}

// Until Ctrl-C, or until the cluster ends by itself (`cluster down` in another shell). The first Ctrl-C ends the tasks
// and then the cluster, the second the cluster alone.
int stay(const Announcement& cluster, Context& context) {
  int status = 0;
  int passed = 0;
  while (waitpid(cluster.pid, &status, WNOHANG) == 0) {
    if (passed == InterruptScope::count()) {
      if (interruptible_sleep(std::chrono::milliseconds(200)) || passed == 0) continue;
      usleep(50'000);
      continue;
    }
    passed = InterruptScope::count();
    const bool first = passed == 1;
    say(context, first ? "ending the tasks; Ctrl-C again leaves them running" : "ending the cluster alone");
    if (!first || !ask_to_quit(cluster.url, true)) kill(cluster.pid, SIGTERM);
  }
  if (passed > 0) return 128 + InterruptScope::signal();
  return WIFEXITED(status) ? WEXITSTATUS(status) : static_cast<int>(lang::ErrorClass::internal);
}

lang::Result<StartedCluster> start_and_announce(const ClusterUpOptions& options, Context& context) {
  auto lock = ClusterLock::take(context, options.name, std::chrono::seconds(10));
  if (!lock) return std::move(lock).error();
  const std::string path = announcement_path(context, options.name);
  if (const auto old = read_announcement(path); old && old->alive())
    return lang::Error{lang::ErrorClass::conflict,
                       fmt::format("the cluster '{}' is up already at {} (process {})", old->name, old->url, old->pid),
                       fmt::format("`borealis cluster down --name {}` ends it", old->name),
                       {}};
  warn_of_shadow(options.name, context);
  auto start = start_of(options, context);
  if (!start) return std::move(start).error();
  auto started = start_cluster(*start, context);
  if (!started) return std::move(started).error();
  if (auto written = write_announcement(path, started->announcement); !written) {
    kill(started->announcement.pid, SIGTERM);
    return std::move(written).error();
  }
  return started;
}

}  // namespace

int run_cluster_up(const ClusterUpOptions& options, Context& context) {
  const InterruptScope interrupts(options.foreground ? 2 : 1);
  auto started = start_and_announce(options, context);
  if (!started) return report(context, started.error());
  show(options, *started, context);
  if (!options.foreground) {
    say(context,
        fmt::format("  {}, state in {}", options.hosts == 1 ? "1 host" : fmt::format("{} hosts", options.hosts),
                    started->announcement.state_dir));
    say(context, fmt::format("  look at it   {}/     (in a web browser)", started->announcement.url));
    say(context, fmt::format("  deploy with   borealis job deploy FILE     (cluster = '{}')", options.name));
    say(context, fmt::format("  stop it with  borealis cluster down --name {}", options.name));
    return 0;
  }
  say(context, fmt::format("  look at it   {}/     (in a web browser); Ctrl-C ends it", started->announcement.url));
  const int code = stay(started->announcement, context);
  unlink(announcement_path(context, options.name).c_str());
  return code;
}

}  // namespace borealis::client
