#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.announce || !job.job.announce->zk_path || job.limits.announcer_allow_custom_serverset_path) return;
  findings.add("announce.zk_path", "an executor that announces refuses `zk_path` unless its operator has allowed it",
               "leave it out, or have executors started with `--announcer-allow-custom-serverset-path`");
}

}  // namespace

const Rule custom_announce_path = {"custom-announce-path", lang::Severity::warning, RuleStage::lint,
                                   "A `zk_path`, which an executor must be told to allow.", check};

}  // namespace borealis::schema::rules
