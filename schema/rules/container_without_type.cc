#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.container) return;
  const Container* wrapper = std::get_if<Container>(&*job.job.container);
  if (wrapper == nullptr || wrapper->docker) return;
  findings.add("container", "the `container` is empty: it has no type", "write `Docker(image=...)` or `Mesos(...)`");
}

}  // namespace

const Rule container_without_type = {"container-without-type", lang::Severity::error, RuleStage::conversion,
                                     "A container that says nothing.", check};

}  // namespace borealis::schema::rules
