// `# borealis: ignore[RULE, ...] reason`: the author's word that a finding is meant to be so.
//
// A comment that stands behind code is about its own line; one that stands alone is about the next line of code. It
// silences the findings of its rules that stand on that line, or inside a statement or a pair of brackets (a call) that
// begins on it; behind the end of a text of several lines it is about that text as well.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "client/validate/python_lines.h"
#include "lang/diagnostic.h"

namespace borealis::client {

// One rule that one comment names.
struct IgnoredRule {
  lang::Span span;  // of the word
  std::string rule;
  bool used = false;  // silenced something

  friend auto operator<=>(const IgnoredRule& a, const IgnoredRule& b) {
    return std::tie(a.span.file, a.span.line, a.span.column, a.rule) <=>
           std::tie(b.span.file, b.span.line, b.span.column, b.rule);
  }
  friend bool operator==(const IgnoredRule& a, const IgnoredRule& b) { return (a <=> b) == 0; }
};

// The ignore comments of one file.
class IgnoreComments {
 public:
  // `file` as spans name it.
  IgnoreComments(const std::string& file, std::string_view source);

  // Whether a comment silences the finding, which stands in this file. Remembers which one did.
  bool silences(const lang::Diagnostic& finding);

  // What the comments name, known rules that can be silenced only.
  std::vector<IgnoredRule> rules() const;
  // `bad-ignore`: comments that name no rule, a rule that does not exist, or one that can't be silenced.
  const lang::Diagnostics& problems() const { return problems_; }

 private:
  struct Entry {
    IgnoredRule what;
    int line = 0;  // that it is about; 0: none
  };
  void read(const PythonComment& comment);
  void take_word(const PythonComment& comment, std::size_t offset, std::string_view word, int line);
  void say(const PythonComment& comment, std::size_t offset, std::size_t length, std::string message, std::string hint);
  int line_meant(const PythonComment& comment) const;
  std::set<int> lines_of(const lang::Span& span) const;

  std::string file_;
  PythonLines lines_;
  std::vector<Entry> entries_;
  lang::Diagnostics problems_;
};

// `unused-ignore`, at the word.
lang::Diagnostic unused_ignore(const IgnoredRule& rule);

}  // namespace borealis::client
