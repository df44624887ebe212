#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

std::string allowed_with(const char* flag) {
  return std::string("leave it out, or have the operator allow it with `") + flag + "`";
}

void check(const JobUnderCheck& job, Findings& findings) {
  const SchedulerLimits& limits = job.limits;
  const Docker* docker = docker_of(job.job);
  if (docker != nullptr && !docker->parameters.empty() && !limits.allow_docker_parameters) {
    const bool wrapped = std::holds_alternative<Container>(*job.job.container);
    findings.add(wrapped ? "container.docker.parameters" : "container.parameters",
                 limits.owner + " does not accept Docker parameters", allowed_with("-allow_docker_parameters"));
  }
  const Mesos* mesos = job.job.container ? std::get_if<Mesos>(&*job.job.container) : nullptr;
  if (mesos != nullptr && !mesos->volumes.empty() && !limits.allow_container_volumes) {
    findings.add("container.volumes", limits.owner + " does not accept volumes of containers",
                 allowed_with("-allow_container_volumes"));
  }
  if (job.job.task.resources && job.job.task.resources->gpu != 0 && !limits.allow_gpu_resource) {
    findings.add("task.resources.gpu", limits.owner + " gives no `gpu` to tasks", allowed_with("-allow_gpu_resource"));
  }
}

}  // namespace

const Rule disabled_feature = {"disabled-feature", lang::Severity::error, RuleStage::scheduler,
                               "Something that a scheduler must be told to allow.", check};

}  // namespace borealis::schema::rules
