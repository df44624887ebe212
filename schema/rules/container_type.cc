#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  const bool wrapped = job.job.container && std::holds_alternative<Container>(*job.job.container);
  const Docker* docker = docker_of(job.job);
  if (docker != nullptr && docker->image.empty()) {
    findings.add(wrapped ? "container.docker.image" : "container.image", "a Docker container must name an `image`",
                 "write `Docker(image='NAME:TAG')`");
  }
  // An empty wrapper is no container at all, and has a rule of its own.
  if (!job.job.container || (wrapped && docker == nullptr)) {
    if (!job.job.container && job.good("container") && !job.limits.allows_container("MESOS")) {
      findings.add("container", job.limits.owner + " accepts no job without a Docker container",
                   "add `container=Docker(image=...)`");
    }
    return;
  }
  const char* type = docker != nullptr ? "DOCKER" : "MESOS";
  if (job.limits.allows_container(type)) return;
  findings.add("container",
               joined(job.limits.owner, " does not accept ", docker != nullptr ? "Docker" : "Mesos", " containers"),
               joined(docker != nullptr ? "use `Mesos(image=DockerImage(...))`" : "use `Docker(image=...)`",
                      ", or have the operator allow them with `-allowed_container_types=MESOS,DOCKER`"));
}

}  // namespace

const Rule container_type = {"container-type", lang::Severity::error, RuleStage::scheduler,
                             "A container of a type that the scheduler does not allow.", check};

}  // namespace borealis::schema::rules
