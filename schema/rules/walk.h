// What several rules ask about a job.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "lang/data.h"
#include "schema/rule.h"

namespace borealis::schema::rules {

// Calls `f` for each text below `data` (keys of maps are none), with its path.
using TextVisitor = std::function<void(const std::string& path, const std::string& text)>;
void for_each_text(const lang::Data& data, const std::string& path, const TextVisitor& f);

// A path as resolution says it, relative to its job: without a leading `jobs[2]`.
std::string path_in_job(std::string_view path);

// The path of what gave the job its name: its own field, or the task's.
std::string name_place(const JobUnderCheck& job);

// The value of the constraint `dedicated`, or nullptr.
const std::string* dedicated_of(const Job& job);
bool is_dedicated(const Job& job);

// The Docker container of a job, wrapped or not, or nullptr.
const Docker* docker_of(const Job& job);

// The ports that processes use, aliases followed.
std::set<std::string> used_ports(const Job& job);
// Whether a port of that name is there when the task runs: used by a process, or mapped to one or to a number.
bool has_port(const Job& job, const std::string& name);

// Whether it is known which ports the processes use: not when they could not be read, or mention ports in a wrong way.
bool knows_ports(const JobUnderCheck& job);

// ASCII only.
std::string upper_case(std::string text);
std::string lower_case(std::string text);

}  // namespace borealis::schema::rules
