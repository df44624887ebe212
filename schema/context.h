// The structs that only exist at run time: the namespaces `mesos` and `thermos`, and the executor's view of one
// instance. No job holds them; a config may name them. (schema.md §2, §4)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schema/job.h"

namespace borealis::schema {

struct MesosContext {
  std::int64_t instance = 0;
  std::string hostname;
};

struct ThermosContext {
  std::optional<std::vector<std::pair<std::string, std::int64_t>>> ports;
  std::optional<std::string> task_id;
  std::optional<std::string> user;
};

struct MesosTaskInstance {
  Task task;
  std::int64_t instance = 0;
  std::string role;
  std::optional<Announcer> announce;
  std::string environment;
  std::optional<HealthCheckConfig> health_check_config;
  std::optional<LifecycleConfig> lifecycle;
};

}  // namespace borealis::schema
