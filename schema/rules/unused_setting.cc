#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check_process(const JobUnderCheck& job, Findings& findings, const std::string& path, const Process& process) {
  if (process.resources && job.written(path + ".resources")) {
    findings.add(path + ".resources", "`resources` of a process have no effect: those of the task are shared by all",
                 "leave them out");
  }
  if (process.logger && process.logger->rotate && process.logger->mode == LoggerMode::standard) {
    findings.add(path + ".logger.rotate", "`rotate` has no effect: the logger's `mode` is `standard`",
                 "add `mode='rotate'`");
  }
}

void check_health(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.health_check_config || !job.job.health_check_config->health_checker) return;
  const HealthCheckerConfig& checker = *job.job.health_check_config->health_checker;
  if (!checker.http || !checker.shell) return;
  findings.add("health_check_config.health_checker.http", "`http` has no effect beside `shell`: one check is made",
               "leave one of the two out");
}

void check(const JobUnderCheck& job, Findings& findings) {
  for (std::size_t i = 0; job.job.task.processes && i < job.job.task.processes->size(); ++i) {
    check_process(job, findings, joined("task.processes[", i, "]"), (*job.job.task.processes)[i]);
  }
  check_health(job, findings);
  if (job.job.task.user && *job.job.task.user != job.job.role && job.good("role")) {
    findings.add("task.user", joined("`user` has no effect: a task runs as the job's role, `", job.job.role, "`"),
                 "leave it out");
  }
  const std::optional<ExecutorConfig>& executor = job.job.executor_config;
  if (executor && executor->name == "AuroraExecutor" && !executor->data.empty()) {
    findings.add("executor_config.data", "`data` has no effect: AuroraExecutor is given the job itself",
                 "leave it out, or name the executor that it is meant for");
  }
  if (job.written("cron_collision_policy") && !job.job.cron_schedule && job.good("cron_schedule")) {
    findings.add("cron_collision_policy", "`cron_collision_policy` has no effect without a `cron_schedule`",
                 "leave it out");
  }
}

}  // namespace

const Rule unused_setting = {"unused-setting", lang::Severity::warning, RuleStage::lint,
                             "A setting that nobody looks at.", check};

}  // namespace borealis::schema::rules
