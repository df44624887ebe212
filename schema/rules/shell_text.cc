#include "schema/rules/shell_text.h"

#include <algorithm>

namespace borealis::schema::rules {

namespace {

bool is_word_start(std::string_view text, std::size_t at) {
  return at == 0 || std::string_view(" \t\n;&|(").find(text[at - 1]) != std::string_view::npos;
}

char at_or_blank(std::string_view text, std::size_t at) {
  return at < text.size() ? text[at] : ' ';
}

// `>&1`, `&>file`
bool is_redirection(std::string_view text, std::size_t at) {
  const char before = at_or_blank(text, at - 1);
  return before == '>' || before == '<' || at_or_blank(text, at + 1) == '>';
}

// Half of `&&`, or the end of `|&`.
bool is_half(std::string_view text, std::size_t at) {
  const char before = at_or_blank(text, at - 1);
  return before == '&' || before == '|' || at_or_blank(text, at + 1) == '&';
}

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  std::vector<ShellCommand> run() {
    for (std::size_t i = 0; i < text_.size(); ++i) i = take(i);
    end_command(text_.size(), false);
    return std::move(found_);
  }

 private:
  // Looks at the character at `i`; answers the last one that was dealt with.
  std::size_t take(std::size_t i) {
    const char c = text_[i];
    if (quote_ != 0) {
      if (c == '\\' && quote_ == '"') return i + 1;
      if (c == quote_) quote_ = 0;
    } else if (c == '\\') {
      return i + 1;
    } else if (c == '"' || c == '\'') {
      quote_ = c;
    } else if (c == '#' && is_word_start(text_, i)) {
      end_command(i, false);
      const std::size_t line_end = std::min(text_.find('\n', i), text_.size());
      begin_ = line_end;
      return line_end - 1;
    } else if (c == '\n' || c == ';' || c == '|' || c == '&') {
      if (c == '&' && is_redirection(text_, i)) return i;
      end_command(i, c == '&' && !is_half(text_, i));
      begin_ = i + 1;
    }
    return i;
  }

  void end_command(std::size_t end, bool in_background) {
    if (begin_ > end) return;
    const std::string_view command = text_.substr(begin_, end - begin_);
    if (command.find_first_not_of(" \t()") != std::string_view::npos) found_.push_back({command, in_background});
  }

  std::string_view text_;
  std::vector<ShellCommand> found_;
  std::size_t begin_ = 0;
  char quote_ = 0;
};

}  // namespace

std::vector<ShellCommand> shell_commands(std::string_view text) {
  return Splitter(text).run();
}

namespace {

// find_first_of() and find_first_not_of() search the set anew for each character.
constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
std::size_t word_begin(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && (is_blank(text[at]) || text[at] == '(')) ++at;
  return at;
}
std::size_t word_end(std::string_view text, std::size_t at) {
  while (at < text.size() && !is_blank(text[at]) && text[at] != ')') ++at;
  return at;
}

}  // namespace

std::string_view program_of(std::string_view command) {
  for (;;) {
    const std::size_t begin = word_begin(command);
    if (begin == command.size()) return "";
    const std::size_t end = word_end(command, begin);
    const std::string_view word = command.substr(begin, end - begin);
    command.remove_prefix(end);
    if (word == "exec" || word == "sudo" || word == "env" || word == "nohup" ||
        word.find('=') != std::string_view::npos) {
      continue;
    }
    return word.substr(word.rfind('/') == std::string_view::npos ? 0 : word.rfind('/') + 1);
  }
}

}  // namespace borealis::schema::rules
