// What a confined child says of places in files is not to be believed: whoever reports a finding quotes the line that
// it is about, and could be made to quote a file that the config may not read.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "lang/diagnostic.h"
#include "schema/evaluator.h"

namespace borealis::interp {

// Whether a file that is there lies, with all links followed, in one of the directories. Of one that isn't there: true.
bool is_below(const std::string& file, const std::vector<std::string>& directories);

class PlaceGuard {
 public:
  explicit PlaceGuard(const schema::EvaluationOptions& options) : options_(options) {}

  // Whether the file may be quoted. All may when the evaluation is not confined.
  bool may_quote(const std::string& file);
  // Whether it may be named among what was read: what the config may read itself.
  bool may_have_read(const std::string& file);
  // Takes the lines out of places that may not be quoted; the name of the file stays.
  void check(lang::Span& span);
  void check(std::vector<lang::Note>& notes);
  void check(std::vector<lang::IncludeFrame>& includes);
  void check(lang::Diagnostic& diagnostic);
  void check(lang::Diagnostics& diagnostics);
  void check(schema::JobRecord& job);
  void check(schema::Inputs& inputs);

 private:
  const schema::EvaluationOptions& options_;
  std::map<std::string, bool> known_;
};

}  // namespace borealis::interp
