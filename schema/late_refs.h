// References that only a running task can resolve, and that may therefore stay open in a job. (schema.md §8 row 17,
// §8.3)
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/ref.h"

namespace borealis::schema {

// Where in a job a text stands decides which references may stay open in it.
enum class RefScope : std::uint8_t {
  task,  // `task` and all below: mesos.instance, mesos.hostname, thermos.task_id, thermos.user, thermos.ports[NAME]
  job,   // everything else: mesos.instance, mesos.hostname, thermos.task_id, whatever is below thermos.ports
};
// `path` is relative to the job: "task.processes[0].cmdline".
RefScope ref_scope_of(std::string_view path);

// As lang::Ref::try_parse(), but remembered: the jobs of a config have the same few open references. Valid until the
// next call.
const std::optional<lang::Ref>& parsed_ref(const std::string& address);

// Whether `ref` gets its value when a task runs.
bool is_late_ref(const lang::Ref& ref, RefScope scope);

// NAME of thermos.ports[NAME]; empty for other references, and for the dotted form.
std::string port_of(const lang::Ref& ref);

// The references that would still be open in `text` when a running task has put in its values: references assembled
// from late ones, such as {{seeds[{{mesos.instance}}]}}, which nothing ever resolves. Addresses, as they would
// look for instance 0. References that are open in `text` itself are not among them.
std::vector<std::string> nested_refs(std::string_view text);

// The names of ports that `text` assembles from late references, as they would be for instance 0. The conversion lets
// them pass, but a scheduler never assigns them, for nobody can see them in the job. (schema.md §9)
std::vector<std::string> computed_ports(std::string_view text);

// The first components of those references: "mesos" and "thermos".
const std::vector<std::string>& late_roots();

// "mesos.instance" ...: for suggestions.
const std::vector<std::string>& late_ref_names();

}  // namespace borealis::schema
