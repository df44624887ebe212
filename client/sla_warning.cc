#include "client/sla_warning.h"

#include <algorithm>

namespace borealis::client {

void warn_of_sla_policy(const std::vector<TaskStatus>& tasks, const char* doing, Context& context) {
  const bool counts = std::any_of(tasks.begin(), tasks.end(), [](const TaskStatus& task) {
    const lang::Data* policy = task.raw.find("assignedTask.task.slaPolicy");
    return task.active && policy != nullptr &&
           (policy->field("percentageSlaPolicy") != nullptr || policy->field("countSlaPolicy") != nullptr);
  });
  if (counts) warn(context, fmt::format("{} instances does not adjust the job's sla_policy", doing));
}

}  // namespace borealis::client
