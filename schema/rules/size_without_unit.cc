#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

constexpr std::int64_t kMiB = 1 << 20;
// What may have been meant as so many megabytes.
constexpr std::int64_t kLikelyMegabytes = 1 << 17;

void check_size(Findings& findings, const char* field, std::int64_t bytes) {
  if (bytes <= 0 || bytes >= kMiB) return;
  findings.add(std::string("task.resources.") + field,
               joined("`", field, "` is ", bytes, " bytes, which is less than one MiB"),
               bytes <= kLikelyMegabytes ? joined("sizes are bytes: write `", bytes, " * MB`")
                                         : "sizes are bytes, and the least is `1 * MB`");
}

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.task.resources) return;
  check_size(findings, "ram", job.job.task.resources->ram);
  check_size(findings, "disk", job.job.task.resources->disk);
}

}  // namespace

const Rule size_without_unit = {"size-without-unit", lang::Severity::error, RuleStage::conversion,
                                "A size below one MiB: the unit was forgotten.", check};

}  // namespace borealis::schema::rules
