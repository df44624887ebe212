#include "cluster/instance_update.h"

namespace borealis::cluster {

InstanceStep next_step(const ConfigPtr& wanted, const Task* task, Millis watch, Millis now) {
  using S = api::ScheduleStatus;
  if (task == nullptr) return wanted ? InstanceStep::add : InstanceStep::succeed;
  if (task->config != wanted) return task->status == S::KILLING ? InstanceStep::wait : InstanceStep::kill;
  if (task->status != S::RUNNING) return InstanceStep::wait;
  return now - task->events.back().time >= watch ? InstanceStep::succeed : InstanceStep::watch;
}

}  // namespace borealis::cluster
