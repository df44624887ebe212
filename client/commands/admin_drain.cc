// admin host-drain: takes hosts out of service a group at a time, as far as the jobs there can bear it. (cli.md §12)
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "client/child.h"
#include "client/commands/admin.h"
#include "client/files.h"
#include "client/hosts.h"
#include "client/interrupt.h"
#include "client/jobs.h"
#include "client/operations.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

// What became of each host.
struct Drain {
  std::map<std::string, std::string> modes;
  Hosts drained;
  Hosts unsafe;  // skipped
  Hosts late;    // not drained when time was up
  Hosts failed_scripts;
};

void note(Drain& drain, const HostModes& modes) {
  for (const HostMode& mode : modes) drain.modes[mode.host] = mode.mode;
}

lang::Error no_longer_waiting(const Hosts& hosts) {
  return {lang::ErrorClass::interrupted,
          fmt::format("no longer waiting for {}", name_hosts(hosts)),
          "the draining goes on; `borealis admin host-activate` takes a host back into service",
          {}};
}

// Polls until every host is drained or time is up.
lang::Status wait_for(AdminEngine& engine, const Hosts& hosts, std::chrono::seconds timeout, Drain& drain) {
  const auto end = std::chrono::steady_clock::now() + timeout;
  std::chrono::milliseconds pause(250);
  while (true) {
    auto modes = engine.host_modes(hosts);
    if (!modes) return std::move(modes).error();
    note(drain, *modes);
    const bool done =
        std::all_of(modes->begin(), modes->end(), [](const auto& mode) { return mode.mode == "DRAINED"; });
    if (done || std::chrono::steady_clock::now() + pause > end) return lang::Unit{};
    if (!interruptible_sleep(pause)) return no_longer_waiting(hosts);
    pause = std::min(pause * 2, std::chrono::milliseconds(5000));
  }
}

void run_script(const std::string& script, const std::string& host, Drain& drain, Context& context) {
  context.err.flush();
  auto code = run_program_and_wait({script, host});
  if (code && *code == 0) return;
  drain.failed_scripts.insert(host);
  warn(context, code ? fmt::format("{} {} ended with {}", script, host, *code) : code.error().message);
}

lang::Status drain_group(AdminEngine& engine, const GroupSla& group, const DrainOptions& options, Drain& drain,
                         Context& context) {
  const Hosts hosts(group.hosts.begin(), group.hosts.end());
  if (!group.safe()) {
    for (const HostSla& job : group.jobs) {
      if (!job.safe)
        warn(context, fmt::format("{}: skipped: {} would have {:.2f} % up, and needs {} %", name_hosts(hosts), job.job,
                                  job.predicted, job.demand.percentage));
    }
    drain.unsafe.insert(hosts.begin(), hosts.end());
    return lang::Unit{};
  }
  auto modes = engine.drain(hosts);
  if (!modes) return std::move(modes).error();
  note(drain, *modes);
  if (auto status = wait_for(engine, hosts, options.timeout, drain); !status) return status;
  for (const std::string& host : hosts) {
    if (drain.modes[host] != "DRAINED") {
      drain.late.insert(host);
      warn(context, fmt::format("{} is not drained in time", host));
      continue;
    }
    say(context, fmt::format("{} is drained", host));
    drain.drained.insert(host);
    if (!options.post_drain_script.empty()) run_script(options.post_drain_script, host, drain, context);
  }
  return lang::Unit{};
}

// A group at a time, each judged by what runs after the one before.
lang::Status drain_groups(AdminEngine& engine, const Hosts& known, const DrainOptions& options, Drain& drain,
                          Context& context) {
  const InterruptScope interrupts;
  for (const auto& group : group_hosts(known, options.grouping)) {
    auto live = engine.live_tasks();
    if (!live) return std::move(live).error();
    const ClusterSla sla(*live, options.min_instances, now_ms(context));
    const auto simulated = sla.simulate({group.begin(), group.end()}, Grouping::none, options.demand);
    if (auto status = drain_group(engine, simulated.front(), options, drain, context); !status) return status;
  }
  return lang::Unit{};
}

lang::Status show_what_is_hit(AdminEngine& engine, const Hosts& hosts, Context& context) {
  TaskSearch search;
  search.hosts = hosts;
  for (const std::string& state : task_states()) {
    if (is_active_state(state)) search.states.insert(state);
  }
  auto tasks = engine.tasks(search);
  if (!tasks) return std::move(tasks).error();
  std::map<std::string, std::size_t> counts;
  for (const std::string& host : hosts) counts[host];
  for (const AdminTask& task : *tasks) ++counts[task.status.host];
  for (const auto& [host, count] : counts)
    say(context, fmt::format("  {}: {}", host, count == 0 ? "nothing runs there" : count_of(count, "active task")));
  return lang::Unit{};
}

lang::Status write_unsafe(const Drain& drain, const std::string& path) {
  if (path.empty()) return lang::Unit{};
  std::string lines;
  for (const std::string& host : drain.unsafe) lines += host + "\n";
  return write_file(path, lines);
}

int finish(const Drain& drain, const Hosts& hosts, const DrainOptions& options, Context& context) {
  HostModes modes;
  for (const auto& [host, mode] : drain.modes) modes.push_back({host, mode});
  print_modes(modes, hosts, options.output, context);
  if (auto status = write_unsafe(drain, options.unsafe_hosts_file); !status) return report(context, status.error());
  if (!drain.late.empty())
    return report(context, {lang::ErrorClass::unreachable,
                            fmt::format("{} not drained in time: {}", count_of(drain.late.size(), "host"),
                                        name_hosts(drain.late)),
                            "the draining goes on",
                            {}});
  if (!drain.unsafe.empty())
    return report(context, {lang::ErrorClass::findings,
                            fmt::format("{} skipped, because jobs there can't bear it: {}",
                                        count_of(drain.unsafe.size(), "host"), name_hosts(drain.unsafe)),
                            "`borealis admin sla-probe-hosts` says when they can",
                            {}});
  return drain.failed_scripts.empty() ? 0 : static_cast<int>(lang::ErrorClass::findings);
}

}  // namespace

int run_admin_host_drain(const DrainOptions& options, Context& context) {
  auto hosts = read_hosts(options.filename, options.hosts);
  if (!hosts) return report(context, hosts.error());
  const std::string what = count_of(hosts->size(), "host");
  if (auto status = must_be_able_to_ask(options.yes, "draining " + what, context); !status)
    return report(context, status.error());
  auto engine = connect_admin(options.cluster, context);
  if (!engine) return report(context, engine.error());
  auto known = (*engine)->host_modes(*hosts);
  if (!known) return report(context, known.error());
  if (known->empty())
    return report(context, {lang::ErrorClass::not_found, "the cluster knows none of these hosts", {}, {}});
  Hosts there;
  for (const HostMode& mode : *known) there.insert(mode.host);
  if (auto status = show_what_is_hit(**engine, there, context); !status) return report(context, status.error());
  if (!options.override_reason.empty())
    say(context, fmt::format("with {} % up for {} s instead of the usual SLA: {}", options.demand.percentage,
                             options.demand.duration.count(), options.override_reason));
  if (!go_ahead(options.yes,
                fmt::format("Drain {}? Their tasks are ended and run elsewhere.", count_of(there.size(), "host")),
                context))
    return 0;
  Drain drain;
  auto scheduled = (*engine)->start_maintenance(there);
  if (!scheduled) return report(context, scheduled.error());
  note(drain, *scheduled);
  if (auto status = drain_groups(**engine, there, options, drain, context); !status)
    return report(context, status.error());
  return finish(drain, *hosts, options, context);
}

}  // namespace borealis::client
