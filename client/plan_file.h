// Plans in a file: `job diff --out` writes it, `job deploy --plan` carries out exactly what stands in it.
// (docs/jobs.md)
//
//   {"format": "borealis-plan", "version": 1, "digest": "sha256:...",
//    "plan": {"clusters": {NAME: WHERE}, "jobs": [{"key", "action", ..., "token", "payload"}]}}
//
// The digest is of "plan" as one line of JSON, so the file may be indented anew. What stands in "payload" is the
// engine's; with the message of the job it may hold the job's secrets.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "client/plan.h"
#include "lang/data.h"
#include "lang/result.h"

namespace borealis::client {

struct SavedJob {
  JobPlan plan;  // `payload` is not set: the engine of its cluster reads it from `saved`
  lang::Data saved;
};

struct SavedPlan {
  // By name, which cluster it is about: a plan for a cluster of that name somewhere else is refused.
  std::map<std::string, std::string> clusters;
  std::vector<SavedJob> jobs;
};

std::string to_plan_text(const SavedPlan& plan);
// What is damaged, cut off, of another version or no plan at all is ErrorClass::findings; `name` is the file's.
lang::Result<SavedPlan> parse_plan(std::string_view text, const std::string& name);

// Replaces the file in one step, readable by its owner alone. A file that is there and is no plan stays as it is:
// ErrorClass::conflict.
lang::Status write_plan_file(const std::string& path, const SavedPlan& plan);
// ErrorClass::no_jobs when it can't be read.
lang::Result<SavedPlan> read_plan_file(const std::string& path);

}  // namespace borealis::client
