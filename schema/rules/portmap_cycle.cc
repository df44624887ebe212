#include "schema/ports.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.announce) return;
  const std::vector<std::string> circle = schema::portmap_cycle(job.job.announce->portmap);
  if (circle.empty()) return;
  std::string path;
  for (const std::string& name : circle) path += (path.empty() ? "" : " -> ") + name;
  findings.add("announce.portmap", "the names of the portmap go round in a circle: " + path,
               "let one of them be a port that a process uses, or a number");
}

}  // namespace

const Rule portmap_cycle = {"portmap-cycle", lang::Severity::error, RuleStage::conversion,
                            "Names of ports that stand for each other.", check};

}  // namespace borealis::schema::rules
