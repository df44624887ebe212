#include "client/validate/ignore_comments.h"

#include <fmt/format.h>

#include <algorithm>

#include "schema/rule_index.h"

namespace borealis::client {

namespace {

constexpr std::string_view kForm = "write `# borealis: ignore[RULE]`, with the id that stands in brackets in a report";

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(" \t", at), text.size());
}

// Behind `# borealis:`, or npos. Other comments may stand before it on the same line.
std::size_t directive_in(std::string_view text) {
  for (std::size_t hash = text.find('#'); hash != std::string_view::npos; hash = text.find('#', hash + 1)) {
    const std::size_t at = skip_blanks(text, hash + 1);
    constexpr std::string_view name = "borealis:";
    if (text.substr(at).starts_with(name)) return skip_blanks(text, at + name.size());
  }
  return std::string_view::npos;
}

int code_points(std::string_view text) {
  return static_cast<int>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = skip_blanks(text, 0);
  const std::size_t last = text.find_last_not_of(" \t");
  return first >= text.size() ? std::string_view() : text.substr(first, last - first + 1);
}

}  // namespace

IgnoreComments::IgnoreComments(const std::string& file, std::string_view source) : file_(file) {
  if (source.find("borealis:") == std::string_view::npos) return;
  lines_ = lines_of_python(source);
  for (const PythonComment& comment : lines_.comments) read(comment);
}

void IgnoreComments::read(const PythonComment& comment) {
  const std::string_view text = comment.text;
  const std::size_t start = directive_in(text);
  if (start == std::string_view::npos) return;
  const std::size_t word_end = std::min(text.find_first_of("[ \t#", start), text.size());
  const std::string_view word = text.substr(start, word_end - start);
  if (word != "ignore") {
    say(comment, start, std::max<std::size_t>(word.size(), 1),
        fmt::format("a comment tells borealis to `{}`, which it does not know", word), std::string(kForm));
    return;
  }
  const std::size_t open = skip_blanks(text, word_end);
  const std::size_t close = text.find(']', open);
  if (open >= text.size() || text[open] != '[' || close == std::string_view::npos) {
    say(comment, start, word.size(), "an ignore comment must name the rules that it silences", std::string(kForm));
    return;
  }
  const int line = line_meant(comment);
  for (std::size_t at = open + 1; at <= close;) {
    const std::size_t comma = std::min(text.find(',', at), close);
    const std::string_view piece = text.substr(at, comma - at);
    const std::string_view rule = trimmed(piece);
    if (!rule.empty()) {
      take_word(comment, static_cast<std::size_t>(rule.data() - text.data()), rule, line);
    } else if (comma == close && at == open + 1) {
      say(comment, start, close + 1 - start, "an ignore comment must name the rules that it silences",
          std::string(kForm));
    }
    at = comma + 1;
  }
}

void IgnoreComments::take_word(const PythonComment& comment, std::size_t offset, std::string_view word, int line) {
  const schema::RuleInfo* rule = schema::find_rule(word);
  if (rule == nullptr) {
    const std::string near = schema::nearest_rule(std::string(word));
    say(comment, offset, word.size(), fmt::format("there is no rule `{}`", word),
        near.empty() ? std::string(kForm) : fmt::format("did you mean `{}`?", near));
    return;
  }
  if (!rule->silenceable) {
    say(comment, offset, word.size(),
        fmt::format("`{}` cannot be ignored: as long as it is found there is no job", word), "leave it out");
    return;
  }
  Entry entry;
  const int column = comment.column + code_points(std::string_view(comment.text).substr(0, offset));
  entry.what = {{file_, comment.line, column, comment.line, column + code_points(word)}, std::string(word), false};
  entry.line = line;
  entries_.push_back(std::move(entry));
}

void IgnoreComments::say(const PythonComment& comment, std::size_t offset, std::size_t length, std::string message,
                         std::string hint) {
  const std::string_view text = comment.text;
  const int column = comment.column + code_points(text.substr(0, offset));
  lang::Diagnostic d;
  d.rule = "bad-ignore";
  d.severity = lang::Severity::warning;
  d.message = std::move(message);
  d.hint = std::move(hint);
  d.span = {file_, comment.line, column, comment.line, column + std::max(code_points(text.substr(offset, length)), 1)};
  problems_.push_back(std::move(d));
}

int IgnoreComments::line_meant(const PythonComment& comment) const {
  if (!comment.alone) return comment.line;
  int line = comment.line + 1;
  const auto is_alone = [&](int number) {
    return std::any_of(lines_.comments.begin(), lines_.comments.end(),
                       [&](const PythonComment& other) { return other.alone && other.line == number; });
  };
  while (line <= lines_.count && is_alone(line)) ++line;
  return line;
}

// The lines whose comments are about what stands at `span`.
std::set<int> IgnoreComments::lines_of(const lang::Span& span) const {
  std::set<int> lines;
  for (int line = span.line; line <= std::max(span.line, span.end_line); ++line) lines.insert(line);
  for (const auto* ranges : {&lines_.statements, &lines_.brackets}) {
    for (const LineRange& range : *ranges) {
      if (range.contains(span.line)) lines.insert(range.first);
    }
  }
  // Within a long text there is no room for comments, but behind its end.
  for (const LineRange& range : lines_.strings) {
    if (range.contains(span.line)) lines.insert(range.last);
  }
  return lines;
}

bool IgnoreComments::silences(const lang::Diagnostic& finding) {
  if (entries_.empty() || finding.span.line == 0) return false;
  const std::set<int> lines = lines_of(finding.span);
  bool silenced = false;
  for (Entry& entry : entries_) {
    if (entry.what.rule != finding.rule || !lines.contains(entry.line)) continue;
    entry.what.used = silenced = true;
  }
  return silenced;
}

std::vector<IgnoredRule> IgnoreComments::rules() const {
  std::vector<IgnoredRule> rules;
  for (const Entry& entry : entries_) rules.push_back(entry.what);
  return rules;
}

lang::Diagnostic unused_ignore(const IgnoredRule& rule) {
  lang::Diagnostic d;
  d.rule = "unused-ignore";
  d.severity = lang::Severity::warning;
  d.message = fmt::format("this comment ignores `{}`, which is not found here", rule.rule);
  d.hint = "remove it";
  d.span = rule.span;
  return d;
}

}  // namespace borealis::client
