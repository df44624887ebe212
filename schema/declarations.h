// Which structs there are. Whoever instantiates a Codec of a struct includes this first, so that the declarations are
// known to be somewhere.
#pragma once

#include "schema/context.h"
#include "schema/declare.h"
#include "schema/job.h"

namespace borealis::schema {

// Every struct, those that others are made of first: expands X(T) for each.
// clang-format off
#define BOREALIS_STRUCTS(X) \
  X(Resources) X(RotatePolicy) X(Logger) X(Process) X(Constraint) X(Task) X(ThermosContext) \
  X(MesosContext) X(QueueUpdateStrategy) X(BatchUpdateStrategy) X(VariableBatchUpdateStrategy) \
  X(UpdateConfig) X(HttpHealthChecker) X(ShellHealthChecker) X(HealthCheckerConfig) \
  X(HealthCheckConfig) X(HttpLifecycleConfig) X(LifecycleConfig) X(Announcer) X(MesosTaskInstance) \
  X(Parameter) X(Docker) X(AppcImage) X(DockerImage) X(Volume) X(Mesos) X(Container) \
  X(PartitionPolicy) X(Metadata) X(ExecutorConfig) X(CoordinatorSlaPolicy) X(CountSlaPolicy) \
  X(PercentageSlaPolicy) X(Job)
// clang-format on

template <>
struct EnumNames<LoggerDestination> {
  static constexpr const char* name = "LoggerDestination";
  static constexpr const char* values[] = {"file", "console", "both", "none"};
};
template <>
struct EnumNames<LoggerMode> {
  static constexpr const char* name = "LoggerMode";
  static constexpr const char* values[] = {"standard", "rotate"};
};
template <>
struct EnumNames<VolumeMode> {
  static constexpr const char* name = "Mode";
  static constexpr const char* values[] = {"RO", "RW"};
};

#define BOREALIS_DECLARE_SCHEMA(T) \
  template <>                      \
  const StructSchema<T>& schema_of<T>();
BOREALIS_STRUCTS(BOREALIS_DECLARE_SCHEMA)
#undef BOREALIS_DECLARE_SCHEMA

}  // namespace borealis::schema
