#include "lang/suggest.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.executor_config || job.limits.has_executor(job.job.executor_config->name)) return;
  const std::string& name = job.job.executor_config->name;
  std::vector<std::string> known = job.limits.custom_executor_config;
  known.emplace_back("AuroraExecutor");
  const std::string near = lang::nearest(name, known);
  findings.add(
      "executor_config.name", joined("there is no executor ", lang::Data(name).quote(), " in ", job.limits.owner),
      near.empty() ? "the operator adds executors with `-custom_executor_config`" : "did you mean `" + near + "`?");
}

}  // namespace

const Rule unknown_executor = {"unknown-executor", lang::Severity::error, RuleStage::scheduler,
                               "An executor that the scheduler does not have.", check};

}  // namespace borealis::schema::rules
