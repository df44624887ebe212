#include "schema/late_refs.h"
#include "schema/ports.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.task.processes) return;
  for (std::size_t i = 0; i < job.job.task.processes->size(); ++i) {
    for (const std::string& port : computed_ports((*job.job.task.processes)[i].cmdline)) {
      findings.add(joined("task.processes[", i, "].cmdline"),
                   joined("the name of a port such as `", port,
                          "` is assembled when the task runs: nobody assigns such a port, and the task fails"),
                   "name the port in the job; each instance gets a number of its own for it");
    }
  }
}

}  // namespace

const Rule computed_port = {"computed-port", lang::Severity::error, RuleStage::scheduler,
                            "A port whose name is only known when the task runs.", check};

}  // namespace borealis::schema::rules
