// Checking a whole config: jobs are evaluated, read, and held against the rules, one at a time.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lang/result.h"
#include "schema/evaluator.h"
#include "schema/job.h"
#include "schema/scheduler_limits.h"

namespace borealis::schema {

struct CheckOptions {
  enum class Stage : std::uint8_t {
    render,    // what the language and the conversion refuse, and nothing more
    validate,  // every rule
  };
  Stage stage = Stage::validate;
  std::optional<JobKey> job;  // only this one
  ClusterLimits limits = {};  // what each cluster allows
};

// A job that could be read and that has no errors of its own.
struct CheckedJob {
  Job job;
  JobRecord record;
  JobKey key;
};

// One line of `config list`.
struct ListedJob {
  JobKey key;         // parts that the job lacks are empty
  lang::Place place;  // the call that made it
};

struct CheckResult {
  lang::Diagnostics diagnostics;  // located, in order of place, each once
  bool has_jobs = false;          // a list of jobs could be had, and the wanted one was in it
  int jobs = 0;                   // how many jobs were checked
  Inputs inputs;
  bool hooks_defined = false;
  bool sets_no_jobs = false;           // as in Session::Outcome
  std::vector<ListedJob> list;         // all jobs of the file, in order
  std::vector<std::string> open_refs;  // late references included; sorted, each once

  bool ok() const { return has_jobs && !lang::has_errors(diagnostics); }
  // no_jobs or findings when not ok(). (DESIGN: exit codes 3 and 1)
  lang::ErrorClass error_class() const { return has_jobs ? lang::ErrorClass::findings : lang::ErrorClass::no_jobs; }
};

// Takes each good job, in the order of `jobs`. Whether the file as a whole is good is known only at the end: what was
// taken must not have an effect before that.
using JobConsumer = std::function<void(CheckedJob&&)>;

// Runs the session to its end.
CheckResult check_config(Session& session, const CheckOptions& options, const JobConsumer& consume);

// The same with the jobs kept, for files with few.
struct CheckedConfig : CheckResult {
  std::vector<CheckedJob> checked;
};
CheckedConfig check_config(Session& session, const CheckOptions& options);

// The result as an error of class error_class(), diagnostics included, or nothing when it is ok().
std::optional<lang::Error> failure_of(const CheckResult& result);

}  // namespace borealis::schema
