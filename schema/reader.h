// Plain data into structs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lang/data.h"
#include "lang/diagnostic.h"
#include "schema/evaluator.h"
#include "schema/job.h"
#include "schema/reading.h"

namespace borealis::schema {

// Reads a T (any struct of schema/job.h or schema/context.h). `path` is where `data` stands, for messages
// (`jobs[2]`). Every mistake is said: required fields that are missing (`missing-field`, at the call that lacks them),
// values of a wrong type (`wrong-type`), in strict mode also fields nobody knows (`unknown-field`). Nothing is answered
// when there was one. Spans are not yet located.
template <class T>
std::optional<T> read(const lang::Data& data, std::string path, lang::Diagnostics& diagnostics,
                      ReadMode mode = ReadMode::strict);

// As much of a job as could be read; what could not be holds its default.
struct PartialJob {
  Job job;
  std::vector<std::string> bad_paths;  // relative to the job: "task.resources.cpu"; "" when it is no job at all

  // Whether nothing under, at or above `path` (relative to the job) was unreadable.
  bool good(std::string_view path) const;
};
PartialJob read_partial(const JobRecord& record, lang::Diagnostics& diagnostics);

// Reads the job of a record, strictly; paths start with `jobs[INDEX]`.
std::optional<Job> read_job(const JobRecord& record, lang::Diagnostics& diagnostics);

// `jobs[INDEX]` and the path below it.
std::string path_in_jobs(int index, std::string_view path);

}  // namespace borealis::schema
