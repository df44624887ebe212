// Evaluating a config, as the commands see it. `interp` implements this; nobody downstream sees Python.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lang/data.h"
#include "lang/diagnostic.h"

namespace borealis::schema {

// What one evaluation may use; each has a flag.
struct EvaluationLimits {
  std::chrono::seconds wall{30};
  std::chrono::seconds cpu{15};
  std::uint64_t memory_bytes = 4ull << 30;
};

// How far an evaluation is confined (docs/security.md).
struct SandboxOptions {
  bool on = false;
  // Below these (absolute, links followed) the config may read, beside the standard library.
  std::vector<std::string> read_roots;
  std::vector<std::string> variables;  // of the environment that it sees, beside the usual ones
  bool hermetic = false;               // it sees a fixed world (docs/hermetic.md); only when `on`
};

struct EvaluationOptions {
  std::string file;                                        // as the user wrote it: it appears in messages
  std::vector<std::pair<std::string, std::string>> binds;  // --bind NAME=VALUE, in order
  bool json = false;                                       // the file is JSON, no Python is run
  EvaluationLimits limits;
  std::optional<std::string> text = {};  // of the file, when it is not to be read from disk
  SandboxOptions sandbox = {};
};

// A reference that stayed open in a resolved job: `ref` is its address ("profile.repo"), `path` the value that holds
// it.
struct OpenRef {
  std::string ref;
  std::string path;
  lang::Place place;              // of the template text
  std::vector<lang::Note> chain;  // where the template came from, when it came through other values
  std::string near = {};          // the bound name that is nearest to `ref` ("profile.bucket"); empty: none is near
};

// One element of `jobs`, bound (--bind, then mesos.role, mesos.cluster, thermos.user) and resolved as far as it goes.
struct JobRecord {
  int index = 0;          // in `jobs`
  lang::Data data;        // an Object of type MesosJob; anything else when the element is no job
  lang::SiteId site = 0;  // the call that made the job
  std::vector<OpenRef> open_refs;
  lang::Diagnostics diagnostics;  // of resolution: cycles, malformed tags, limits
};

// What the file read and which binds it knows (`config inputs`). Paths are as the config wrote them, each once.
struct Inputs {
  std::vector<std::string> files;
  std::vector<std::string> modules;
  std::vector<std::string> env;
  std::vector<std::string> directories = {};  // listed
  // Asked for and not read: opened in vain; in a hermetic evaluation also everything whose status was asked for.
  std::vector<std::string> looked_for = {};
};

// An evaluation under way. The evaluating child lives as long as the session. While next() is being called the first
// pass streams; finish() must be called (once) after next() answered nothing; locate() works at any time until the end.
class Session : public lang::Locator {
 public:
  // The next job, in the order of `jobs`; nothing at the end or when the evaluation failed.
  virtual std::optional<JobRecord> next() = 0;

  struct Outcome {
    // A list of jobs could be had, even if findings stand beside it. When an unknown field or another mistake in a
    // value stopped the first pass, the jobs of the recording pass stream from next() and this is true. False: exit
    // code 3.
    bool has_jobs = false;
    lang::Diagnostics diagnostics;  // spans not yet located
    Inputs inputs;
    bool hooks_defined = false;  // the file sets `hooks`
    // The file was executed to its end and sets neither `jobs` nor a name that could be meant for it: perhaps it is
    // there for others to include.
    bool sets_no_jobs = false;
  };
  virtual Outcome finish() = 0;
};

class Evaluator {
 public:
  virtual ~Evaluator() = default;
  virtual std::unique_ptr<Session> open(const EvaluationOptions& options) = 0;
  // What this machine cannot confine, a sentence each; empty: a sandbox is whole.
  virtual std::vector<std::string> sandbox_gaps() const { return {}; }
  // What evaluates, with its version, as far as it can make a difference.
  virtual std::string language() const { return {}; }
};

}  // namespace borealis::schema
