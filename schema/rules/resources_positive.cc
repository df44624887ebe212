#include "lang/json.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void say(Findings& findings, const char* field, const std::string& value) {
  findings.add(std::string("task.resources.") + field, joined("`", field, "` must be greater than zero, not ", value));
}

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.task.resources) return;
  const Resources& resources = *job.job.task.resources;
  if (!(resources.cpu > 0)) say(findings, "cpu", lang::float_repr(resources.cpu));
  if (resources.ram <= 0) say(findings, "ram", std::to_string(resources.ram));
  if (resources.disk <= 0) say(findings, "disk", std::to_string(resources.disk));
}

}  // namespace

const Rule resources_positive = {"resources-positive", lang::Severity::error, RuleStage::conversion,
                                 "Resources of zero or less.", check};

}  // namespace borealis::schema::rules
