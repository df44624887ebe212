#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  const Docker* docker = docker_of(job.job);
  if (docker == nullptr) return;
  if (docker->image.empty()) {
    findings.add("container", "a Docker container must name an `image`");
  }
  findings.add("container", "a scheduler with default settings does not accept Docker containers",
               "use `Mesos(image=DockerImage(...))`, or have the operator allow them with "
               "`-allowed_container_types=MESOS,DOCKER`");
}

}  // namespace

const Rule container_type = {"container-type", lang::Severity::error, RuleStage::scheduler,
                             "A Docker container, which a scheduler must be told to allow.", check};

}  // namespace borealis::schema::rules
