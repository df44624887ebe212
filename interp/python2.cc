#include "interp/python2.h"

#include <cstdlib>
#include <regex>
#include <string_view>

namespace borealis::interp {
namespace {

using Match = std::match_results<std::string_view::const_iterator>;

int code_points(std::string_view text) {
  int n = 0;
  for (const char c : text) n += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return n;
}

// A line with texts and comments blanked out, byte for byte, so that code can be told from what is quoted.
std::string code_only(std::string_view line) {
  std::string code(line);
  char quote = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = line[i];
    if (quote != 0) {
      if (c == '\\' && i + 1 < code.size()) code[i++] = '_';
      if (c == quote) {
        quote = 0;
      } else {
        code[i] = '_';
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '#') {
      code.resize(i);
    }
  }
  return code;
}

struct Line {
  std::string_view text;
  std::string code;

  explicit Line(std::string_view line) : text(line), code(code_only(line)) {}

  // What stands in the text where the group matched in the code.
  std::string group(const std::smatch& match, int index) const {
    return std::string(text.substr(match.position(index), match.length(index)));
  }
  OldSpelling spelling(const std::smatch& match, std::string message, std::string hint) const {
    const int column = 1 + code_points(text.substr(0, match.position(0)));
    return {std::move(message), std::move(hint), column,
            column + code_points(text.substr(match.position(0), match.length(0)))};
  }
};

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.pop_back();
  return text;
}

std::optional<OldSpelling> old_print(const Line& line) {
  static const std::regex statement(R"(\bprint\b[ \t]*(>>[^,]*,)?[ \t]*([^(= \t;][^;]*)?)");
  std::smatch match;
  if (!std::regex_search(line.code, match, statement)) return std::nullopt;
  const std::string values = trimmed(line.group(match, 2));
  if (match[1].matched) {
    std::string stream = trimmed(line.group(match, 1)).substr(2);
    stream = stream.substr(stream.find_first_not_of(' ') == std::string::npos ? 0 : stream.find_first_not_of(' '));
    stream.resize(stream.size() - 1);
    return line.spelling(match, "`print` is a function in Python 3: this is a Python 2 statement",
                         "write `print(" + values + ", file=" + trimmed(stream) + ")`");
  }
  const bool comma = !values.empty() && values.back() == ',';
  const std::string arguments = comma ? values.substr(0, values.size() - 1) + ", end=' '" : values;
  return line.spelling(match, "`print` is a function in Python 3: this is a Python 2 statement",
                       "write `print(" + arguments + ")`");
}

std::optional<OldSpelling> old_except(const Line& line) {
  static const std::regex clause(R"(\bexcept[ \t]+([^:]+?)[ \t]*,[ \t]*(\w+)[ \t]*:)");
  std::smatch match;
  if (!std::regex_search(line.code, match, clause)) return std::nullopt;
  return line.spelling(match, "`except TYPE, NAME` is Python 2",
                       "write `except " + line.group(match, 1) + " as " + line.group(match, 2) + ":`");
}

std::optional<OldSpelling> old_raise(const Line& line) {
  static const std::regex statement(R"(\braise[ \t]+([\w.]+)[ \t]*,[ \t]*(.+))");
  std::smatch match;
  if (!std::regex_search(line.code, match, statement)) return std::nullopt;
  return line.spelling(match, "`raise TYPE, TEXT` is Python 2",
                       "write `raise " + line.group(match, 1) + "(" + trimmed(line.group(match, 2)) + ")`");
}

std::optional<OldSpelling> old_exec(const Line& line) {
  static const std::regex statement(R"(\bexec[ \t]+([^(=\s].*?)([ \t]+in[ \t]+(.+))?$)");
  std::smatch match;
  if (!std::regex_search(line.code, match, statement)) return std::nullopt;
  const std::string scope = match[3].matched ? ", " + trimmed(line.group(match, 3)) : std::string();
  return line.spelling(match, "`exec` is a function in Python 3: this is a Python 2 statement",
                       "write `exec(" + trimmed(line.group(match, 1)) + scope + ")`");
}

std::optional<OldSpelling> old_backticks(const Line& line) {
  static const std::regex expression("`([^`]*)`");
  std::smatch match;
  if (!std::regex_search(line.code, match, expression)) return std::nullopt;
  return line.spelling(match, "back quotes are Python 2", "write `repr(" + line.group(match, 1) + ")`");
}

std::optional<OldSpelling> old_unequal(const Line& line) {
  static const std::regex expression("<>");
  std::smatch match;
  if (!std::regex_search(line.code, match, expression)) return std::nullopt;
  return line.spelling(match, "`<>` is Python 2", "write `!=`");
}

std::optional<OldSpelling> old_number(const Line& line) {
  static const std::regex octal(R"((?:^|[^\w.])(0+([0-7]+))(?![\w.]))");
  static const std::regex long_integer(R"((?:^|[^\w.])((0[xX][0-9a-fA-F]+|\d+)[lL])\b)");
  std::smatch match;
  const auto at_number = [&](std::string message, std::string hint) {
    OldSpelling found = line.spelling(match, std::move(message), std::move(hint));
    found.column += static_cast<int>(match.position(1) - match.position(0));
    return found;
  };
  if (std::regex_search(line.code, match, long_integer)) {
    return at_number("`" + line.group(match, 1) + "` is a long integer of Python 2",
                     "write `" + line.group(match, 2) + "`");
  }
  if (std::regex_search(line.code, match, octal) && match.length(1) > 1) {
    return at_number("`" + line.group(match, 1) + "` is an octal number of Python 2, with a leading zero",
                     "write `0o" + line.group(match, 2) + "`, or without the zero when it is decimal");
  }
  return std::nullopt;
}

std::optional<OldSpelling> old_text(const Line& line) {
  static const std::regex prefix(R"((?:^|\W)([uU][rR]['"]))");
  std::smatch match;
  if (!std::regex_search(line.code, match, prefix)) return std::nullopt;
  return line.spelling(match, "the prefix `ur` is Python 2", "write `r'...'`: every text is Unicode");
}

}  // namespace

std::optional<OldSpelling> recognize_python2(const SourceText& source, const std::string& message, int line_number,
                                             int /*column*/) {
  const Line line(source.line(line_number));
  const auto says = [&](const char* part) { return message.find(part) != std::string::npos; };
  if (says("call to 'print'")) return old_print(line);
  if (says("call to 'exec'")) return old_exec(line);
  if (says("multiple exception types")) return old_except(line);
  if (says("leading zeros") || says("invalid decimal literal") || says("invalid hexadecimal literal")) {
    return old_number(line);
  }
  // The parser's words say nothing of these; the line must.
  if (!says("invalid syntax")) return std::nullopt;
  for (const auto& recognize : {old_backticks, old_raise, old_except, old_unequal, old_number, old_text, old_exec}) {
    if (auto found = recognize(line)) return found;
  }
  static const std::regex bare_print(R"(^[ \t]*print\b[ \t]*[^(= \t])");
  if (std::regex_search(line.code, bare_print)) return old_print(line);
  return std::nullopt;
}

}  // namespace borealis::interp
