#include "lang/template.h"
#include "schema/identifiers.h"
#include "schema/late_refs.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

void check_field(Findings& findings, const char* field, const std::string& path, const std::string& value) {
  if (has_identifier_characters(value)) return;
  // An open reference is said by its own rule, a malformed one by the evaluator.
  const lang::References tags = lang::references(value);
  if (!tags.refs.empty() || !tags.malformed.empty()) return;
  findings.add(path, joined("the job's `", field, "` ", lang::Data(value).quote(), " ", identifier_problem(value)),
               "letters, digits, `_`, `-` and `.` are allowed", value);
}

void check_late(Findings& findings, const char* field, const std::string& path, const std::string& value) {
  for (const lang::Ref& ref : lang::references(value).refs) {
    if (!is_late_ref(ref, RefScope::job)) continue;
    findings.add(path,
                 joined("the job's `", field, "` cannot hold `", ref.str(), "`, which is known only when a task runs"));
  }
}

void check(const JobUnderCheck& job, Findings& findings) {
  const std::string name_path = name_place(job);
  check_field(findings, "role", "role", job.job.role);
  check_field(findings, "environment", "environment", job.job.environment);
  check_field(findings, "name", name_path, job.job.name);
  check_late(findings, "role", "role", job.job.role);
  check_late(findings, "environment", "environment", job.job.environment);
  check_late(findings, "name", name_path, job.job.name);
}

}  // namespace

const Rule invalid_identifier = {"invalid-identifier", lang::Severity::error, RuleStage::conversion,
                                 "A role, environment or job name with characters that no job key may hold.", check};

}  // namespace borealis::schema::rules
