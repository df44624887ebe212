// Hermetic evaluations (docs/hermetic.md): digests of what went into one and of what came out, by which two machines
// can tell that they saw the same.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/context.h"
#include "client/validate/projects.h"
#include "lang/data.h"
#include "schema/evaluator.h"
#include "schema/hooks.h"
#include "schema/origins.h"

namespace borealis::client {

// One thing that the evaluation could see. No path in it depends on where the project lies.
struct HermeticPart {
  std::string kind;   // "program", "file", "directory", "looked-for", "bind", "variable" ...
  std::string name;   // a path is relative to the project's root, and absolute outside of it
  std::string value;  // "sha256:..." of content; else in words

  auto operator<=>(const HermeticPart&) const = default;
};

struct HermeticRecord {
  std::vector<HermeticPart> parts;  // sorted, each once
  std::string inputs;               // the digest of the parts
  std::string result;               // of the resolved jobs, in order, and whether the file has any
};

// A session around the session of a hermetic evaluation.
class HermeticSession : public schema::Session, public schema::Origins, public schema::Hooks {
 public:
  HermeticSession(std::unique_ptr<schema::Session> session, schema::EvaluationOptions options, Project project,
                  const Context& context)
      : session_(std::move(session)), options_(std::move(options)), project_(std::move(project)), context_(context) {}

  std::optional<schema::JobRecord> next() override;
  Outcome finish() override;
  lang::Location locate(const lang::Place& place) override { return session_->locate(place); }
  std::vector<lang::Note> origins(const std::string& path) override;
  schema::HookAnswer call_hooks(const schema::HookCall& call) override;

  // Nothing before finish().
  const std::optional<HermeticRecord>& record() const { return record_; }

 private:
  std::vector<HermeticPart> parts(const schema::Inputs& inputs) const;
  std::string name_of(const std::string& path) const;

  std::unique_ptr<schema::Session> session_;
  schema::EvaluationOptions options_;
  Project project_;
  const Context& context_;
  std::string came_out_;  // a line for each job
  std::optional<HermeticRecord> record_;
};

// Of an evaluation that is over; nullptr: it was not hermetic.
const HermeticRecord* hermetic_record(const schema::Session& session);

// `hermetic: FILE: inputs sha256:..., result sha256:...`
std::string hermetic_line(const std::string& file, const std::string& inputs, const std::string& result);
// Says that line on stderr when the evaluation was hermetic.
void show_hermetic(const schema::Session& session, const std::string& file, Context& context);
// {"inputs", "result"}, with all parts {"parts": [{"kind", "name", "value"}]} when they are wanted.
lang::Data hermetic_data(const HermeticRecord& record, bool with_parts);

}  // namespace borealis::client
