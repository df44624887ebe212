#include "client/validate/python_lines.h"

#include <algorithm>

namespace borealis::client {

namespace {

class Scanner {
 public:
  explicit Scanner(std::string_view source) : source_(source) {}

  PythonLines run() {
    if (source_.starts_with("\xef\xbb\xbf")) at_ = line_start_ = 3;
    while (at_ < source_.size()) step();
    end_statement();
    for (const int opened : open_) found_.brackets.push_back({opened, line_});
    found_.count = line_;
    return std::move(found_);
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0'; }

  void step() {
    const char c = peek();
    if (c == '\n' || c == '\r') {
      if (open_.empty()) end_statement();
      new_line();
    } else if (c == '#') {
      comment();
    } else if (c == '\\' && (peek(1) == '\n' || peek(1) == '\r')) {
      ++at_;
      new_line();
    } else if (c == '"' || c == '\'') {
      begin_statement();
      string(c);
    } else if (c == '(' || c == '[' || c == '{') {
      begin_statement();
      open_.push_back(line_);
      ++at_;
    } else if (c == ')' || c == ']' || c == '}') {
      begin_statement();
      if (!open_.empty()) {
        found_.brackets.push_back({open_.back(), line_});
        open_.pop_back();
      }
      ++at_;
    } else {
      if (c != ' ' && c != '\t' && c != '\f') begin_statement();
      ++at_;
    }
  }

  void new_line() {
    at_ += peek() == '\r' && peek(1) == '\n' ? 2 : 1;
    ++line_;
    line_start_ = at_;
    something_ = false;
  }

  void begin_statement() {
    something_ = true;
    if (statement_ == 0) statement_ = line_;
  }

  void end_statement() {
    if (statement_ != 0) found_.statements.push_back({statement_, line_});
    statement_ = 0;
  }

  void comment() {
    const std::size_t end = std::min(source_.find_first_of("\r\n", at_), source_.size());
    const auto before = source_.substr(line_start_, at_ - line_start_);
    const auto starts_code_point = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
    const auto column = std::count_if(before.begin(), before.end(), starts_code_point) + 1;
    found_.comments.push_back(
        {line_, static_cast<int>(column), std::string(source_.substr(at_, end - at_)), !something_});
    at_ = end;
  }

  void string(char quote) {
    const bool triple = peek(1) == quote && peek(2) == quote;
    const int first = line_;
    skip_string(quote, triple);
    if (line_ > first) found_.strings.push_back({first, line_});
  }

  void skip_string(char quote, bool triple) {
    at_ += triple ? 3 : 1;
    while (at_ < source_.size()) {
      const char c = peek();
      if (c == '\n' || c == '\r') {
        if (!triple) return;  // not closed: the next line starts anew
        new_line();
        something_ = true;
      } else if (c == '\\') {
        ++at_;
        if (peek() == '\n' || peek() == '\r') {
          new_line();
          something_ = true;
        } else {
          ++at_;
        }
      } else if (c == quote && (!triple || (peek(1) == quote && peek(2) == quote))) {
        at_ += triple ? 3 : 1;
        return;
      } else {
        ++at_;
      }
    }
  }

  std::string_view source_;
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  int line_ = 1;
  int statement_ = 0;       // the line on which it began; 0 between statements
  bool something_ = false;  // stands on this line already
  std::vector<int> open_;   // the lines of the brackets that are open
  PythonLines found_;
};

}  // namespace

PythonLines lines_of_python(std::string_view source) {
  return Scanner(source).run();
}

}  // namespace borealis::client
