// cron: jobs with a schedule. (cli.md §9)
#pragma once

#include <string>

#include "client/commands/options.h"
#include "client/context.h"

namespace borealis::client {

struct CronScheduleOptions {
  ConfigOptions config;
  DataFormat output = DataFormat::text;
};

struct CronJobOptions {
  schema::JobKey job;
  HookOptions hooks;          // start only
  bool open_browser = false;  // start only
  DataFormat output = DataFormat::text;
};

struct CronShowOptions {
  JobPattern pattern;
  DataFormat output = DataFormat::text;
};

int run_cron_schedule(const CronScheduleOptions& options, Context& context);
int run_cron_deschedule(const CronJobOptions& options, Context& context);
int run_cron_start(const CronJobOptions& options, Context& context);
int run_cron_show(const CronShowOptions& options, Context& context);

}  // namespace borealis::client
