// What several rules ask about a job.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "lang/data.h"
#include "schema/rule.h"

namespace borealis::schema::rules {

// The texts below `data` with a brace in them.
std::vector<BracedText> braced_texts(const lang::Data& data);

using TextVisitor = std::function<void(const std::string& path, const std::string& text)>;

// The job's field that a path leads into: "task" of "task.processes[0]".
std::string_view field_of(std::string_view path);

// A path as resolution says it, relative to its job: without a leading `jobs[2]`.
std::string path_in_job(std::string_view path);

// The path of what gave the job its name: its own field, or the task's.
std::string name_place(const JobUnderCheck& job);

// The value of the constraint `dedicated`, or nullptr.
const std::string* dedicated_of(const Job& job);
bool is_dedicated(const Job& job);

// The Docker container of a job, wrapped or not, or nullptr.
const Docker* docker_of(const Job& job);

// Whether a port of that name is there when the task runs: used by a process, or mapped to one or to a number.
bool has_port(const JobUnderCheck& job, const std::string& name);

// Whether an open reference in the text at `path` is refused already.
bool has_refused_reference(const JobUnderCheck& job, std::string_view path);

// Calls `f` for the command of each process.
void for_each_command(const JobUnderCheck& job, const TextVisitor& f);

// Whether an executor makes health checks: with a command, or over a port called `health`. (runner.md §11.1)
bool makes_health_checks(const JobUnderCheck& job);

// Whether it is known which ports the processes use: not when they could not be read, or mention ports in a wrong way.
bool knows_ports(const JobUnderCheck& job);

// ASCII only.
std::string upper_case(std::string text);
std::string lower_case(std::string text);

}  // namespace borealis::schema::rules
