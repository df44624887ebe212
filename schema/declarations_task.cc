// What a task is made of. (schema.md §2)
#include "schema/declarations.h"

namespace borealis::schema {

template <>
const StructSchema<Resources>& schema_of<Resources>() {
  static const StructSchema<Resources> schema =
      describe<Resources>("Resources", "What one instance may use.")
          .required("cpu", &Resources::cpu, "Processor cores; fractions are allowed.", Unit::cores)
          .required("ram", &Resources::ram, "Memory, in bytes: write `128 * MB`.", Unit::bytes)
          .required("disk", &Resources::disk, "Space for the sandbox, in bytes: write `1 * GB`.", Unit::bytes)
          .defaulted("gpu", &Resources::gpu, "Whole graphics processors; most clusters have them switched off.");
  return schema;
}

template <>
const StructSchema<RotatePolicy>& schema_of<RotatePolicy>() {
  static const StructSchema<RotatePolicy> schema =
      describe<RotatePolicy>("RotatePolicy", "When the log files of a process are rotated.")
          .defaulted("log_size", &RotatePolicy::log_size, "Size at which a log file is rotated.", Unit::bytes)
          .defaulted("backups", &RotatePolicy::backups, "How many rotated files are kept.");
  return schema;
}

template <>
const StructSchema<Logger>& schema_of<Logger>() {
  static const StructSchema<Logger> schema =
      describe<Logger>("Logger", "Where the output of a process goes.")
          .defaulted("destination", &Logger::destination, "Files in the sandbox, the runner's own output, both, none.")
          .defaulted("mode", &Logger::mode, "Whether log files grow for ever (standard) or are rotated.")
          .optional("rotate", &Logger::rotate, "The policy in mode `rotate`; unset: 5 backups of 100 MB.");
  return schema;
}

template <>
const StructSchema<Process>& schema_of<Process>() {
  static const StructSchema<Process> schema =
      describe<Process>("Process", "One command, run by a shell in the sandbox of its task.")
          .required("cmdline", &Process::cmdline, "The command, given to `/bin/bash -c`; several lines are fine.")
          .required("name", &Process::name, "Name within the task and of its log directory; no `/`, no leading dot.")
          .optional("resources", &Process::resources, "Reserved; has no effect.")
          .defaulted("max_failures", &Process::max_failures,
                     "Failed runs until the process has failed; 0: retried for ever.")
          .defaulted("daemon", &Process::daemon, "Run again after a success, too.")
          .defaulted("ephemeral", &Process::ephemeral, "The task does not wait for it, and its failure does not count.")
          .defaulted("min_duration", &Process::min_duration, "Pause between two runs.", Unit::seconds)
          .defaulted("final", &Process::final, "Runs in the finalizing stage, after all the others ended.")
          .optional("logger", &Process::logger, "Logging of this process; unset: as the cluster has it.");
  return schema;
}

template <>
const StructSchema<Constraint>& schema_of<Constraint>() {
  static const StructSchema<Constraint> schema =
      describe<Constraint>("Constraint", "An order among the processes of a task.")
          .optional("order", &Constraint::order, "Names of processes; each starts when the one before it succeeded.");
  return schema;
}

template <>
const StructSchema<Task>& schema_of<Task>() {
  static const StructSchema<Task> schema =
      describe<Task>("Task", "Processes that run together in one sandbox on one machine.")
          .defaulted_to("{{processes[0].name}}", "name", &Task::name, "Name of the task; that of its first process.")
          .optional("processes", &Task::processes, "What runs; a job needs it.")
          .needed_in_jobs()
          .defaulted("constraints", &Task::constraints, "In which order the processes run; without one, at once.")
          .optional("resources", &Task::resources, "What one instance may use; a job needs it.")
          .needed_in_jobs()
          .defaulted("max_failures", &Task::max_failures, "Failed processes until the task has failed; 0: no limit.")
          .defaulted("max_concurrency", &Task::max_concurrency, "How many processes may run at once; 0: no limit.")
          .defaulted("finalization_wait", &Task::finalization_wait,
                     "Time for the finalizing stage; a cluster grants at most 60.", Unit::seconds)
          .optional("user", &Task::user, "Informative; a job's processes run as its role.");
  return schema;
}

template <>
const StructSchema<ThermosContext>& schema_of<ThermosContext>() {
  static const StructSchema<ThermosContext> schema =
      describe<ThermosContext>("ThermosContext", "What `{{thermos...}}` stands for when a task runs.")
          .optional("ports", &ThermosContext::ports, "Assigned port numbers, by name.")
          .optional("task_id", &ThermosContext::task_id, "The id of the task.")
          .optional("user", &ThermosContext::user, "The account that runs the task.");
  return schema;
}

}  // namespace borealis::schema
