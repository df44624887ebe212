#include "schema/identifiers.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

void check_field(Findings& findings, const char* field, const std::string& path, const std::string& value) {
  if (value.size() <= kMaxIdentifierLength) return;
  findings.add(path, joined("the job's `", field, "` is ", value.size(), " characters long; ", kMaxIdentifierLength,
                            " are allowed"));
}

void check(const JobUnderCheck& job, Findings& findings) {
  check_field(findings, "role", "role", job.job.role);
  check_field(findings, "environment", "environment", job.job.environment);
  check_field(findings, "name", name_place(job), job.job.name);
}

}  // namespace

const Rule identifier_length = {"identifier-length", lang::Severity::error, RuleStage::scheduler,
                                "A role, environment or job name that is too long.", check};

}  // namespace borealis::schema::rules
