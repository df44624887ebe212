// The scheduler's methods that the commands need, with their results unwrapped. (api.md §9, §11, §12; scheduler.md §2)
//
// A refusal is an Error of the class of its response code. Result structs that a scheduler left out count as empty
// where that is normal, else as ErrorClass::unreachable.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "client/api/messages.h"
#include "client/aurora/calls.h"

namespace borealis::client::aurora {

struct StartedUpdate {
  bool unchanged = false;  // nothing would change: no update was started
  api::JobUpdateKey key;
};

class Scheduler {
 public:
  explicit Scheduler(Connection connection) : connection_(std::move(connection)) {}
  const std::string& url() const { return connection_.url(); }
  // Connection::limit_calls().
  void limit_calls(std::optional<std::chrono::milliseconds> most) { connection_.limit_calls(most); }

  // ---- reads ----
  lang::Result<std::vector<api::ScheduledTask>> tasks(const api::TaskQuery& query);
  // Without executor data: a few kilobytes less a task.
  lang::Result<std::vector<api::ScheduledTask>> tasks_without_configs(const api::TaskQuery& query);
  // By task id.
  lang::Result<std::map<std::string, std::string>> pending_reasons(const api::TaskQuery& query);
  lang::Result<api::ConfigSummary> config_summary(const api::JobKey& job);
  lang::Result<std::vector<api::JobConfiguration>> jobs(const std::optional<std::string>& role);
  lang::Result<std::vector<api::JobSummary>> job_summaries(const std::optional<std::string>& role);
  lang::Result<std::vector<api::RoleSummary>> role_summaries();
  lang::Result<api::GetQuotaResult> quota(const std::string& role);
  lang::Result<api::GetTierConfigResult> tiers();
  lang::Result<api::TaskConfig> populate(const api::JobConfiguration& description);
  lang::Result<api::GetJobUpdateDiffResult> update_diff(const api::JobUpdateRequest& request);
  lang::Result<std::vector<api::JobUpdateSummary>> update_summaries(const api::JobUpdateQuery& query);
  // Nothing when there is no such update.
  lang::Result<std::optional<api::JobUpdateDetails>> update_details(const api::JobUpdateKey& key);

  // ---- writes ----
  lang::Result<Done> create(const api::JobConfiguration& description);
  lang::Result<Done> schedule_cron(const api::JobConfiguration& description);
  lang::Result<Done> replace_cron(const api::JobConfiguration& description);
  lang::Result<Done> deschedule_cron(const api::JobKey& job);
  lang::Result<Done> start_cron(const api::JobKey& job);
  // Nothing: all instances. An empty set would mean the same to a scheduler and is never sent: ErrorClass::usage.
  lang::Result<Done> kill(const api::JobKey& job, const std::optional<std::set<std::int32_t>>& instances,
                          const std::optional<std::string>& message);
  lang::Result<Done> restart(const api::JobKey& job, const std::set<std::int32_t>& instances);
  lang::Result<Done> add_instances(const api::JobKey& job, std::int32_t like_instance, std::int32_t count);
  // When the answer is lost, the request's update id tells whether the update was started all the same; if not, it is
  // asked for again. An update of someone else in progress is ErrorClass::conflict. (api.md §6.4)
  lang::Result<StartedUpdate> start_update(const api::JobUpdateRequest& request,
                                           const std::optional<std::string>& message);
  lang::Result<Done> pause_update(const api::JobUpdateKey& key, const std::optional<std::string>& message);
  lang::Result<Done> resume_update(const api::JobUpdateKey& key, const std::optional<std::string>& message);
  lang::Result<Done> abort_update(const api::JobUpdateKey& key, const std::optional<std::string>& message);
  lang::Result<Done> rollback_update(const api::JobUpdateKey& key, const std::optional<std::string>& message);
  lang::Result<api::JobUpdatePulseStatus::type> pulse_update(const api::JobUpdateKey& key);

 private:
  lang::Result<std::optional<api::JobUpdateKey>> find_started(const api::JobUpdateRequest& request);
  static lang::Result<StartedUpdate> read_started(const api::JobUpdateRequest& request, const api::Response& reply);
  lang::Result<Done> update_call(const std::string& method, std::int16_t message_id, const api::JobUpdateKey& key,
                                 const std::optional<std::string>& message);

  Connection connection_;
};

}  // namespace borealis::client::aurora
