// admin sla-list-safe-domain and sla-probe-hosts. (cli.md §12)
#include <algorithm>
#include <charconv>
#include <sstream>

#include "client/commands/admin.h"
#include "client/hosts.h"
#include "client/jobs.h"
#include "client/operations.h"
#include "client/table.h"
#include "client/units.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

lang::Result<ClusterSla> cluster_sla(const std::string& cluster, std::size_t min_instances, Context& context) {
  auto engine = connect_admin(cluster, context);
  if (!engine) return std::move(engine).error();
  auto live = (*engine)->live_tasks();
  if (!live) return std::move(live).error();
  return ClusterSla(*live, min_instances, now_ms(context));
}

// Lines of `CLUSTER/ROLE/ENV/NAME PERCENTAGE DURATION`.
lang::Result<SlaDemands> read_overrides(const std::string& path) {
  SlaDemands demands;
  if (path.empty()) return demands;
  auto lines = read_lines(path);
  if (!lines) return std::move(lines).error();
  for (const std::string& line : *lines) {
    std::istringstream words(line);
    std::string key;
    std::string duration;
    SlaDemand demand;
    words >> key >> demand.percentage >> duration;
    auto span = parse_time_span(duration);
    std::string rest;
    if (!words || (words >> rest) || !parse_job_key(key) || !span || !(demand.percentage > 0) ||
        demand.percentage > 100)
      return lang::Error{lang::ErrorClass::usage,
                         fmt::format("{}: '{}' says nothing about a job", path, line),
                         "a line looks like devcluster/demo/prod/web 95 2h",
                         {}};
    demand.duration = *span;
    demands[key] = demand;
  }
  return demands;
}

lang::Data to_data(const HostSla& job, const std::string& host) {
  lang::Data::Map row;
  row.entries.push_back({"host", host});
  row.entries.push_back({"job", job.job});
  row.entries.push_back({"predicted_percentage", job.predicted});
  row.entries.push_back({"wanted_percentage", job.demand.percentage});
  row.entries.push_back({"duration_secs", static_cast<std::int64_t>(job.demand.duration.count())});
  row.entries.push_back({"safe", job.safe});
  if (job.wait) row.entries.push_back({"wait_secs", static_cast<std::int64_t>(job.wait->count())});
  return row;
}

std::string percent(double value) {
  return fmt::format("{:.2f} %", value);
}

void print_table(const Table& table, Context& context) {
  if (!table.empty()) context.out.write(table.text(context.out_style(), 0));
}

void print_safe(const std::vector<GroupSla>& groups, const SafeDomainOptions& options, Context& context) {
  lang::Data::List hosts;
  lang::Data::List jobs;
  std::string lines;
  Table table({"HOST", "JOB", "LEFT UP", "FOR"});
  for (const GroupSla& group : groups) {
    if (!group.safe()) continue;
    for (const std::string& host : group.hosts) {
      hosts.emplace_back(host);
      lines += host + "\n";
    }
    for (const HostSla& job : group.jobs) {
      for (const std::string& host : job.hosts) {
        table.add({host, job.job, percent(job.predicted), time_span_text(job.demand.duration)});
        jobs.push_back(to_data(job, host));
      }
    }
  }
  if (options.output == DataFormat::json) {
    lang::Data::Map document;
    document.entries.push_back({"hosts", std::move(hosts)});
    document.entries.push_back({"jobs", std::move(jobs)});
    context.out.write(lang::to_json(document, {2}) + "\n");
  } else if (options.list_jobs) {
    print_table(table, context);
  } else {
    context.out.write(lines);
  }
}

}  // namespace

int run_admin_sla_list_safe_domain(const SafeDomainOptions& options, Context& context) {
  auto included = read_optional_hosts(options.include_file, options.include_hosts);
  if (!included) return report(context, included.error());
  auto excluded = read_optional_hosts(options.exclude_file, options.exclude_hosts);
  if (!excluded) return report(context, excluded.error());
  auto overrides = read_overrides(options.override_file);
  if (!overrides) return report(context, overrides.error());
  auto sla = cluster_sla(options.cluster, options.min_instances, context);
  if (!sla) return report(context, sla.error());
  const bool all = options.include_file.empty() && options.include_hosts.empty();
  Hosts hosts;
  for (const std::string& host : sla->hosts()) {
    if ((all || included->contains(host)) && !excluded->contains(host)) hosts.insert(host);
  }
  print_safe(sla->simulate(hosts, options.grouping, options.demand, *overrides), options, context);
  return 0;
}

int run_admin_sla_probe_hosts(const ProbeOptions& options, Context& context) {
  auto hosts = read_hosts(options.filename, options.hosts);
  if (!hosts) return report(context, hosts.error());
  auto sla = cluster_sla(options.cluster, options.min_instances, context);
  if (!sla) return report(context, sla.error());
  lang::Data::List rows;
  Table table({"HOST", "JOB", "LEFT UP", "SAFE", "SAFE IN"});
  for (const GroupSla& group : sla->simulate(*hosts, options.grouping, options.demand)) {
    for (const HostSla& job : group.jobs) {
      for (const std::string& host : job.hosts) {
        rows.push_back(to_data(job, host));
        const std::string wait = job.safe ? "" : job.wait ? fmt::format("{} s", job.wait->count()) : "n/a";
        table.add({host, job.job, percent(job.predicted), {job.safe ? "yes" : "no", job.safe ? "green" : "red"}, wait});
      }
    }
  }
  if (options.output == DataFormat::json) {
    lang::Data::Map document;
    document.entries.push_back({"probes", std::move(rows)});
    context.out.write(lang::to_json(document, {2}) + "\n");
  } else {
    print_table(table, context);
  }
  return 0;
}

}  // namespace borealis::client
