#include "any_args.h"

#include <thrift/protocol/TBinaryProtocol.h>
#include <thrift/protocol/TJSONProtocol.h>
#include <thrift/transport/TBufferTransports.h>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wextra"
#include "client/api/AuroraAdmin.h"
#pragma GCC diagnostic pop
#include "client/api/plain_json.h"
#include "client/api/walk.h"

namespace borealis::api::testing {
namespace {

template <class Args>
class TypedArgs : public AnyArgs {
 public:
  explicit TypedArgs(std::string method) : method_(std::move(method)) {}
  lang::Status read(CallReader& reader) override { return reader.read(args_); }
  std::string encode(Wire wire, std::int32_t sequence) const override {
    auto buffer = std::make_shared<apache::thrift::transport::TMemoryBuffer>();
    std::shared_ptr<apache::thrift::protocol::TProtocol> out;
    if (wire == Wire::json) {
      out = std::make_shared<apache::thrift::protocol::TJSONProtocol>(buffer);
    } else {
      out = std::make_shared<apache::thrift::protocol::TBinaryProtocol>(buffer);
    }
    out->writeMessageBegin(method_, apache::thrift::protocol::T_CALL, sequence);
    args_.write(out.get());
    out->writeMessageEnd();
    return buffer->getBufferAsString();
  }
  lang::Data data() const override {
    DataBuilder builder;
    Walker walker(builder);
    args_.write(&walker);
    return builder.take();
  }
  bool equals(const AnyArgs& other) const override {
    const auto* same = dynamic_cast<const TypedArgs*>(&other);
    return same != nullptr && args_ == same->args_;
  }

 private:
  std::string method_;
  Args args_;
};

}  // namespace

std::unique_ptr<AnyArgs> make_args(const std::string& method) {
#define METHOD(service, name) \
  if (method == #name) return std::make_unique<TypedArgs<service##_##name##_args>>(method);
  METHOD(ReadOnlyScheduler, getRoleSummary)
  METHOD(ReadOnlyScheduler, getJobSummary)
  METHOD(ReadOnlyScheduler, getTasksStatus)
  METHOD(ReadOnlyScheduler, getTasksWithoutConfigs)
  METHOD(ReadOnlyScheduler, getPendingReason)
  METHOD(ReadOnlyScheduler, getConfigSummary)
  METHOD(ReadOnlyScheduler, getJobs)
  METHOD(ReadOnlyScheduler, getQuota)
  METHOD(ReadOnlyScheduler, populateJobConfig)
  METHOD(ReadOnlyScheduler, getJobUpdateSummaries)
  METHOD(ReadOnlyScheduler, getJobUpdateDetails)
  METHOD(ReadOnlyScheduler, getJobUpdateDiff)
  METHOD(ReadOnlyScheduler, getTierConfigs)
  METHOD(AuroraSchedulerManager, createJob)
  METHOD(AuroraSchedulerManager, scheduleCronJob)
  METHOD(AuroraSchedulerManager, descheduleCronJob)
  METHOD(AuroraSchedulerManager, startCronJob)
  METHOD(AuroraSchedulerManager, restartShards)
  METHOD(AuroraSchedulerManager, killTasks)
  METHOD(AuroraSchedulerManager, addInstances)
  METHOD(AuroraSchedulerManager, replaceCronTemplate)
  METHOD(AuroraSchedulerManager, startJobUpdate)
  METHOD(AuroraSchedulerManager, pauseJobUpdate)
  METHOD(AuroraSchedulerManager, resumeJobUpdate)
  METHOD(AuroraSchedulerManager, abortJobUpdate)
  METHOD(AuroraSchedulerManager, rollbackJobUpdate)
  METHOD(AuroraSchedulerManager, pulseJobUpdate)
  METHOD(AuroraAdmin, setQuota)
  METHOD(AuroraAdmin, forceTaskState)
  METHOD(AuroraAdmin, performBackup)
  METHOD(AuroraAdmin, listBackups)
  METHOD(AuroraAdmin, stageRecovery)
  METHOD(AuroraAdmin, queryRecovery)
  METHOD(AuroraAdmin, deleteRecoveryTasks)
  METHOD(AuroraAdmin, commitRecovery)
  METHOD(AuroraAdmin, unloadRecovery)
  METHOD(AuroraAdmin, startMaintenance)
  METHOD(AuroraAdmin, drainHosts)
  METHOD(AuroraAdmin, maintenanceStatus)
  METHOD(AuroraAdmin, endMaintenance)
  METHOD(AuroraAdmin, slaDrainHosts)
  METHOD(AuroraAdmin, snapshot)
  METHOD(AuroraAdmin, triggerExplicitTaskReconciliation)
  METHOD(AuroraAdmin, triggerImplicitTaskReconciliation)
  METHOD(AuroraAdmin, pruneTasks)
#undef METHOD
  return nullptr;
}

}  // namespace borealis::api::testing
