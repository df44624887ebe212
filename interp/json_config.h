// JSON configs (language.md §17): no Python is executed, every element of `jobs` becomes a Job.
#pragma once

#include <optional>
#include <string>

#include "interp/python.h"
#include "lang/site.h"

namespace borealis::interp {

// Reads the text into `globals`: `jobs` and what else stands at the top. An object without `jobs` is a single job.
// False: a Python exception is set; for bad JSON it is a SyntaxError.
[[nodiscard]] bool load_json_config(const std::string& file, std::string text, PyObject* globals);

// The place of a member of the JSON object behind the site; nothing when the site is none of JSON or lacks the member.
std::optional<lang::Span> locate_in_json(const lang::Place& place);

}  // namespace borealis::interp
