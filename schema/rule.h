// Rules: what is wrong, or doubtful, about a job that could be read. One file a rule in schema/rules/, one page a rule
// in docs/rules/.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lang/diagnostic.h"
#include "schema/evaluator.h"
#include "schema/reader.h"
#include "schema/scheduler_limits.h"

namespace borealis::schema {

// Who would refuse the job. Rendering applies the rules of `conversion` alone, validation all of them.
enum class RuleStage : std::uint8_t {
  conversion,  // the language, or the conversion to the API: there is no such job (schema.md §6, §8, §9)
  client,      // the original command line, before it sends anything (schema.md §7, §12)
  scheduler,   // a scheduler with the limits at hand (schema.md §10-§13), or an executor
  lint,        // nobody; it will not do what it looks like
};

// A text of a job with a brace in it: where references can be.
struct BracedText {
  std::string path;  // within the job: "task.processes[0].cmdline"
  const std::string& text;
};

struct JobUnderCheck {
  const JobRecord& record;
  const PartialJob& partial;
  const Job& job;  // the partial job
  const SchedulerLimits& limits;

  // Whether what stands at `path` could be read, so that a finding about it is worth saying.
  bool good(std::string_view path) const { return partial.good(path); }
  // Whether the author set the field himself, in the file: a default has no place.
  bool written(std::string_view path) const;

  // What several rules ask, found out once.
  const std::vector<BracedText>& braced_texts() const;  // in the order of the data; keys of maps are none
  const std::set<std::string>& used_ports() const;      // the ports that processes use, aliases followed

  // Implementation.
  mutable std::optional<std::vector<BracedText>> braced_texts_ = std::nullopt;
  mutable std::optional<std::set<std::string>> used_ports_ = std::nullopt;
  mutable std::optional<bool> knows_ports_ = std::nullopt;
};

struct Rule;

// Takes what one rule finds in one job.
class Findings {
 public:
  Findings(const JobUnderCheck& job, lang::Diagnostics& out) : job_(job), out_(out) {}
  // Whose findings come now.
  void of(const Rule& rule) {
    rule_ = &rule;
    last_ = &dropped_;
  }

  // A finding about the value at `path` ("update_config.batch_size"), at its place; `text` is the piece of it that
  // matters. Findings about what could not be read are dropped. The answer is valid until the next call.
  lang::Diagnostic& add(std::string_view path, std::string message, std::string hint = "", std::string_view text = "");
  // The same for findings that are true whether or not the value could be read.
  lang::Diagnostic& add_unread(std::string_view path, std::string message, std::string hint = "");
  // A note on the last finding, at the place of `path`.
  void note(std::string_view path, std::string message);

 private:
  void fill(std::string_view path, std::string message, std::string hint, std::string_view text);

  const JobUnderCheck& job_;
  const Rule* rule_ = nullptr;
  lang::Diagnostics& out_;
  lang::Diagnostic dropped_;
  lang::Diagnostic* last_ = &dropped_;
};

struct Rule {
  const char* id;  // kebab-case; also the name of its page
  lang::Severity severity;
  RuleStage stage;
  const char* summary;  // one line, for lists of rules
  void (*check)(const JobUnderCheck& job, Findings& findings);
};

// Every rule about single jobs, those of conversion first.
const std::vector<const Rule*>& all_rules();

// Applies the rules up to `last` (RuleStage::conversion: those alone; lint: all). Places are not yet located.
void apply_rules(const JobUnderCheck& job, RuleStage last, lang::Diagnostics& out);

}  // namespace borealis::schema
