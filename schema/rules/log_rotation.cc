#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.task.processes) return;
  for (std::size_t i = 0; i < job.job.task.processes->size(); ++i) {
    const std::optional<Logger>& logger = (*job.job.task.processes)[i].logger;
    if (!logger || logger->mode != LoggerMode::rotate || !logger->rotate) continue;
    const std::string path = joined("task.processes[", i, "].logger.rotate.");
    if (logger->rotate->log_size < 1) {
      findings.add(path + "log_size", joined("`log_size` must be at least 1 byte, not ", logger->rotate->log_size),
                   "a size such as `100 * MB`; the process cannot be started otherwise");
    }
    if (logger->rotate->backups < 1) {
      findings.add(path + "backups", joined("`backups` must be at least 1, not ", logger->rotate->backups),
                   "the process cannot be started otherwise");
    }
  }
}

}  // namespace

const Rule log_rotation = {"log-rotation", lang::Severity::error, RuleStage::scheduler,
                           "A rotation of logs that the runner cannot do.", check};

}  // namespace borealis::schema::rules
