#include "client/hook_options.h"

#include "client/jobs.h"

namespace borealis::client {

lang::Result<std::shared_ptr<JobHooks>> load_hooks(const HookOptions& options, const schema::JobKey& key,
                                                   Context& context) {
  if (options.config.file.empty()) return std::shared_ptr<JobHooks>();
  ConfigOptions config = options.config;
  config.job = key.text();
  auto job = load_job_with_hooks(config, Checks::conversion, context);
  if (!job) return std::move(job).error();
  return job->hooks;
}

}  // namespace borealis::client
