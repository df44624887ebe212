// borealis-clusterd: the embedded cluster. People start it with `borealis cluster up`.
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "borealis_config.h"
#include "cluster/daemon.h"

namespace {

using borealis::cluster::DaemonSettings;
using borealis::cluster::Millis;

constexpr int kUsage = 64;

constexpr const char* kHelp =
    R"(usage: borealis-clusterd --state DIR --runner PROGRAM [OPTION...]

  --name NAME           the cluster's name (devcluster)
  --port N              to listen on, at 127.0.0.1; 0 picks one (0)
  --state DIR           where its state lives; one process at a time
  --runner PROGRAM      borealis-runner
  --hosts N             how many hosts it pretends to have (1)
  --host-cpus N  --host-ram-mb N  --host-disk-mb N
                        what each of them offers (16, 32768, 102400)
  --hosts-file FILE     these hosts instead: a JSON list of objects with `name` and, if need be, `agent_id`, `cpus`,
                        `ram_mb`, `disk_mb`, `attributes` (lists of values by name), `revocable`
  --hostname NAME       who records events (the machine's name)
  --cgroup DIR          a control group (version 2) to make one for each task in; `auto`: the one that we are in, if it is
                        ours alone; `none` (auto)
  --users FILE          people have to log in: an ini file with [users] NAME = PASSWORD, ROLE... and
                        [roles] ROLE = PERMISSION...
  --simulate            start no processes: tasks start, run and end by the clock
  --clock MS            with --simulate: time starts there and stands still until POST /borealis/clock?to=MS
  --leader URL          with --simulate: answer as a scheduler that does not lead; who leads is at URL, or `none` does
  --build-id ID         refuse to start when this is another build
  --ready-fd FD         write the URL and a newline there once the API answers
  --end-tasks           serve nothing: end the tasks that an earlier process left behind, then exit
)";

int complain(const std::string& message, int code) {
  std::fprintf(stderr, "borealis-clusterd: %s\n", message.c_str());
  return code;
}

template <class Number>
bool parse(std::string_view text, Number& out, Number least) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size() && out >= least;
}

struct CommandLine {
  DaemonSettings settings;
  std::string build_id = BOREALIS_BUILD_ID;
  bool help = false;
  std::string hosts_file;
  std::string users_file;
};

// The option that is wrong; empty: all is well.
std::string read_words(int argc, char** argv, CommandLine& out) {
  using Reader = std::function<bool(const std::string&)>;
  DaemonSettings& settings = out.settings;
  const auto text = [](std::string& target) {
    return [&target](const std::string& v) { return !(target = v).empty(); };
  };
  const auto number = [](auto& target, auto least) {
    return [&target, least](const std::string& v) { return parse(v, target, least); };
  };
  const std::map<std::string, Reader> options = {
      {"--name", text(settings.name)},
      {"--port", number(settings.port, 0)},
      {"--state", text(settings.state_dir)},
      {"--runner", text(settings.runner)},
      {"--hosts", number(settings.hosts.count, 1)},
      {"--host-cpus", number(settings.hosts.each.cpus, 0.0)},
      {"--host-ram-mb", number(settings.hosts.each.ram_mb, std::int64_t{0})},
      {"--host-disk-mb", number(settings.hosts.each.disk_mb, std::int64_t{0})},
      {"--build-id", text(out.build_id)},
      {"--ready-fd", number(settings.ready_fd, 0)},
      {"--users", text(out.users_file)},
      {"--hosts-file", text(out.hosts_file)},
      {"--hostname", text(settings.hostname)},
      {"--cgroup", text(settings.cgroup)},
      {"--leader", text(settings.leader)},
      {"--clock", [&settings](const std::string& v) { return parse(v, settings.clock.emplace(), Millis{0}); }},
  };
  for (int i = 1; i < argc; ++i) {
    std::string word = argv[i];
    if (word == "--help" || word == "-h") {
      out.help = true;
    } else if (word == "--end-tasks") {
      settings.end_tasks = true;
    } else if (word == "--simulate") {
      settings.simulation.emplace();
    } else {
      const auto option = options.find(word);
      if (option == options.end() || i + 1 == argc || !option->second(argv[++i])) return word;
    }
  }
  if (out.help) return "";
  if (settings.state_dir.empty()) return "--state";
  if (settings.clock && !settings.simulation) return "--clock";
  if (!settings.leader.empty() && !settings.simulation) return "--leader";
  return settings.runner.empty() && !settings.simulation ? "--runner" : "";
}

}  // namespace

int main(int argc, char** argv) {
  CommandLine line;
  if (const std::string wrong = read_words(argc, argv, line); !wrong.empty()) {
    std::fputs(kHelp, stderr);
    return complain("`" + wrong + "` is unknown, missing, or lacks a proper value", kUsage);
  }
  if (line.help) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  if (line.build_id != BOREALIS_BUILD_ID) {
    return complain("this program belongs to another build of borealis than the one that started it",
                    static_cast<int>(borealis::lang::ErrorClass::internal));
  }
  std::error_code error;
  line.settings.state_dir = std::filesystem::absolute(line.settings.state_dir, error).lexically_normal().string();
  if (std::string& group = line.settings.cgroup; group != "auto" && group != "none") {
    group = std::filesystem::absolute(group, error).lexically_normal().string();
    while (group.size() > 1 && group.ends_with('/')) group.pop_back();
  }
  if (!line.settings.simulation) {
    line.settings.runner = std::filesystem::absolute(line.settings.runner, error).lexically_normal().string();
    if (access(line.settings.runner.c_str(), X_OK) != 0) {
      return complain(line.settings.runner + " is no program", static_cast<int>(borealis::lang::ErrorClass::internal));
    }
  }
  if (!line.users_file.empty()) {
    auto access = borealis::cluster::Access::read(line.users_file);
    if (!access) return complain(access.error().message, static_cast<int>(access.error().kind));
    line.settings.access = std::move(*access);
  }
  if (!line.hosts_file.empty()) {
    auto hosts = borealis::cluster::read_hosts(line.hosts_file, line.settings.hosts.each);
    if (!hosts) return complain(hosts.error().message, static_cast<int>(hosts.error().kind));
    line.settings.hosts.declared = std::move(*hosts);
  }
  if (const auto ran = borealis::cluster::run_daemon(line.settings); !ran) {
    return complain(ran.error().message + (ran.error().hint.empty() ? "" : "; " + ran.error().hint),
                    static_cast<int>(ran.error().kind));
  }
  return 0;
}
