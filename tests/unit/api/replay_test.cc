// What a real scheduler was asked and what it answered, from the client's side: the same arguments given to our typed
// calls become the same messages, in both encodings, and each recorded answer becomes a result or an error of its
// class.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "any_args.h"
#include "client/api/names.h"
#include "client/aurora/scheduler.h"
#include "client/aurora/scheduler_admin.h"
#include "fake_scheduler.h"
#include "recorded.h"
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wextra"
#include "client/api/AuroraAdmin.h"
#pragma GCC diagnostic pop

using namespace borealis;
using namespace borealis::client::aurora;
using namespace borealis::client::aurora::testing;
using api::ResponseCode;
using lang::ErrorClass;

namespace {

// What a call came to. `asked` is false for arguments that our calls don't send (a null, an empty set of instances).
struct Came {
  bool asked = true;
  bool ok = false;
  ErrorClass kind = ErrorClass::internal;
};

template <class T>
Came came(const lang::Result<T>& result) {
  return {true, result.ok(), result ? ErrorClass::internal : result.error().kind};
}

// The recorded request's parameters, as the generated struct of its method.
template <class Args>
Args read(api::Wire wire, const std::string& body) {
  auto reader = api::CallReader::open(wire, body);
  REQUIRE(reader.ok());
  Args args;
  REQUIRE(reader->read(args).ok());
  return args;
}

struct Calls {
  Connection connection;  // of its own for each: they count their calls
  Scheduler scheduler;
  SchedulerAdmin admin;
};
using Replay = std::function<Came(Calls& calls, api::Wire wire, const std::string& body)>;

template <class T>
std::optional<T> optional(bool given, const T& value) {
  return given ? std::optional(value) : std::nullopt;
}

// READ(method, needed parameters, call): `a` are the recorded arguments.
#define REPLAY(service, method, given, call)                               \
  {                                                                        \
#method, [](Calls& c, api::Wire wire, const std::string& body) -> Came { \
      const auto a = read<api::service##_##method##_args>(wire, body);     \
      static_cast<void>(a);                                                \
      if (!(given)) return {false, false, ErrorClass::internal};           \
      return came(c.call);                                                 \
    } \
  }
#define READ(method, given, call) REPLAY(ReadOnlyScheduler, method, given, scheduler.call)
#define MANAGE(method, given, call) REPLAY(AuroraSchedulerManager, method, given, scheduler.call)
#define ADMIN(method, given, call) REPLAY(AuroraAdmin, method, given, admin.call)

const std::map<std::string, Replay>& replays() {
  static const std::map<std::string, Replay> all = {
      READ(getRoleSummary, true, role_summaries()),
      READ(getJobSummary, true, job_summaries(optional(a.__isset.role, a.role))),
      READ(getTasksStatus, a.__isset.query, tasks(a.query)),
      READ(getTasksWithoutConfigs, a.__isset.query, tasks_without_configs(a.query)),
      READ(getPendingReason, a.__isset.query, pending_reasons(a.query)),
      READ(getConfigSummary, a.__isset.job, config_summary(a.job)),
      READ(getJobs, true, jobs(optional(a.__isset.ownerRole, a.ownerRole))),
      READ(getQuota, a.__isset.ownerRole, quota(a.ownerRole)),
      READ(populateJobConfig, a.__isset.description, populate(a.description)),
      READ(getJobUpdateSummaries, a.__isset.jobUpdateQuery, update_summaries(a.jobUpdateQuery)),
      READ(getJobUpdateDetails, !a.__isset.key && a.__isset.query && a.query.__isset.key, update_details(a.query.key)),
      READ(getJobUpdateDiff, a.__isset.request, update_diff(a.request)),
      READ(getTierConfigs, true, tiers()),
      MANAGE(createJob, a.__isset.description, create(a.description)),
      MANAGE(scheduleCronJob, a.__isset.description, schedule_cron(a.description)),
      MANAGE(replaceCronTemplate, a.__isset.config, replace_cron(a.config)),
      MANAGE(descheduleCronJob, a.__isset.job, deschedule_cron(a.job)),
      MANAGE(startCronJob, a.__isset.job, start_cron(a.job)),
      MANAGE(restartShards, a.__isset.job && a.__isset.shardIds, restart(a.job, a.shardIds)),
      MANAGE(killTasks, a.__isset.job && !(a.__isset.instances && a.instances.empty()),
             kill(a.job, optional(a.__isset.instances, a.instances), optional(a.__isset.message, a.message))),
      MANAGE(addInstances, a.__isset.key, add_instances(a.key.jobKey, a.key.instanceId, a.count)),
      MANAGE(startJobUpdate, a.__isset.request, start_update(a.request, optional(a.__isset.message, a.message))),
      MANAGE(pauseJobUpdate, a.__isset.key, pause_update(a.key, optional(a.__isset.message, a.message))),
      MANAGE(resumeJobUpdate, a.__isset.key, resume_update(a.key, optional(a.__isset.message, a.message))),
      MANAGE(abortJobUpdate, a.__isset.key, abort_update(a.key, optional(a.__isset.message, a.message))),
      MANAGE(rollbackJobUpdate, a.__isset.key, rollback_update(a.key, optional(a.__isset.message, a.message))),
      MANAGE(pulseJobUpdate, a.__isset.key, pulse_update(a.key)),
      ADMIN(setQuota, a.__isset.ownerRole && a.__isset.quota, set_quota(a.ownerRole, a.quota)),
      ADMIN(forceTaskState, a.__isset.taskId, force_task_state(a.taskId, a.status)),
      ADMIN(performBackup, true, perform_backup()),
      ADMIN(listBackups, true, backups()),
      ADMIN(stageRecovery, a.__isset.backupId, stage_recovery(a.backupId)),
      ADMIN(queryRecovery, a.__isset.query, recovery_tasks(a.query)),
      ADMIN(deleteRecoveryTasks, a.__isset.query, delete_recovery_tasks(a.query)),
      ADMIN(commitRecovery, true, commit_recovery()),
      ADMIN(unloadRecovery, true, unload_recovery()),
      ADMIN(startMaintenance, a.__isset.hosts && !a.hosts.hostNames.empty(), start_maintenance(a.hosts.hostNames)),
      ADMIN(drainHosts, a.__isset.hosts && !a.hosts.hostNames.empty(), drain_hosts(a.hosts.hostNames)),
      ADMIN(maintenanceStatus, a.__isset.hosts && !a.hosts.hostNames.empty(), maintenance_status(a.hosts.hostNames)),
      ADMIN(endMaintenance, a.__isset.hosts && !a.hosts.hostNames.empty(), end_maintenance(a.hosts.hostNames)),
      ADMIN(slaDrainHosts, a.__isset.hosts && a.__isset.defaultSlaPolicy,
            sla_drain_hosts(a.hosts.hostNames, a.defaultSlaPolicy, a.timeoutSecs)),
      ADMIN(snapshot, true, snapshot()),
      ADMIN(triggerExplicitTaskReconciliation, a.__isset.settings,
            reconcile_explicitly(optional(a.settings.__isset.batchSize, a.settings.batchSize))),
      ADMIN(triggerImplicitTaskReconciliation, true, reconcile_implicitly()),
      ADMIN(pruneTasks, a.__isset.query, prune_tasks(a.query)),
  };
  return all;
}

// The class of the error that a response code becomes; `started`: a refused startJobUpdate that names an update.
ErrorClass class_of(ResponseCode::type code, bool started) {
  if (code == ResponseCode::AUTH_FAILED) return ErrorClass::denied;
  if (code == ResponseCode::ERROR_TRANSIENT) return ErrorClass::unreachable;
  if (code == ResponseCode::JOB_UPDATING_ERROR || started) return ErrorClass::conflict;
  return ErrorClass::findings;
}

void check_same_call(const Sent& sent, api::Wire sent_wire, const Recorded& recorded) {
  CHECK(sent.method == recorded.method);
  auto theirs = api::testing::make_args(recorded.method);
  auto ours = api::testing::make_args(sent.method);
  REQUIRE(theirs != nullptr);
  REQUIRE(ours != nullptr);
  auto their_reader = api::CallReader::open(recorded.request_wire, recorded.request_body);
  auto our_reader = api::CallReader::open(sent_wire, sent.body);
  REQUIRE(their_reader.ok());
  REQUIRE(our_reader.ok());
  REQUIRE(theirs->read(*their_reader).ok());
  REQUIRE(ours->read(*our_reader).ok());
  CHECK(ours->equals(*theirs));
}

// The recorded answer, byte for byte but for the sequence number of our call.
Answer replayed(const Recorded& recorded) {
  return [recorded](const Sent&, std::int32_t sequence) {
    HttpReply reply{200, api::media_type(recorded.reply_wire), "", recorded.reply_body, {}, {}, {}};
    set_sequence(reply.body, recorded.reply_wire, sequence);
    return reply;
  };
}

}  // namespace

TEST_CASE("recorded calls, made by our client: the same messages, and the recorded answers as results and errors") {
  int asked = 0;
  int refused = 0;
  std::set<std::string> methods;
  for (const Recorded& recorded : recorded_exchanges()) {
    CAPTURE(recorded.label);
    CAPTURE(recorded.method);
    const auto replay = replays().find(recorded.method);
    REQUIRE(replay != replays().end());
    auto response = api::decode_reply(recorded.reply_wire, recorded.reply_body, recorded.method, recorded.sequence);
    REQUIRE(response.ok());
    for (const api::Wire wire : {api::Wire::binary, api::Wire::json}) {
      Fake fake;
      HttpOptions options;
      if (wire == api::Wire::json) options.trace = [](const std::string&) {};
      fake.answers = {replayed(recorded)};
      Calls calls{fake.connect(options), Scheduler(fake.connect(options)), SchedulerAdmin(fake.connect(options))};
      const Came outcome = replay->second(calls, recorded.request_wire, recorded.request_body);
      if (!outcome.asked) continue;
      ++asked;
      methods.insert(recorded.method);
      // One that is not ready is asked again.
      if (response->responseCode == api::ResponseCode::ERROR_TRANSIENT) {
        CHECK(fake.sent.size() > 1);
      } else {
        REQUIRE(fake.sent.size() == 1);
      }
      for (const Sent& sent : fake.sent) check_same_call(sent, wire, recorded);
      CHECK(outcome.ok == is_ok(*response));
      if (outcome.ok) continue;
      ++refused;
      const bool started = response->__isset.result && response->result.__isset.startJobUpdateResult;
      CHECK(outcome.kind == class_of(response->responseCode, started));
    }
  }
  CHECK(asked > 600);
  CHECK(refused > 200);
  CHECK(methods.size() > 35);
}

TEST_CASE("every method of the API has a typed call") {
  for (const auto& [method, replay] : replays()) CHECK(api::testing::make_args(method) != nullptr);
  CHECK(replays().size() == 45);
}
