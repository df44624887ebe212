// The job itself, its announcement, and the executor's view of one instance. (schema.md §4)
#include "schema/declarations.h"

namespace borealis::schema {

template <>
const StructSchema<MesosContext>& schema_of<MesosContext>() {
  static const StructSchema<MesosContext> schema =
      describe<MesosContext>("MesosContext", "What `{{mesos...}}` stands for when a task runs.")
          .required("instance", &MesosContext::instance, "The number of the instance, from 0.")
          .required("hostname", &MesosContext::hostname, "The machine it runs on.");
  return schema;
}

template <>
const StructSchema<Announcer>& schema_of<Announcer>() {
  static const StructSchema<Announcer> schema =
      describe<Announcer>("Announcer", "Publishes the addresses of the instances for service discovery.")
          .defaulted("primary_port", &Announcer::primary_port, "Name of the port that is published as the main one.")
          .defaulted("portmap", &Announcer::portmap, "More names for ports, and static port numbers.")
          .optional("zk_path", &Announcer::zk_path, "Where it is published, if the cluster allows it.");
  return schema;
}

template <>
const StructSchema<MesosTaskInstance>& schema_of<MesosTaskInstance>() {
  static const StructSchema<MesosTaskInstance> schema =
      describe<MesosTaskInstance>("MesosTaskInstance", "One instance of a job, as the executor sees it.")
          .required("task", &MesosTaskInstance::task, "What runs.")
          .required("instance", &MesosTaskInstance::instance, "The number of the instance, from 0.")
          .required("role", &MesosTaskInstance::role, "Whose job it is.")
          .optional("announce", &MesosTaskInstance::announce, "What is published.")
          .required("environment", &MesosTaskInstance::environment, "The environment of the job.")
          .defaulted_to(Codec<HealthCheckConfig>::write({}), "health_check_config",
                        &MesosTaskInstance::health_check_config, "When the instance counts as healthy.")
          .optional("lifecycle", &MesosTaskInstance::lifecycle, "How the task is asked to end.");
  return schema;
}

template <>
const StructSchema<Job>& schema_of<Job>() {
  static const StructSchema<Job> schema =
      describe<Job>("MesosJob", "A task, how many instances of it run, where, and as whose.")
          .defaulted_to("{{task.name}}", "name", &Job::name, "Name of the job; that of its task.")
          .needed_in_jobs()
          .required("role", &Job::role, "Whose job it is: the account that its processes run as.")
          .optional("contact", &Job::contact, "Whom to write to about the job.")
          .required("cluster", &Job::cluster, "Name of the cluster it runs on.")
          .required("environment", &Job::environment, "`prod`, `devel`, `test`, `staging` or `stagingN`.")
          .defaulted("instances", &Job::instances, "How many instances run.")
          .required("task", &Job::task, "What each instance runs.")
          .optional("announce", &Job::announce, "Publish the instances for service discovery.")
          .optional("tier", &Job::tier, "`preferred`, `preemptible` or `revocable`, or what else the cluster has.")
          .optional("cron_schedule", &Job::cron_schedule, "When to run, in five fields; unset: at once.")
          .defaulted("cron_collision_policy", &Job::cron_collision_policy,
                     "What becomes of a run that is still going: KILL_EXISTING or CANCEL_NEW.")
          .defaulted_to(Codec<UpdateConfig>::write({}), "update_config", &Job::update_config,
                        "How the running job is changed.")
          .optional("constraints", &Job::constraints, "Which machines may run it, by their attributes.")
          .defaulted("metadata", &Job::metadata, "Labels for other programs.")
          .defaulted("service", &Job::service, "Start instances again whenever they end.")
          .defaulted("max_task_failures", &Job::max_task_failures,
                     "Failures of one instance until it is given up; -1: never; services never are.")
          .defaulted("production", &Job::production, "Deprecated: set `tier`.")
          .deprecated()
          .defaulted("priority", &Job::priority, "Which of a role's jobs goes first: the higher number.")
          .defaulted_to(Codec<HealthCheckConfig>::write({}), "health_check_config", &Job::health_check_config,
                        "When an instance counts as healthy.")
          .defaulted_to(Codec<LifecycleConfig>::write({HttpLifecycleConfig{}}), "lifecycle", &Job::lifecycle,
                        "How a task is asked to end.")
          .optional("task_links", &Job::task_links, "Deprecated: has no effect any more.")
          .deprecated()
          .defaulted_to(Codec<ExecutorConfig>::write({}), "executor_config", &Job::executor_config,
                        "Which executor runs the task.")
          .defaulted("enable_hooks", &Job::enable_hooks, "Call the hooks that the file defines.")
          .optional("partition_policy", &Job::partition_policy, "What happens when a machine cannot be reached.")
          .optional("sla_policy", &Job::sla_policy, "How many instances maintenance must leave running.")
          .optional("container", &Job::container, "The container it runs in; unset: none.");
  return schema;
}

}  // namespace borealis::schema
