// A good job to spoil.
#pragma once

#include <string>

#include "lang/data.h"
#include "schema/evaluator.h"
#include "schema/job.h"
#include "schema/writer.h"

namespace borealis::schema {

inline Job sample_job() {
  Job job;
  job.cluster = "west";
  job.role = "www";
  job.environment = "prod";
  job.name = "web";
  job.service = true;
  job.task.name = "web";
  Process process;
  process.name = "web";
  process.cmdline = "./web --port {{thermos.ports[http]}}";
  job.task.processes = {{process}};
  job.task.resources = Resources{1, 128 << 20, 64 << 20, 0};
  job.update_config.emplace();
  job.health_check_config.emplace();
  job.lifecycle = LifecycleConfig{HttpLifecycleConfig{}};
  job.executor_config.emplace();
  return job;
}

// A record as evaluation would answer it; everything was made by the call 1.
inline JobRecord record_of(const Job& job, int index = 0) {
  JobRecord record;
  record.index = index;
  record.data = write(job);
  record.data.get<lang::Data::Object>()->site = 1;
  record.site = 1;
  return record;
}

}  // namespace borealis::schema
