#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  const Docker* docker = docker_of(job.job);
  const auto hint = [](const char* flag) { return std::string("the operator allows them with `") + flag + "`"; };
  if (docker != nullptr && !docker->parameters.empty()) {
    findings.add("container", "a scheduler with default settings does not accept Docker parameters",
                 hint("-allow_docker_parameters"));
  }
  const Mesos* mesos = job.job.container ? std::get_if<Mesos>(&*job.job.container) : nullptr;
  if (mesos != nullptr && !mesos->volumes.empty()) {
    findings.add("container.volumes", "a scheduler with default settings does not accept volumes of containers",
                 hint("-allow_container_volumes"));
  }
  if (job.job.task.resources && job.job.task.resources->gpu != 0) {
    findings.add("task.resources.gpu", "a scheduler with default settings gives no `gpu` to tasks",
                 hint("-allow_gpu_resource"));
  }
}

}  // namespace

const Rule disabled_feature = {"disabled-feature", lang::Severity::error, RuleStage::scheduler,
                               "Something that a scheduler must be told to allow.", check};

}  // namespace borealis::schema::rules
