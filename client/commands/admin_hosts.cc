// admin host-status, host-deactivate, host-activate and sla-host-drain. (cli.md §12, api.md §18.2)
#include "client/commands/admin.h"
#include "client/hosts.h"
#include "client/jobs.h"
#include "client/operations.h"
#include "client/units.h"

namespace borealis::client {

namespace {

// Exit code 6 when the cluster knows none of the hosts.
int finish(const HostModes& modes, const Hosts& hosts, DataFormat output, Context& context) {
  print_modes(modes, hosts, output, context);
  if (!modes.empty()) return 0;
  return report(context, {lang::ErrorClass::not_found, "the cluster knows none of these hosts", {}, {}});
}

int call(const HostOptions& options, lang::Result<HostModes> (AdminEngine::*what)(const Hosts&), Context& context) {
  auto hosts = read_hosts(options.filename, options.hosts);
  if (!hosts) return report(context, hosts.error());
  auto engine = connect_admin(options.cluster, context);
  if (!engine) return report(context, engine.error());
  auto modes = ((**engine).*what)(*hosts);
  if (!modes) return report(context, modes.error());
  return finish(*modes, *hosts, options.output, context);
}

}  // namespace

int run_admin_host_status(const HostOptions& options, Context& context) {
  return call(options, &AdminEngine::host_modes, context);
}

int run_admin_host_deactivate(const HostOptions& options, Context& context) {
  return call(options, &AdminEngine::start_maintenance, context);
}

int run_admin_host_activate(const HostOptions& options, Context& context) {
  return call(options, &AdminEngine::end_maintenance, context);
}

int run_admin_sla_host_drain(const SlaDrainOptions& options, Context& context) {
  auto hosts = read_hosts(options.filename, options.hosts);
  if (!hosts) return report(context, hosts.error());
  const std::string what = count_of(hosts->size(), "host");
  if (auto status = must_be_able_to_ask(options.yes, "draining " + what, context); !status)
    return report(context, status.error());
  auto engine = connect_admin(options.cluster, context);
  if (!engine) return report(context, engine.error());
  TaskSearch search;
  search.hosts = *hosts;
  for (const std::string& state : task_states()) {
    if (is_active_state(state)) search.states.insert(state);
  }
  auto tasks = (*engine)->tasks(search);
  if (!tasks) return report(context, tasks.error());
  const auto question = fmt::format("Drain {} ({}) with {}, by force after {}?", what, name_hosts(*hosts),
                                    count_of(tasks->size(), "active task"), time_span_text(options.force_after));
  if (!go_ahead(options.yes, question, context)) return 0;
  auto modes = (*engine)->sla_drain(*hosts, options.percentage, options.duration, options.force_after);
  if (!modes) return report(context, modes.error());
  say(context, "the cluster drains them as the jobs' SLAs allow; `borealis admin host-status` shows how far it is");
  return finish(*modes, *hosts, options.output, context);
}

}  // namespace borealis::client
