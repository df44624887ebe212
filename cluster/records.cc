// Quotas, cron jobs and maintenance in the store.
#include "client/api/codec.h"
#include "cluster/core.h"

namespace borealis::cluster {

namespace {

// The kinds of records.
constexpr const char* kQuota = "quota";
constexpr const char* kCron = "cron";
constexpr const char* kCronWaiting = "cron-waiting";  // a run that waits for the one before to end
constexpr const char* kHostMode = "host-mode";
constexpr const char* kHostRequest = "host-request";

lang::Error damaged(const RecordKey& key) {
  return lang::Error{
      lang::ErrorClass::output, "the cluster's store holds a damaged " + key.kind + " (" + key.name + ")", "", {}};
}

}  // namespace

void Core::collect_records(Batch& batch) {
  for (const std::string& role : quotas_.touched()) {
    batch.records[{kQuota, role}] = api::encode_struct(to_aggregate(quotas_.of(role)));
  }
  for (const JobId& job : crons_.touched()) {
    const CronJob* cron = crons_.find(job);
    batch.records[{kCron, job.text()}] =
        cron == nullptr ? std::nullopt : std::optional(api::encode_struct(cron->config));
    batch.records[{kCronWaiting, job.text()}] =
        cron == nullptr || !cron->waiting ? std::nullopt : std::optional(std::string("1"));
  }
  for (const std::string& host : maintenance_.touched()) {
    const HostMode mode = maintenance_.mode_of(host);
    api::HostAttributes attributes;
    attributes.__set_host(host);
    attributes.__set_mode(mode);
    batch.records[{kHostMode, host}] =
        mode == api::MaintenanceMode::NONE ? std::nullopt : std::optional(api::encode_struct(attributes));
    const api::HostMaintenanceRequest* request = maintenance_.request_of(host);
    batch.records[{kHostRequest, host}] =
        request == nullptr ? std::nullopt : std::optional(api::encode_struct(*request));
  }
  quotas_.touched().clear();
  crons_.touched().clear();
  maintenance_.touched().clear();
}

lang::Status Core::load_records(const Contents& contents) {
  std::map<std::string, api::HostMaintenanceRequest> requests;
  for (const auto& [key, data] : contents.records) {
    if (key.kind == kQuota) {
      const auto aggregate = api::decode_struct<api::ResourceAggregate>(data);
      const auto amounts = aggregate ? from_aggregate(*aggregate) : std::nullopt;
      if (!amounts) return damaged(key);
      quotas_.set(key.name, *amounts);
    } else if (key.kind == kCron) {
      const auto config = api::decode_struct<api::JobConfiguration>(data);
      if (!config) return damaged(key);
      const auto schedule = schema::parse_cron(config->cronSchedule);
      if (!schedule) return damaged(key);
      const JobId job = job_id(config->key);
      crons_.put(job, *config, *schedule, clock_.now());
      if (contents.records.contains({kCronWaiting, key.name})) crons_.find(job)->waiting = CronJob::Waiting{};
    } else if (key.kind == kHostRequest) {
      if (!api::decode_struct_into(data, requests[key.name])) return damaged(key);
    }
  }
  for (const auto& [key, data] : contents.records) {
    if (key.kind != kHostMode) continue;
    const auto attributes = api::decode_struct<api::HostAttributes>(data);
    if (!attributes) return damaged(key);
    const auto request = requests.find(key.name);
    maintenance_.restore(key.name, attributes->mode,
                         request == requests.end() ? std::nullopt : std::optional(request->second));
  }
  quotas_.touched().clear();
  crons_.touched().clear();
  return lang::Unit{};
}

}  // namespace borealis::cluster
