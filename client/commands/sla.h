// sla: how much of a job is up, for how long. (cli.md §11)
#pragma once

#include <chrono>
#include <vector>

#include "client/commands/options.h"
#include "client/context.h"

namespace borealis::client {

struct TaskUpCountOptions {
  schema::JobKey job;
  std::vector<std::chrono::seconds> durations;  // ascending
  DataFormat output = DataFormat::text;
};

struct JobUptimeOptions {
  schema::JobKey job;
  std::vector<double> percentiles;  // descending
  DataFormat output = DataFormat::text;
};

int run_sla_task_up_count(const TaskUpCountOptions& options, Context& context);
int run_sla_job_uptime(const JobUptimeOptions& options, Context& context);

}  // namespace borealis::client
