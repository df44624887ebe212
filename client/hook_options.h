// --config FILE of verbs that need no config: its hooks are called. (cli.md §2.1, §6)
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "client/commands/options.h"
#include "client/context.h"
#include "client/job_hooks.h"
#include "client/jobs.h"

namespace borealis::client {

// A job, and its hooks: null when it enables none, or the file has none.
struct HookedJob {
  LoadedJob job;
  std::shared_ptr<JobHooks> hooks;
};

// As load_jobs and load_job (client/jobs.h), for commands that call the hooks; others say that they don't.
lang::Result<std::vector<HookedJob>> load_jobs_with_hooks(const ConfigOptions& config, Checks checks, Context& context);
lang::Result<HookedJob> load_job_with_hooks(const ConfigOptions& config, Checks checks, Context& context);

// The hooks of the job of that key in the file; null when there are none to call.
lang::Result<std::shared_ptr<JobHooks>> load_hooks(const HookOptions& options, const schema::JobKey& key,
                                                   Context& context);

}  // namespace borealis::client
