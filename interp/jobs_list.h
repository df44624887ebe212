// `jobs`, as a config leaves it.
#pragma once

#include <optional>
#include <string>

#include "interp/python.h"
#include "lang/data.h"
#include "lang/diagnostic.h"

namespace borealis::interp {

// What keeps `jobs` (null: not set) from being a list of jobs: `no-jobs`, at its last assignment.
std::optional<lang::Diagnostic> problem_with_jobs(PyObject* jobs, PyObject* globals, const std::string& root_file);

// The site of an element that has none of its own: its place in the list display, or that of the assignment.
lang::SiteId site_of_element(int index, const std::string& root_file);

// An object that is no value, by class and text.
lang::Data foreign_data(PyObject* object);

}  // namespace borealis::interp
