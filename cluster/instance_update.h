// What an update does next with one instance. (api.md §12.5)
#pragma once

#include "cluster/model.h"

namespace borealis::cluster {

enum class InstanceStep : unsigned char {
  add,      // put a task with the wanted configuration
  kill,     // end the task that stands there
  wait,     // something will happen to it
  watch,    // it runs as wanted, not yet long enough
  succeed,  // it is as wanted
};

// `wanted`: nullptr when the instance shall not exist. `task`: the ACTIVE one, nullptr when there is none.
InstanceStep next_step(const ConfigPtr& wanted, const Task* task, Millis watch, Millis now);

}  // namespace borealis::cluster
