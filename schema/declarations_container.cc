// Containers, metadata and policies. (schema.md §4)
#include "schema/declarations.h"

namespace borealis::schema {

template <>
const StructSchema<Parameter>& schema_of<Parameter>() {
  static const StructSchema<Parameter> schema =
      describe<Parameter>("Parameter", "An option of the docker command line.")
          .required("name", &Parameter::name, "The option, without dashes.")
          .required("value", &Parameter::value, "Its value.");
  return schema;
}

template <>
const StructSchema<Docker>& schema_of<Docker>() {
  static const StructSchema<Docker> schema =
      describe<Docker>("Docker", "Runs the task in a container of the Docker engine.")
          .required("image", &Docker::image, "The image, as docker names it.")
          .defaulted("parameters", &Docker::parameters, "Options of the docker command line.");
  return schema;
}

template <>
const StructSchema<AppcImage>& schema_of<AppcImage>() {
  static const StructSchema<AppcImage> schema =
      describe<AppcImage>("AppcImage", "An AppC image for the Mesos containerizer.")
          .required("name", &AppcImage::name, "Name of the image.")
          .required("image_id", &AppcImage::image_id, "Its id, a hash with the name of its algorithm.");
  return schema;
}

template <>
const StructSchema<DockerImage>& schema_of<DockerImage>() {
  static const StructSchema<DockerImage> schema =
      describe<DockerImage>("DockerImage", "A Docker image for the Mesos containerizer.")
          .required("name", &DockerImage::name, "Name of the image, without its tag.")
          .required("tag", &DockerImage::tag, "Its tag.");
  return schema;
}

template <>
const StructSchema<Volume>& schema_of<Volume>() {
  static const StructSchema<Volume> schema =
      describe<Volume>("Volume", "A directory of the host that a container sees.")
          .required("container_path", &Volume::container_path, "Where the container sees it.")
          .required("host_path", &Volume::host_path, "Where it is on the host.")
          .required("mode", &Volume::mode, "Read-only or read-write.");
  return schema;
}

template <>
const StructSchema<Mesos>& schema_of<Mesos>() {
  static const StructSchema<Mesos> schema =
      describe<Mesos>("Mesos", "Runs the task in a container of Mesos itself.")
          .optional("image", &Mesos::image, "The file system of the container; unset: the host's.")
          .defaulted("volumes", &Mesos::volumes, "Directories of the host that the container sees.");
  return schema;
}

template <>
const StructSchema<Container>& schema_of<Container>() {
  static const StructSchema<Container> schema =
      describe<Container>("Container", "Deprecated wrapper; give `Docker(...)` or `Mesos(...)` directly.")
          .optional("docker", &Container::docker, "Deprecated: give the Docker itself as the job's `container`.")
          .deprecated();
  return schema;
}

template <>
const StructSchema<PartitionPolicy>& schema_of<PartitionPolicy>() {
  static const StructSchema<PartitionPolicy> schema =
      describe<PartitionPolicy>("PartitionPolicy", "What happens to instances on a machine that cannot be reached.")
          .defaulted("reschedule", &PartitionPolicy::reschedule, "Start them elsewhere.")
          .defaulted("delay_secs", &PartitionPolicy::delay_secs, "How long to wait before that.", Unit::seconds);
  return schema;
}

template <>
const StructSchema<Metadata>& schema_of<Metadata>() {
  static const StructSchema<Metadata> schema = describe<Metadata>("Metadata", "A label of a job, for other programs.")
                                                   .required("key", &Metadata::key, "Name of the label.")
                                                   .required("value", &Metadata::value, "Its text.");
  return schema;
}

template <>
const StructSchema<ExecutorConfig>& schema_of<ExecutorConfig>() {
  static const StructSchema<ExecutorConfig> schema =
      describe<ExecutorConfig>("ExecutorConfig", "Which executor runs the task.")
          .defaulted("name", &ExecutorConfig::name, "Name of the executor, as the cluster has it.")
          .defaulted("data", &ExecutorConfig::data, "What an executor other than the default one is handed.");
  return schema;
}

template <>
const StructSchema<CoordinatorSlaPolicy>& schema_of<CoordinatorSlaPolicy>() {
  static const StructSchema<CoordinatorSlaPolicy> schema =
      describe<CoordinatorSlaPolicy>("CoordinatorSlaPolicy", "Asks a program whether an instance may be taken away.")
          .required("coordinator_url", &CoordinatorSlaPolicy::coordinator_url, "Where it is asked.")
          .defaulted("status_key", &CoordinatorSlaPolicy::status_key, "The key of its answer that says yes or no.");
  return schema;
}

template <>
const StructSchema<CountSlaPolicy>& schema_of<CountSlaPolicy>() {
  static const StructSchema<CountSlaPolicy> schema =
      describe<CountSlaPolicy>("CountSlaPolicy", "So many instances must stay up during maintenance.")
          .required("count", &CountSlaPolicy::count, "Instances that must be up.")
          .required("duration_secs", &CountSlaPolicy::duration_secs, "For how long they must have been.",
                    Unit::seconds);
  return schema;
}

template <>
const StructSchema<PercentageSlaPolicy>& schema_of<PercentageSlaPolicy>() {
  static const StructSchema<PercentageSlaPolicy> schema =
      describe<PercentageSlaPolicy>("PercentageSlaPolicy", "Such a share of the instances must stay up.")
          .required("percentage", &PercentageSlaPolicy::percentage, "Share of the instances that must be up.",
                    Unit::percent)
          .required("duration_secs", &PercentageSlaPolicy::duration_secs, "For how long they must have been.",
                    Unit::seconds);
  return schema;
}

}  // namespace borealis::schema
