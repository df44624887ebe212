#include "schema/ports.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.announce || is_dedicated(job.job) || !job.good("constraints")) return;
  for (const auto& [name, value] : job.job.announce->portmap) {
    if (!port_number(value)) continue;
    findings.add("announce.portmap[" + name + "]",
                 joined("the static port ", value, " of `", name, "` needs a dedicated job"),
                 "add a constraint `'dedicated': 'ROLE/NAME'`, or let the cluster assign the port");
  }
}

}  // namespace

const Rule static_port = {"static-port", lang::Severity::error, RuleStage::client,
                          "A static port of a job that has no machines of its own.", check};

}  // namespace borealis::schema::rules
