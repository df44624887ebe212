// Job keys, instance lists and patterns as they stand on a command line (cli.md §5).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/result.h"
#include "schema/job.h"

namespace borealis::client {

// Sorted, without repetitions.
using Instances = std::vector<int>;

// `0,2-4,7`. Wrong texts are ErrorClass::usage.
lang::Result<Instances> parse_instances(std::string_view text);
// `0-2,5`: the shortest form.
std::string format_instances(const Instances& instances);

// CLUSTER/ROLE/ENV/NAME.
lang::Result<schema::JobKey> parse_job_key(std::string_view text);

// CLUSTER/ROLE/ENV/NAME[/INSTANCES]; no instances means all of them.
struct InstancesKey {
  schema::JobKey job;
  std::optional<Instances> instances;
};
lang::Result<InstancesKey> parse_instances_key(std::string_view text);

// CLUSTER/ROLE/ENV/NAME/INSTANCE
struct InstanceKey {
  schema::JobKey job;
  int instance = 0;
};
lang::Result<InstanceKey> parse_instance_key(std::string_view text);

// CLUSTER[/ROLE[/ENV[/NAME]]]; a part that is missing is `*`. The cluster is a name or `*`, the others are shell globs
// (`*`, `?`, `[abc]`).
struct JobPattern {
  std::string cluster = "*";
  std::string role = "*";
  std::string environment = "*";
  std::string name = "*";

  std::string text() const { return cluster + "/" + role + "/" + environment + "/" + name; }
  // No part has a wildcard: the key of one job.
  bool literal() const;
  bool matches(const schema::JobKey& key) const;
};
lang::Result<JobPattern> parse_job_pattern(std::string_view text);

// Whether the text could be meant as a job key: four parts or more between slashes, and no file of that name.
bool looks_like_key(std::string_view text);

}  // namespace borealis::client
