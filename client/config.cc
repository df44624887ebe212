#include "client/config.h"

#include <algorithm>

#include "client/aurora/proxies.h"
#include "client/docker_images.h"
#include "client/docker_registry.h"
#include "client/hermetic.h"
#include "client/hook_options.h"
#include "client/jobs.h"
#include "client/keys.h"
#include "client/sandbox_choice.h"
#include "client/sources.h"
#include "client/validate/file_check.h"
#include "lang/render/render.h"

namespace borealis::client {

namespace {

// A project's settings come with its configs, and are trusted no more than they when the command says so.
void keep_defaults(schema::EvaluationLimits& limits) {
  const schema::EvaluationLimits most;
  limits.wall = std::min(limits.wall, most.wall);
  limits.cpu = std::min(limits.cpu, most.cpu);
  limits.memory_bytes = std::min(limits.memory_bytes, most.memory_bytes);
}

schema::EvaluationLimits limits_for(const ConfigOptions& config, const std::string& file, const Project& project) {
  schema::EvaluationLimits limits;
  project.apply_limits(file, limits);
  const bool said = config.sandbox.mode.value_or(SandboxMode::off) != SandboxMode::off;
  if (said || config.sandbox.hermetic.value_or(false)) keep_defaults(limits);
  limits.wall = config.limits.wall.value_or(limits.wall);
  limits.cpu = config.limits.cpu.value_or(limits.cpu);
  limits.memory_bytes = config.limits.memory_bytes.value_or(limits.memory_bytes);
  return limits;
}

}  // namespace

std::unique_ptr<schema::Session> open_session(const ConfigOptions& config, const std::string& file,
                                              const std::optional<std::string>& text, const Project& project,
                                              Context& context) {
  schema::EvaluationOptions options;
  options.file = file;
  options.text = text;
  options.binds = config.binds;
  options.json = config.read_json;
  options.sandbox = sandbox_for(config, project);
  options.limits = limits_for(config, file, project);
  // What a config prints goes to stderr, where it stands before what we say of it.
  context.err.flush();
  auto session = context.evaluator.open(options);
  if (!options.sandbox.hermetic) return session;
  return std::make_unique<HermeticSession>(std::move(session), std::move(options), project, context);
}

std::optional<std::chrono::seconds> checking_limit(const ConfigOptions& config, const std::string& file,
                                                   const Project& project) {
  if (!sandbox_for(config, project).on) return std::nullopt;
  return 2 * limits_for(config, file, project).cpu;
}

lang::Result<std::unique_ptr<schema::Session>> open_config(const ConfigOptions& config,
                                                           std::optional<ProcessorWatch>& watch, Context& context) {
  Projects projects(config.root, {config.file});
  const auto project = projects.of(config.file);
  if (!project) return project.error();
  if (auto status = check_sandbox(config, {*project}, context); !status) return status.error();
  auto session = open_session(config, config.file, std::nullopt, **project, context);
  watch.emplace(checking_limit(config, config.file, **project), config.file, ProcessorWatch::Ends::command);
  return session;
}

std::vector<Cluster> clusters_for_limits(Context& context) {
  auto clusters = load_clusters(context);
  if (!clusters) {
    warn(context, clusters.error().message);
    return {};
  }
  for (const Cluster& cluster : *clusters) {
    for (const std::string& problem : cluster.scheduler_flag_problems)
      warn(context, fmt::format("{}: cluster '{}': {}", cluster.source, cluster.name, problem));
  }
  return std::move(*clusters);
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

namespace {

// What the author or the project silenced. Errors stay: what a scheduler refuses it refuses all the same.
void drop_unwanted_warnings(schema::CheckResult& result, const ConfigOptions& config, const Project& project) {
  silence(result.diagnostics, {config.file, std::nullopt, &project}, result.inputs.files, false);
  std::erase_if(result.diagnostics, [&](const lang::Diagnostic& d) {
    const std::string& place = d.span.known() ? d.span.file : config.file;
    return d.severity != lang::Severity::error && !project.rules_for(place).wants(d);
  });
}

enum class HookUse : std::uint8_t { none, called };

lang::Result<std::vector<HookedJob>> load(const ConfigOptions& config, Checks checks, HookUse use, Context& context) {
  Projects projects(config.root, {config.file});
  const auto project = projects.of(config.file);
  if (!project) return project.error();
  if (auto status = check_sandbox(config, {*project}, context); !status) return status.error();
  const auto session = std::make_shared<ImageSession>(
      open_session(config, config.file, std::nullopt, **project, context),
      [&](const std::string& cluster, const std::string& name, const std::string& tag) -> lang::Result<std::string> {
        auto found = find_cluster(context, cluster);
        if (!found) return std::move(found).error();
        return resolve_docker_image(found->docker_registry, name, tag, aurora::proxies_of(context.environment));
      });
  const ProcessorWatch watch(checking_limit(config, config.file, **project), config.file,
                             ProcessorWatch::Ends::command);
  using Stage = schema::CheckOptions::Stage;
  auto check = check_options(config, checks == Checks::all ? Stage::validate : Stage::render);
  if (checks == Checks::all) check.limits = cluster_limits(clusters_for_limits(context), **project);
  schema::CheckedConfig checked = check_config(*session, check);
  show_hermetic(*session, config.file, context);
  if (session->failure()) return *session->failure();
  drop_unwanted_warnings(checked, config, **project);
  if (auto failure = failure_of(checked)) return std::move(*failure);
  show_diagnostics(checked.diagnostics, context);
  std::vector<HookedJob> jobs;
  bool unused = false;
  for (schema::CheckedJob& job : checked.checked) {
    std::shared_ptr<JobHooks> hooks;
    if (checked.hooks_defined && job.job.enable_hooks)
      hooks = std::make_shared<JobHooks>(session, config.file, job.key, job.record.data);
    unused = unused || (hooks && use == HookUse::none);
    jobs.push_back({{{std::move(job.job), std::move(job.record.data)}}, std::move(hooks)});
  }
  if (unused) warn(context, fmt::format("this command does not call the hooks of {}", config.file));
  return jobs;
}

// The one job that is meant.
lang::Result<HookedJob> only_one(const ConfigOptions& config, lang::Result<std::vector<HookedJob>> jobs) {
  if (!jobs) return std::move(jobs).error();
  if (jobs->size() == 1) return std::move(jobs->front());
  std::string keys;
  for (std::size_t i = 0; i < jobs->size() && i < 10; ++i)
    keys += (i == 0 ? "" : ", ") + schema::key_of((*jobs)[i].job.draft.job).text();
  if (jobs->size() > 10) keys += ", ...";
  return lang::Error{lang::ErrorClass::usage,
                     fmt::format("{} has {} jobs, and which one is meant is not said", config.file, jobs->size()),
                     "name one with --job: " + keys,
                     {}};
}

}  // namespace

lang::Result<std::vector<LoadedJob>> load_jobs(const ConfigOptions& config, Checks checks, Context& context) {
  auto loaded = load(config, checks, HookUse::none, context);
  if (!loaded) return std::move(loaded).error();
  std::vector<LoadedJob> jobs;
  for (HookedJob& job : *loaded) jobs.push_back(std::move(job.job));
  return jobs;
}

lang::Result<LoadedJob> load_job(const ConfigOptions& config, Checks checks, Context& context) {
  auto job = only_one(config, load(config, checks, HookUse::none, context));
  if (!job) return std::move(job).error();
  return std::move(job->job);
}

lang::Result<std::vector<HookedJob>> load_jobs_with_hooks(const ConfigOptions& config, Checks checks,
                                                          Context& context) {
  return load(config, checks, HookUse::called, context);
}

lang::Result<HookedJob> load_job_with_hooks(const ConfigOptions& config, Checks checks, Context& context) {
  return only_one(config, load(config, checks, HookUse::called, context));
}

}  // namespace borealis::client
