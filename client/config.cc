#include "client/config.h"

#include "client/jobs.h"
#include "client/keys.h"
#include "client/sources.h"
#include "lang/render/render.h"

namespace borealis::client {

std::unique_ptr<schema::Session> open_config(const ConfigOptions& config, const std::string& file, Context& context) {
  schema::EvaluationOptions options;
  options.file = file;
  options.binds = config.binds;
  options.json = config.read_json;
  options.limits = config.limits;
  // What a config prints goes to stderr, where it stands before what we say of it.
  context.err.flush();
  return context.evaluator.open(options);
}

schema::CheckOptions check_options(const ConfigOptions& config, schema::CheckOptions::Stage stage) {
  schema::CheckOptions options;
  options.stage = stage;
  if (config.job) {
    // The command line has been checked already.
    if (auto key = parse_job_key(*config.job)) options.job = std::move(*key);
  }
  return options;
}

void show_diagnostics(const lang::Diagnostics& diagnostics, Context& context) {
  FileSources sources;
  context.err.write(lang::render_text(diagnostics, sources, {context.err.colour(), working_directory()}));
}

lang::Result<std::vector<LoadedJob>> load_jobs(const ConfigOptions& config, Checks checks, Context& context) {
  const auto session = open_config(config, config.file, context);
  using Stage = schema::CheckOptions::Stage;
  const Stage stage = checks == Checks::all ? Stage::validate : Stage::render;
  schema::CheckedConfig checked = check_config(*session, check_options(config, stage));
  if (auto failure = failure_of(checked)) return std::move(*failure);
  show_diagnostics(checked.diagnostics, context);
  std::vector<LoadedJob> jobs;
  bool hooks = false;
  for (schema::CheckedJob& job : checked.checked) {
    hooks = hooks || (checked.hooks_defined && job.job.enable_hooks);
    jobs.push_back({{std::move(job.job), std::move(job.record.data)}});
  }
  if (hooks) warn(context, fmt::format("the hooks of {} are not run", config.file));
  return jobs;
}

lang::Result<LoadedJob> load_job(const ConfigOptions& config, Checks checks, Context& context) {
  auto jobs = load_jobs(config, checks, context);
  if (!jobs) return std::move(jobs).error();
  if (jobs->size() == 1) return std::move(jobs->front());
  std::string keys;
  for (std::size_t i = 0; i < jobs->size() && i < 10; ++i)
    keys += (i == 0 ? "" : ", ") + schema::key_of((*jobs)[i].draft.job).text();
  if (jobs->size() > 10) keys += ", ...";
  return lang::Error{lang::ErrorClass::usage,
                     fmt::format("{} has {} jobs, and which one is meant is not said", config.file, jobs->size()),
                     "name one with --job: " + keys,
                     {}};
}

}  // namespace borealis::client
