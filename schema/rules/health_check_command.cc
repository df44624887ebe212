#include "lang/template.h"
#include "schema/late_refs.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.health_check_config || !job.job.health_check_config->health_checker) return;
  const std::optional<ShellHealthChecker>& shell = job.job.health_check_config->health_checker->shell;
  if (!shell || !knows_ports(job)) return;
  const char* path = "health_check_config.health_checker.shell.shell_command";
  for (const lang::Ref& ref : lang::references(shell->shell_command).refs) {
    const std::string port = port_of(ref);
    if (ref.address() == "mesos.hostname") {
      findings.add(path, "`{{mesos.hostname}}` is not filled in when a health check runs", "write `$(hostname)`",
                   "{{mesos.hostname}}");
    } else if (!port.empty() && !has_port(job, port)) {
      findings.add(path, joined("the health check's port `", port, "` is used by no process, so it gets no number"),
                   joined("let a command listen on `{{thermos.ports[", port, "]}}`"), ref.str());
    }
  }
}

}  // namespace

const Rule health_check_command = {"health-check-command", lang::Severity::warning, RuleStage::lint,
                                   "A health check's command with a reference that gets no value.", check};

}  // namespace borealis::schema::rules
