#include "interp/python2.h"

#include <algorithm>
#include <initializer_list>
#include <regex>
#include <string_view>

#include "interp/blanker.h"

namespace borealis::interp {
namespace {

int code_points(std::string_view text) {
  int n = 0;
  for (const char c : text) n += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return n;
}

struct Line {
  std::string_view text;
  std::string code;

  Line(std::string_view line, Blanker& blanker) : text(line), code(blanker(line)) {}
  // The last line of a source, the lines before it considered.
  static Line of(const SourceText& source, int number) {
    Blanker blanker;
    for (int before = 1; before < number; ++before) blanker(source.line(before));
    return {source.line(number), blanker};
  }

  // What stands in the text where the group matched in the code.
  std::string group(const std::smatch& match, int index) const {
    return std::string(text.substr(match.position(index), match.length(index)));
  }
  OldSpelling spelling(const std::smatch& match, std::string message, std::string hint) const {
    const int column = 1 + code_points(text.substr(0, match.position(0)));
    std::string_view part = text.substr(match.position(0), match.length(0));
    while (!part.empty() && (part.back() == ' ' || part.back() == '\t')) part.remove_suffix(1);
    return {std::move(message), std::move(hint), column, column + code_points(part)};
  }
};

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.pop_back();
  return text;
}

// Whether a statement goes on in the next line.
bool goes_on(const std::string& code) {
  int depth = 0;
  for (const char c : code) depth += std::string_view("([{").find(c) != std::string_view::npos ? 1 : 0;
  for (const char c : code) depth -= std::string_view(")]}").find(c) != std::string_view::npos ? 1 : 0;
  const std::size_t triple = code.find(R"(""")") != std::string::npos ? code.find(R"(""")") : code.find("'''");
  const bool open_text =
      triple != std::string::npos && code.find(code.substr(triple, 3), triple + 3) == std::string::npos;
  return depth != 0 || open_text || (!code.empty() && code.back() == '\\');
}

std::optional<OldSpelling> old_print(const Line& line) {
  static const std::regex statement(R"(\bprint\b[ \t]*(>>[ \t]*([^,;]*[^,; \t])[ \t]*,?)?[ \t]*([^(= \t;][^;]*)?)");
  static const std::string message = "`print` is a function in Python 3: this is a Python 2 statement";
  std::smatch match;
  if (!std::regex_search(line.code, match, statement)) return std::nullopt;
  const std::string stream = match[1].matched ? "file=" + line.group(match, 2) : "";
  if (goes_on(trimmed(match[3].str())))
    return line.spelling(match, message, "write `print(...)`, with all values in the brackets");
  std::string values = trimmed(line.group(match, 3));
  if (!values.empty() && values.back() == ',') values = trimmed(values.substr(0, values.size() - 1)) + ", end=' '";
  const std::string both = values + (values.empty() || stream.empty() ? "" : ", ") + stream;
  return line.spelling(match, message, "write `print(" + both + ")`");
}

// print ("%s") % x: the brackets were no call's.
std::optional<OldSpelling> old_print_of_brackets(const Line& line) {
  static const std::regex statement(R"(\bprint[ \t]*(\(.*\)[ \t]*%[^;]*))");
  std::smatch match;
  if (!std::regex_search(line.code, match, statement)) return std::nullopt;
  return line.spelling(match, "`print` is a function in Python 3: this is a Python 2 statement",
                       "write `print(" + trimmed(line.group(match, 1)) + ")`");
}

std::optional<OldSpelling> old_except(const Line& line) {
  static const std::regex clause(R"(\bexcept[ \t]+([^:]+?)[ \t]*,[ \t]*(\w+)[ \t]*:)");
  std::smatch match;
  if (!std::regex_search(line.code, match, clause)) return std::nullopt;
  return line.spelling(match, "`except TYPE, NAME` is Python 2",
                       "write `except " + line.group(match, 1) + " as " + line.group(match, 2) + ":`");
}

// The first comma outside of brackets.
std::size_t separating_comma(const std::string& code) {
  int depth = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (std::string_view("([{").find(code[i]) != std::string_view::npos) ++depth;
    if (std::string_view(")]}").find(code[i]) != std::string_view::npos) --depth;
    if (code[i] == ',' && depth == 0) return i;
  }
  return std::string::npos;
}

std::optional<OldSpelling> old_raise(const Line& line) {
  static const std::regex statement(R"(\braise[ \t]+([\w.]+)[ \t]*,[ \t]*([^;]+))");
  std::smatch match;
  if (!std::regex_search(line.code, match, statement)) return std::nullopt;
  std::string value = trimmed(line.group(match, 2));
  std::string trace;
  if (const std::size_t comma = separating_comma(match[2].str()); comma != std::string::npos) {
    trace = value.substr(comma + 1);
    trace = ".with_traceback(" + trimmed(trace.substr(std::min(trace.find_first_not_of(' '), trace.size()))) + ")";
    value = trimmed(value.substr(0, comma));
  }
  return line.spelling(match, "`raise TYPE, TEXT` is Python 2",
                       "write `raise " + line.group(match, 1) + "(" + value + ")" + trace + "`");
}

std::optional<OldSpelling> old_raise_of_text(const Line& line) {
  static const std::regex statement(R"(\braise[ \t]+(["'][^;]*))");
  std::smatch match;
  if (!std::regex_search(line.code, match, statement)) return std::nullopt;
  return line.spelling(match, "a text can't be raised in Python 3",
                       "write `raise Exception(" + trimmed(line.group(match, 1)) + ")`");
}

std::optional<OldSpelling> old_parameters(const Line& line) {
  static const std::regex lambda(R"(\blambda[^:]*?(\([^()]*\)))");
  static const std::regex function(R"(\bdef[ \t]+\w+[ \t]*\(.*?(\([^()]*\)))");
  std::smatch match;
  const bool is_lambda = std::regex_search(line.code, match, lambda);
  if (!is_lambda && !std::regex_search(line.code, match, function)) return std::nullopt;
  const std::string names = line.group(match, 1).substr(1, match.length(1) - 2);
  OldSpelling found = line.spelling(match, "parameters in brackets are Python 2",
                                    is_lambda ? "take one parameter, `lambda pair: ...`, and use `pair[0]`, `pair[1]`"
                                              : "take one parameter, and write `" + names + " = pair` in the function");
  found.column +=
      code_points(std::string_view(line.code).substr(match.position(0), match.position(1) - match.position(0)));
  return found;
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
  static const std::regex prefix(R"((?:^|\W)([uU][rR])['"])");
  std::smatch match;
  if (!std::regex_search(line.code, match, prefix)) return std::nullopt;
  OldSpelling found = line.spelling(match, "the prefix `ur` is Python 2", "write `r'...'`: every text is Unicode");
  found.column += static_cast<int>(match.position(1) - match.position(0));
  found.end_column = found.column + 2;
  return found;
}

// A print statement that can be told without the parser.
std::optional<OldSpelling> obvious_print(const Line& line) {
  static const std::regex start(R"((^|[;:])[ \t]*print([ \t]*>>|[ \t]+["'`{\w]))");
  return std::regex_search(line.code, start) ? old_print(line) : std::nullopt;
}

using Recognizer = std::optional<OldSpelling> (*)(const Line&);

std::optional<OldSpelling> first_of(std::initializer_list<Recognizer> recognizers, const Line& line) {
  for (const Recognizer recognize : recognizers) {
    if (auto found = recognize(line)) return found;
  }
  return std::nullopt;
}

}  // namespace

std::optional<OldSpelling> recognize_python2(const SourceText& source, const std::string& message, int line_number,
                                             int /*column*/) {
  const Line line = Line::of(source, line_number);
  const auto says = [&](const char* part) { return message.find(part) != std::string::npos; };
  if (says("call to 'print'")) return old_print(line);
  if (says("call to 'exec'")) return old_exec(line);
  if (says("multiple exception types")) return old_except(line);
  if (says("leading zeros") || says("invalid decimal literal") || says("invalid hexadecimal literal")) {
    return old_number(line);
  }
  if (says("cannot be parenthesized")) return old_parameters(line);
  // The parser's words say nothing of these; the line must.
  if (says("expected `else`") || says("expected 'else'")) return old_unequal(line);
  if (!says("invalid syntax")) return std::nullopt;
  return first_of({obvious_print, old_backticks, old_raise, old_except, old_unequal, old_number, old_text, old_exec},
                  line);
}

std::optional<OldSpelling> recognize_python2_error(const SourceText& source, const std::string& message,
                                                   int line_number) {
  const Line line = Line::of(source, line_number);
  const auto says = [&](const char* part) { return message.find(part) != std::string::npos; };
  static const std::regex print_and_operator(R"(\bprint[ \t]*(>>|-|\[))");
  const bool on_function =
      says("'builtin_function_or_method'") && (says("unsupported operand") || says("subscriptable"));
  if (on_function && std::regex_search(line.code, print_and_operator)) return old_print(line);
  if (says("for %: 'NoneType'")) return old_print_of_brackets(line);
  if (says("exceptions must derive from")) return old_raise_of_text(line);
  return std::nullopt;
}

std::vector<std::pair<int, OldSpelling>> find_python2(const SourceText& source) {
  std::vector<std::pair<int, OldSpelling>> found;
  Blanker blanker;
  for (int number = 1; number <= source.line_count(); ++number) {
    const bool in_text = blanker.in_text();
    const Line line(source.line(number), blanker);
    if (in_text) continue;  // what follows its end in the same line is rare
    auto old = first_of({obvious_print, old_backticks, old_raise, old_except, old_unequal, old_number, old_text}, line);
    if (old) found.emplace_back(number, *std::move(old));
  }
  return found;
}

}  // namespace borealis::interp
