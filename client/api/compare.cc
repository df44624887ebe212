// The order that sets of messages have in memory: field by field. The compiler of the IDL declares `<` for each struct
// and leaves the bodies to us. A member that is set sorts before one that isn't, so that unions order by their members
// as declared.
#include <compare>
#include <tuple>

#include "client/api/messages.h"

namespace borealis::api {
namespace {

// A number of which NaN, too, has a place (a set must not lose its order over a value that came over the wire).
struct Number {
  double value;
  friend bool operator==(Number a, Number b) { return std::is_eq(std::strong_order(a.value, b.value)); }
  friend std::strong_ordering operator<=>(Number a, Number b) { return std::strong_order(a.value, b.value); }
};

template <class T>
struct Maybe {
  bool set;
  const T& value;
  friend bool operator<(const Maybe& a, const Maybe& b) {
    if (a.set != b.set) return a.set;
    return a.set && a.value < b.value;
  }
  friend bool operator==(const Maybe& a, const Maybe& b) { return a.set == b.set && (!a.set || a.value == b.value); }
};

template <class T>
Maybe<T> maybe(bool set, const T& value) {
  return {set, value};
}

auto fields(const DockerParameter& v) {
  return std::tie(v.name, v.value);
}
auto fields(const JobKey& v) {
  return std::tie(v.role, v.environment, v.name);
}
auto fields(const JobUpdateKey& v) {
  return std::tie(v.job, v.id);
}
auto fields(const InstanceKey& v) {
  return std::tie(v.jobKey, v.instanceId);
}
auto fields(const Identity& v) {
  return std::tie(v.user);
}
auto fields(const Attribute& v) {
  return std::tie(v.name, v.values);
}
auto fields(const ValueConstraint& v) {
  return std::tie(v.negated, v.values);
}
auto fields(const LimitConstraint& v) {
  return std::tie(v.limit);
}
auto fields(const TaskConstraint& v) {
  return std::tuple(maybe(v.__isset.value, v.value), maybe(v.__isset.limit, v.limit));
}
auto fields(const Constraint& v) {
  return std::tie(v.name, v.constraint);
}
auto fields(const Metadata& v) {
  return std::tie(v.key, v.value);
}
auto fields(const MesosFetcherURI& v) {
  return std::tuple(maybe(true, v.value), maybe(v.__isset.extract, v.extract), maybe(v.__isset.cache, v.cache),
                    maybe(v.__isset.outputFile, v.outputFile));
}
auto fields(const ExecutorConfig& v) {
  return std::tuple(maybe(true, v.name), maybe(v.__isset.data, v.data));
}
auto fields(const Volume& v) {
  return std::tie(v.containerPath, v.hostPath, v.mode);
}
auto fields(const DockerImage& v) {
  return std::tie(v.name, v.tag);
}
auto fields(const AppcImage& v) {
  return std::tie(v.name, v.imageId);
}
auto fields(const Image& v) {
  return std::tuple(maybe(v.__isset.docker, v.docker), maybe(v.__isset.appc, v.appc));
}
auto fields(const MesosContainer& v) {
  return std::tuple(maybe(v.__isset.image, v.image), maybe(v.__isset.volumes, v.volumes));
}
auto fields(const DockerContainer& v) {
  return std::tuple(maybe(true, v.image), maybe(v.__isset.parameters, v.parameters));
}
auto fields(const Container& v) {
  return std::tuple(maybe(v.__isset.mesos, v.mesos), maybe(v.__isset.docker, v.docker));
}
auto fields(const PartitionPolicy& v) {
  return std::tuple(maybe(true, v.reschedule), maybe(v.__isset.delaySecs, v.delaySecs));
}
auto fields(const PercentageSlaPolicy& v) {
  return std::tuple(Number{v.percentage}, v.durationSecs);
}
auto fields(const CountSlaPolicy& v) {
  return std::tie(v.count, v.durationSecs);
}
auto fields(const CoordinatorSlaPolicy& v) {
  return std::tie(v.coordinatorUrl, v.statusKey);
}
auto fields(const SlaPolicy& v) {
  return std::tuple(maybe(v.__isset.percentageSlaPolicy, v.percentageSlaPolicy),
                    maybe(v.__isset.countSlaPolicy, v.countSlaPolicy),
                    maybe(v.__isset.coordinatorSlaPolicy, v.coordinatorSlaPolicy));
}
auto fields(const TaskConfig& v) {
  return std::tuple(maybe(true, v.job), maybe(true, v.owner), v.isService, v.priority, v.maxTaskFailures,
                    maybe(v.__isset.production, v.production), maybe(v.__isset.tier, v.tier), maybe(true, v.resources),
                    maybe(true, v.constraints), maybe(v.__isset.mesosFetcherUris, v.mesosFetcherUris),
                    maybe(v.__isset.taskLinks, v.taskLinks), maybe(v.__isset.contactEmail, v.contactEmail),
                    maybe(v.__isset.executorConfig, v.executorConfig), maybe(v.__isset.metadata, v.metadata),
                    maybe(v.__isset.partitionPolicy, v.partitionPolicy), maybe(v.__isset.slaPolicy, v.slaPolicy),
                    maybe(true, v.container));
}
auto fields(const JobConfiguration& v) {
  return std::tuple(maybe(true, v.key), maybe(true, v.owner), maybe(v.__isset.cronSchedule, v.cronSchedule),
                    maybe(v.__isset.cronCollisionPolicy, v.cronCollisionPolicy), maybe(true, v.taskConfig),
                    v.instanceCount);
}
auto fields(const JobStats& v) {
  return std::tie(v.activeTaskCount, v.finishedTaskCount, v.failedTaskCount, v.pendingTaskCount);
}
auto fields(const JobSummary& v) {
  return std::tuple(maybe(true, v.job), maybe(true, v.stats), maybe(v.__isset.nextCronRunMs, v.nextCronRunMs));
}
auto fields(const Range& v) {
  return std::tie(v.first, v.last);
}
auto fields(const ConfigGroup& v) {
  return std::tie(v.instances, v.config);
}
auto fields(const InstanceTaskConfig& v) {
  return std::tie(v.instances, v.task);
}
auto fields(const TaskEvent& v) {
  return std::tuple(v.timestamp, v.status, maybe(v.__isset.message, v.message),
                    maybe(v.__isset.scheduler, v.scheduler));
}
auto fields(const AssignedTask& v) {
  return std::tuple(v.instanceId, maybe(true, v.taskId), maybe(v.__isset.slaveId, v.slaveId),
                    maybe(v.__isset.slaveHost, v.slaveHost), maybe(true, v.assignedPorts), maybe(true, v.task));
}
auto fields(const ScheduledTask& v) {
  return std::tuple(maybe(true, v.assignedTask), v.status, v.failureCount, v.timesPartitioned,
                    maybe(true, v.taskEvents), maybe(v.__isset.ancestorId, v.ancestorId));
}
auto fields(const HostStatus& v) {
  return std::tie(v.host, v.mode);
}
auto fields(const RoleSummary& v) {
  return std::tie(v.role, v.jobCount, v.cronJobCount);
}
auto fields(const PendingReason& v) {
  return std::tie(v.taskId, v.reason);
}
auto fields(const TierConfig& v) {
  return std::tie(v.name, v.settings);
}

// Numbers of a Resource by value: they need an order of their own, see Number.
bool less(const Resource& a, const Resource& b) {
  if (a.__isset.numCpus != b.__isset.numCpus) return a.__isset.numCpus;
  if (a.__isset.numCpus && !(Number{a.numCpus} == Number{b.numCpus})) return Number{a.numCpus} < Number{b.numCpus};
  const auto rest = [](const Resource& v) {
    return std::tuple(maybe(v.__isset.ramMb, v.ramMb), maybe(v.__isset.diskMb, v.diskMb),
                      maybe(v.__isset.namedPort, v.namedPort), maybe(v.__isset.numGpus, v.numGpus));
  };
  return rest(a) < rest(b);
}

}  // namespace

bool Resource::operator<(const Resource& other) const {
  return less(*this, other);
}

#define BOREALIS_FIELD_ORDER(Struct)                  \
  bool Struct::operator<(const Struct& other) const { \
    return fields(*this) < fields(other);             \
  }

BOREALIS_FIELD_ORDER(JobKey)
BOREALIS_FIELD_ORDER(JobUpdateKey)
BOREALIS_FIELD_ORDER(InstanceKey)
BOREALIS_FIELD_ORDER(Identity)
BOREALIS_FIELD_ORDER(Attribute)
BOREALIS_FIELD_ORDER(ValueConstraint)
BOREALIS_FIELD_ORDER(LimitConstraint)
BOREALIS_FIELD_ORDER(TaskConstraint)
BOREALIS_FIELD_ORDER(Constraint)
BOREALIS_FIELD_ORDER(Metadata)
BOREALIS_FIELD_ORDER(MesosFetcherURI)
BOREALIS_FIELD_ORDER(ExecutorConfig)
BOREALIS_FIELD_ORDER(Volume)
BOREALIS_FIELD_ORDER(DockerImage)
BOREALIS_FIELD_ORDER(AppcImage)
BOREALIS_FIELD_ORDER(Image)
BOREALIS_FIELD_ORDER(MesosContainer)
BOREALIS_FIELD_ORDER(DockerParameter)
BOREALIS_FIELD_ORDER(DockerContainer)
BOREALIS_FIELD_ORDER(Container)
BOREALIS_FIELD_ORDER(PartitionPolicy)
BOREALIS_FIELD_ORDER(PercentageSlaPolicy)
BOREALIS_FIELD_ORDER(CountSlaPolicy)
BOREALIS_FIELD_ORDER(CoordinatorSlaPolicy)
BOREALIS_FIELD_ORDER(SlaPolicy)
BOREALIS_FIELD_ORDER(TaskConfig)
BOREALIS_FIELD_ORDER(JobConfiguration)
BOREALIS_FIELD_ORDER(JobStats)
BOREALIS_FIELD_ORDER(JobSummary)
BOREALIS_FIELD_ORDER(Range)
BOREALIS_FIELD_ORDER(ConfigGroup)
BOREALIS_FIELD_ORDER(InstanceTaskConfig)
BOREALIS_FIELD_ORDER(TaskEvent)
BOREALIS_FIELD_ORDER(AssignedTask)
BOREALIS_FIELD_ORDER(ScheduledTask)
BOREALIS_FIELD_ORDER(HostStatus)
BOREALIS_FIELD_ORDER(RoleSummary)
BOREALIS_FIELD_ORDER(PendingReason)
BOREALIS_FIELD_ORDER(TierConfig)

#undef BOREALIS_FIELD_ORDER

}  // namespace borealis::api
