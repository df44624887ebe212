#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  const Container* wrapper = job.job.container ? std::get_if<Container>(&*job.job.container) : nullptr;
  if (wrapper == nullptr || !wrapper->docker) return;
  findings.add("container", "wrapping a container in `Container(docker=...)` is deprecated",
               "give the `Docker(...)` directly: `container=Docker(...)`");
}

}  // namespace

const Rule deprecated_container = {"deprecated-container", lang::Severity::warning, RuleStage::lint,
                                   "`Container(docker=...)` is deprecated.", check};

}  // namespace borealis::schema::rules
