#include "lang/template.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.lifecycle || !job.job.lifecycle->http || !job.written("lifecycle")) return;
  const std::string& port = job.job.lifecycle->http->port;
  if (!knows_ports(job) || lang::may_have_tags(port) || has_port(job, port)) return;
  findings.add("lifecycle.http.port",
               joined("the lifecycle's port `", port, "` is used by no process, so nothing will be asked to end"),
               joined("let a command listen on `{{thermos.ports[", port, "]}}`"));
}

}  // namespace

const Rule lifecycle_port = {"lifecycle-port", lang::Severity::warning, RuleStage::lint,
                             "A request to end that goes to a port nobody has.", check};

}  // namespace borealis::schema::rules
