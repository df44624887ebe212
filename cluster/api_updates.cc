// Starting and steering updates. (api.md §12)
#include <algorithm>

#include "client/api/convert.h"
#include "cluster/api.h"
#include "cluster/api_reply.h"
#include "cluster/caller.h"
#include "cluster/dump.h"
#include "cluster/ids.h"
#include "cluster/validate.h"
#include "fmt/format.h"

namespace borealis::cluster {

namespace {

using Refusal = std::optional<std::string>;
using Groups = std::map<ConfigPtr, std::vector<int>>;

constexpr std::size_t kLongestMessage = 1024;

std::int64_t group_total(const api::JobUpdateStrategy& strategy) {
  if (strategy.__isset.queueStrategy) return strategy.queueStrategy.groupSize;
  if (strategy.__isset.batchStrategy) return strategy.batchStrategy.groupSize;
  std::int64_t sum = 0;
  for (const std::int32_t size : strategy.varBatchStrategy.groupSizes) sum += size;
  return sum;
}

// Rows 3 to 12 of api.md §12.1. Fills the settings in.
Refusal check_settings(api::JobUpdateSettings& settings, const api::JobUpdateRequest& request) {
  fill_strategy(settings);
  const api::JobUpdateStrategy& strategy = settings.updateStrategy;
  if (strategy.__isset.varBatchStrategy &&
      std::ranges::any_of(strategy.varBatchStrategy.groupSizes, [](std::int32_t size) { return size <= 0; })) {
    return "All update group sizes must be positive.";
  }
  if (!strategy.__isset.queueStrategy && !strategy.__isset.batchStrategy && !strategy.__isset.varBatchStrategy) {
    return "Update strategy provided is unknown.";
  }
  if (group_total(strategy) <= 0) return "Update results in no instance being modified.";
  if (settings.maxPerInstanceFailures < 0) return "maxPerInstanceFailures must be non-negative.";
  if (settings.maxFailedInstances < 0) return "maxFailedInstances must be non-negative.";
  if (std::int64_t{settings.maxPerInstanceFailures} * request.instanceCount > limits().max_update_instance_failures) {
    return "Your update allows too many failures to occur, consider decreasing the per-instance failures or "
           "maxFailedInstances.";
  }
  if (settings.minWaitInInstanceRunningMs < 0) return "minWaitInInstanceRunningMs must be non-negative.";
  if (settings.blockIfNoPulsesAfterMs < 0) return "blockIfNoPulsesAfterMs must be positive.";
  if (settings.slaAware) {
    if (!request.taskConfig.__isset.slaPolicy) return "slaAware is true, but no task slaPolicy is specified.";
  }
  if (!settings.__isset.blockIfNoPulsesAfterMs) settings.__set_blockIfNoPulsesAfterMs(0);
  if (!settings.__isset.slaAware) settings.__set_slaAware(false);
  return std::nullopt;
}

Refusal bad_range(const std::set<api::Range>& ranges) {
  for (const api::Range& range : ranges) {
    if (range.first > range.last) return fmt::format("Invalid range: [{}..{}]", range.first, range.last);
  }
  return std::nullopt;
}

// Where a job stands and where it shall be, instance by instance. (api.md §12.2)
struct Difference {
  Groups changed_before;  // instances that change or go, by what they have
  Groups removed;
  Groups replaced;
  Groups unchanged;
  std::vector<int> after;  // instances that get the new configuration
  std::vector<int> added;
  std::vector<int> irrelevant;  // asked for, but neither there nor wanted
};

// Two configurations are equal when their bytes are: the wanted one need not be in the table.
Difference compare(const Tasks& tasks, const api::TaskConfig& wanted, int count, const std::vector<int>& only) {
  Difference out;
  const std::string wanted_bytes = api::encode_struct(wanted);
  const std::map<int, Task*> active = tasks.active(job_id(wanted.job));
  const std::set<int> chosen(only.begin(), only.end());
  const auto concerned = [&](int instance) { return chosen.empty() || chosen.contains(instance); };
  for (const auto& [instance, task] : active) {
    if (!concerned(instance)) {
      out.unchanged[task->config].push_back(instance);
    } else if (instance >= count) {
      out.removed[task->config].push_back(instance);
      out.changed_before[task->config].push_back(instance);
    } else if (task->config->bytes == wanted_bytes) {
      out.unchanged[task->config].push_back(instance);
    } else {
      out.replaced[task->config].push_back(instance);
      out.changed_before[task->config].push_back(instance);
      out.after.push_back(instance);
    }
  }
  for (int instance = 0; instance < count; ++instance) {
    if (active.contains(instance) || !concerned(instance)) continue;
    out.added.push_back(instance);
    out.after.push_back(instance);
  }
  std::ranges::sort(out.after);
  for (const int instance : chosen) {
    if (instance >= count && !active.contains(instance)) out.irrelevant.push_back(instance);
  }
  return out;
}

std::set<api::ConfigGroup> to_groups(const Groups& groups) {
  std::set<api::ConfigGroup> out;
  for (const auto& [config, instances] : groups) {
    api::ConfigGroup group;
    group.__set_config(config->message);
    group.__set_instances(api::to_ranges(instances));
    out.insert(group);
  }
  return out;
}

api::JobUpdateInstructions instructions_of(const Difference& difference, const api::TaskConfig& wanted,
                                           const api::JobUpdateSettings& settings) {
  api::JobUpdateInstructions out;
  for (const auto& [config, instances] : difference.changed_before) {
    api::InstanceTaskConfig group;
    group.__set_task(config->message);
    group.__set_instances(api::to_ranges(instances));
    out.initialState.insert(group);
  }
  out.__isset.initialState = true;
  if (!difference.after.empty()) {
    api::InstanceTaskConfig desired;
    desired.__set_task(wanted);
    desired.__set_instances(api::to_ranges(difference.after));
    out.__set_desiredState(desired);
  }
  out.__set_settings(settings);
  return out;
}

api::Response already_updating(const Update& active) {
  std::string states;
  for (const auto state : api::active_update_states()) states += (states.empty() ? "" : ", ") + name_of(state);
  api::StartJobUpdateResult started;
  started.__set_key(active.details.update.summary.key);
  started.__set_updateSummary(summary_of(active));
  api::Response out = invalid(
      "An active update already exists for this job, please terminate it before starting another. Active updates are "
      "those in states [" +
      states + "]");
  api::Result result;
  result.__set_startJobUpdateResult(started);
  out.__set_result(result);
  return out;
}

}  // namespace

api::Response Api::update_diff(const api::ReadOnlyScheduler_getJobUpdateDiff_args& args) {
  api::TaskConfig wanted = args.request.taskConfig;
  if (const auto why = validate_task(wanted, args.request.instanceCount)) return invalid(*why);
  const std::set<api::Range>& ranges = args.request.settings.updateOnlyTheseInstances;
  if (const auto why = bad_range(ranges)) return failed(*why);
  return core_.read([&] {
    if (core_.crons().find(job_id(wanted.job)) != nullptr) return invalid("Cron jobs are not supported.");
    const Difference difference = compare(core_.tasks(), wanted, args.request.instanceCount, api::from_ranges(ranges));
    api::GetJobUpdateDiffResult diff;
    if (!difference.added.empty()) {
      api::ConfigGroup group;
      group.__set_config(wanted);
      group.__set_instances(api::to_ranges(difference.added));
      diff.add.insert(group);
    }
    diff.__isset.add = true;
    diff.__set_remove(to_groups(difference.removed));
    diff.__set_update(to_groups(difference.replaced));
    diff.__set_unchanged(to_groups(difference.unchanged));
    api::Result result;
    result.__set_getJobUpdateDiffResult(diff);
    return done(result);
  });
}

api::Response Api::start_update(const api::AuroraSchedulerManager_startJobUpdate_args& args) {
  const api::JobUpdateRequest& request = args.request;
  if (!args.__isset.request) return failed("");
  if (args.__isset.message && args.message.size() > kLongestMessage) {
    return failed("");
  }
  if (!request.taskConfig.isService) return invalid("Updates are not supported for non-service tasks.");
  if (!request.__isset.settings) return failed("");
  api::JobUpdateSettings settings = request.settings;
  if (const auto why = check_settings(settings, request)) return invalid(*why);
  api::TaskConfig wanted = request.taskConfig;
  if (const auto why = validate_task(wanted, request.instanceCount)) return invalid(*why);
  if (const auto why = bad_range(settings.updateOnlyTheseInstances)) return failed(*why);
  // Checked before anything is counted up to it.
  if (request.instanceCount > limits().max_tasks_per_job) return invalid(*validate_size(request.instanceCount));

  return core_.change([&] {
    const JobId job = job_id(wanted.job);
    if (core_.crons().find(job) != nullptr) {
      return invalid("Cron jobs may only be created/updated by calling scheduleCronJob.");
    }
    const std::vector<int> only = api::from_ranges(settings.updateOnlyTheseInstances);
    const Difference difference = compare(core_.tasks(), wanted, request.instanceCount, only);
    if (!difference.irrelevant.empty()) {
      return invalid(fmt::format(
          "The update request attempted to update specific instances, but some are irrelevant to the update and "
          "current job state: [{}]",
          fmt::join(difference.irrelevant, ", ")));
    }
    if (difference.changed_before.empty() && difference.after.empty()) {
      return done("Job is unchanged by proposed update.");
    }
    if (const auto why = validate_size(request.instanceCount)) return invalid(*why);
    const api::JobUpdateInstructions instructions = instructions_of(difference, wanted, settings);
    if (belongs(wanted, {})) {
      const Amounts use = core_.consumption().of(job.role, {}, {job, &instructions, nullptr});
      if (const auto why = exceeds(use, core_.quotas().of(job.role))) return invalid(*why);
    }
    if (const Update* active = core_.updates().active(job)) return already_updating(*active);

    api::JobUpdateDetails details;
    api::JobUpdateSummary& summary = details.update.summary;
    summary.key.__set_job(job_key(job));
    summary.key.__set_id(new_uuid());
    summary.__isset.key = true;
    summary.__set_user(Caller::name());
    summary.__set_metadata(request.metadata);
    details.update.__isset.summary = true;
    details.update.__set_instructions(instructions);
    details.__isset.update = details.__isset.updateEvents = details.__isset.instanceEvents = true;
    // The shared object must be the one that the tasks get.
    const ConfigPtr config = core_.configs().intern(wanted);
    const Update& update = core_.updater().start(std::move(details), Caller::name(), args.message);

    api::StartJobUpdateResult started;
    started.__set_key(update.details.update.summary.key);
    started.__set_updateSummary(update.details.update.summary);
    api::Result result;
    result.__set_startJobUpdateResult(started);
    return done(result);
  });
}

api::Response Api::update_verb(const api::JobUpdateKey& key, const std::string& message, Verb verb) {
  if (message.size() > kLongestMessage) {
    return failed("");
  }
  return core_.change([&] {
    Update* update = core_.updates().find(key.id);
    if (update == nullptr || update->job != job_id(key.job)) {
      return invalid((verb == &Updater::resume ? "Update does not exist: " : "Update does not exist ") + dump(key));
    }
    const auto refusal = (core_.updater().*verb)(*update, Caller::name(), message);
    return refusal ? invalid(*refusal) : done();
  });
}

api::Response Api::pause_update(const api::AuroraSchedulerManager_pauseJobUpdate_args& args) {
  return update_verb(args.key, args.message, &Updater::pause);
}

api::Response Api::resume_update(const api::AuroraSchedulerManager_resumeJobUpdate_args& args) {
  return update_verb(args.key, args.message, &Updater::resume);
}

api::Response Api::abort_update(const api::AuroraSchedulerManager_abortJobUpdate_args& args) {
  return update_verb(args.key, args.message, &Updater::abort);
}

api::Response Api::roll_back_update(const api::AuroraSchedulerManager_rollbackJobUpdate_args& args) {
  return update_verb(args.key, args.message, &Updater::roll_back);
}

api::Response Api::pulse_update(const api::AuroraSchedulerManager_pulseJobUpdate_args& args) {
  return core_.change([&] {
    Update* update = core_.updates().find(args.key.id);
    const bool going = update != nullptr && update->job == job_id(args.key.job) && is_active(update->status);
    if (going) core_.updater().pulse(*update);
    api::PulseJobUpdateResult pulse;
    pulse.__set_status(going ? api::JobUpdatePulseStatus::OK : api::JobUpdatePulseStatus::FINISHED);
    api::Result result;
    result.__set_pulseJobUpdateResult(pulse);
    return done(result);
  });
}

}  // namespace borealis::cluster
