#include <charconv>

#include "client/nouns/admin_words.h"
#include "client/nouns/operations.h"
#include "client/units.h"

namespace borealis::client {

namespace {

void add_hosts(CLI::App& app, HostOptions& options) {
  add_option(app, "--hosts", options.hosts, "the hosts, with commas between").type_name("LIST");
  add_option(app, "--filename", options.filename, "a file with a host a line").type_name("FILE");
}

void add_grouping(CLI::App& app, Grouping& grouping) {
  add_option_function<std::string>(
      app, "--grouping",
      [&grouping](const std::string& text) { grouping = text == "none" ? Grouping::none : Grouping::by_host; },
      "by_host (the default): a host after the other; none: all hosts at once")
      .one_of({"by_host", "none"})
      .type_name("GROUPING");
}

void add_span(CLI::App& app, const std::string& name, std::chrono::seconds& target, const std::string& text) {
  add_option_function<std::string>(
      app, name,
      [&target](const std::string& value) {
        auto span = parse_time_span(value);
        if (!span) refuse_value(span.error().message, span.error().hint);
        target = *span;
      },
      text)
      .type_name("DURATION");
}

void add_min_instances(CLI::App& app, std::size_t& target) {
  add_option(app, "--min-job-instance-count", target, "look only at jobs with so many production instances (10)")
      .range(1, 1'000'000)
      .type_name("N");
}

lang::Status take_demand(const std::string& percentage, const std::string& duration, SlaDemand& demand) {
  const char* end_of_text = percentage.data() + percentage.size();
  const auto [end, error] = std::from_chars(percentage.data(), end_of_text, demand.percentage);
  if (error != std::errc() || end != end_of_text || !(demand.percentage > 0 && demand.percentage <= 100))
    return usage(fmt::format("'{}' is no percentage", percentage), "it is more than 0 and at most 100");
  auto span = parse_time_span(duration);
  if (!span) return std::move(span).error();
  demand.duration = *span;
  return lang::Unit{};
}

template <int (*run)(const HostOptions&, Context&)>
Run build_host(CLI::App& app) {
  auto options = std::make_shared<HostOptions>();
  add_hosts(app, *options);
  add_output(app, options->output);
  return for_cluster(options, run);
}

struct Overrides {
  std::string percentage;
  std::string duration;
  std::string reason;
};

lang::Status take_overrides(const Overrides& overrides, DrainOptions& options) {
  const int given = !overrides.percentage.empty() + !overrides.duration.empty() + !overrides.reason.empty();
  if (given == 0) return lang::Unit{};
  if (given < 3)
    return usage("the SLA is overridden by half",
                 "--override-percentage, --override-duration and --override-reason go together");
  options.override_reason = overrides.reason;
  return take_demand(overrides.percentage, overrides.duration, options.demand);
}

Run build_drain(CLI::App& app) {
  auto options = std::make_shared<DrainOptions>();
  auto overrides = std::make_shared<Overrides>();
  add_hosts(app, *options);
  add_grouping(app, options->grouping);
  add_option(app, "--post-drain-script", options->post_drain_script, "run SCRIPT HOST for each host that is drained")
      .type_name("SCRIPT");
  add_option(app, "--override-percentage", overrides->percentage, "what of a job must stay up, instead of 95")
      .type_name("PERCENT");
  add_option(app, "--override-duration", overrides->duration, "for how long, instead of 30m").type_name("DURATION");
  add_option(app, "--override-reason", overrides->reason, "why").type_name("TEXT");
  add_option(app, "--unsafe-hosts-file", options->unsafe_hosts_file, "where to write the hosts that were skipped")
      .type_name("FILE");
  add_duration(app, "--timeout", options->timeout, "how long a group may take to be drained (5m)");
  add_yes(app, options->yes);
  add_output(app, options->output);
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    if (auto status = take_overrides(*overrides, *options); !status) return std::move(status).error();
    return for_cluster(options, run_admin_host_drain)(words, context);
  };
}

Run build_sla_drain(CLI::App& app) {
  auto options = std::make_shared<SlaDrainOptions>();
  add_hosts(app, *options);
  add_option(app, "--default-percentage", options->percentage,
             "what of a job without an SLA policy of its own must stay up (95)")
      .range(0.0, 100.0)
      .type_name("PERCENT");
  add_span(app, "--default-duration", options->duration, "for how long (30m)");
  add_span(app, "--force-drain-timeout", options->force_after, "drain by force after this long (7d)");
  add_yes(app, options->yes);
  add_output(app, options->output);
  return for_cluster(options, run_admin_sla_host_drain);
}

Run build_safe_domain(CLI::App& app) {
  auto options = std::make_shared<SafeDomainOptions>();
  add_option(app, "--exclude-file,-X", options->exclude_file, "hosts to leave out, one a line").type_name("FILE");
  add_option(app, "--exclude-hosts,-x", options->exclude_hosts, "hosts to leave out").type_name("LIST");
  add_option(app, "--include-file,-I", options->include_file, "look only at these hosts, one a line").type_name("FILE");
  add_option(app, "--include-hosts,-i", options->include_hosts, "look only at these hosts").type_name("LIST");
  add_flag(app, "--list-jobs,-l", options->list_jobs, "show the jobs on each host, and what of them stays up");
  add_option(app, "--override-file,-o", options->override_file,
             "what single jobs need, a line each: CLUSTER/ROLE/ENV/NAME PERCENT DURATION")
      .type_name("FILE");
  add_grouping(app, options->grouping);
  add_min_instances(app, options->min_instances);
  add_output(app, options->output);
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    if (auto status = take_words(words, {"CLUSTER", "PERCENT", "DURATION"}); !status) return std::move(status).error();
    options->cluster = words[0];
    if (auto status = take_demand(words[1], words[2], options->demand); !status) return std::move(status).error();
    return run_admin_sla_list_safe_domain(*options, context);
  };
}

Run build_probe(CLI::App& app) {
  auto options = std::make_shared<ProbeOptions>();
  add_hosts(app, *options);
  add_grouping(app, options->grouping);
  add_min_instances(app, options->min_instances);
  add_output(app, options->output);
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    if (auto status = take_words(words, {"CLUSTER", "PERCENT", "DURATION"}); !status) return std::move(status).error();
    options->cluster = words[0];
    if (auto status = take_demand(words[1], words[2], options->demand); !status) return std::move(status).error();
    return run_admin_sla_probe_hosts(*options, context);
  };
}

}  // namespace

std::vector<Verb> admin_host_verbs() {
  return {
      {{"admin",
        "host-status",
        "CLUSTER",
        "show hosts' modes of maintenance",
        {"borealis admin host-status devcluster --hosts host1,host2",
         "borealis admin host-status devcluster --filename hosts.txt --output json"},
        "Shows each host's mode: NONE (in service), SCHEDULED (deactivated), DRAINING or DRAINED."},
       build_host<run_admin_host_status>},
      {{"admin",
        "host-deactivate",
        "CLUSTER",
        "give hosts new tasks only when there is no other place",
        {"borealis admin host-deactivate devcluster --hosts host1,host2"},
        "Puts the hosts into the mode SCHEDULED. What runs there goes on."},
       build_host<run_admin_host_deactivate>},
      {{"admin",
        "host-activate",
        "CLUSTER",
        "take hosts back into service",
        {"borealis admin host-activate devcluster --hosts host1,host2"},
        "Ends the hosts' maintenance, whatever mode they are in."},
       build_host<run_admin_host_activate>},
      {{"admin",
        "host-drain",
        "CLUSTER",
        "end the tasks of hosts, as far as their jobs can bear it",
        {"borealis admin host-drain devcluster --hosts host1,host2",
         "borealis admin host-drain devcluster --filename rack7.txt --post-drain-script ./reboot.sh --yes"},
        "Deactivates all the hosts, then drains a group after the other: a group is skipped when a job with 20 "
        "production instances or more would have less than 95 % of them up for 30 minutes. Shows the tasks there and "
        "asks first; without a terminal --yes is needed. Exit code 1 when hosts were skipped, 5 when some are not "
        "drained in time. Where the scheduler knows SLAs itself, `sla-host-drain` leaves the work to it."},
       build_drain},
      {{"admin",
        "sla-host-drain",
        "CLUSTER",
        "let the scheduler drain hosts as the jobs' SLAs allow",
        {"borealis admin sla-host-drain devcluster --hosts host1,host2",
         "borealis admin sla-host-drain devcluster --filename rack7.txt --force-drain-timeout 2h --yes"},
        "Asks the scheduler to drain the hosts and returns at once. A job's own SLA policy counts, else the default. "
        "Asks first; without a terminal --yes is needed."},
       build_sla_drain},
      {{"admin",
        "sla-list-safe-domain",
        "CLUSTER PERCENT DURATION",
        "list the hosts that may go down",
        {"borealis admin sla-list-safe-domain devcluster 95 30m",
         "borealis admin sla-list-safe-domain devcluster 95 30m -l -x host7 -o overrides.txt"},
        "Lists the hosts that can be taken down, each for itself, so that every production job keeps PERCENT of its "
        "instances up for DURATION. Hosts without such jobs are not known to it and not listed."},
       build_safe_domain},
      {{"admin",
        "sla-probe-hosts",
        "CLUSTER PERCENT DURATION",
        "show what jobs would lose if hosts went down",
        {"borealis admin sla-probe-hosts devcluster 95 30m --hosts host1,host2"},
        "Shows for each host and production job there what part of the job would still be up for DURATION, whether "
        "that is PERCENT, and if not, how long until it will be."},
       build_probe},
  };
}

}  // namespace borealis::client
