#include "client/context.h"

#include <unistd.h>

#include <array>
#include <cerrno>

#include "client/config.h"
#include "lang/render/screen.h"

namespace borealis::client {

namespace {

bool confirm(const std::string& question, Context& context) {
  context.err.print("{} [y/N] ", question);
  std::string answer;
  char c = 0;
  while (true) {
    const ssize_t got = read(STDIN_FILENO, &c, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0 || c == '\n') break;
    answer += c;
  }
  return answer == "y" || answer == "Y" || answer == "yes";
}

}  // namespace

int report(Context& context, const lang::Error& error) {
  show_diagnostics(error.diagnostics, context);
  if (!error.message.empty()) {
    const Style style = context.err_style();
    context.err.print("{} {}\n", style.bold(style.red("error:")), lang::shown_lines(error.message));
    if (!error.hint.empty()) context.err.print("  {} {}\n", style.cyan("hint:"), lang::shown_lines(error.hint));
  }
  return static_cast<int>(error.kind);
}

void say(Context& context, const std::string& line) {
  if (!context.quiet) context.err.write(line + "\n");
}

void warn(Context& context, const std::string& message) {
  context.err.print("{} {}\n", context.err_style().yellow("warning:"), lang::shown_lines(message));
}

bool can_ask(const Context& context) {
  return context.stdin_terminal && context.err.terminal();
}

lang::Status must_be_able_to_ask(bool yes, const std::string& what, const Context& context) {
  if (yes || can_ask(context)) return lang::Unit{};
  return lang::Error{lang::ErrorClass::usage,
                     fmt::format("{} wants a yes, and there is no terminal to ask on", what),
                     "--yes says it beforehand; nothing was sent",
                     {}};
}

bool go_ahead(bool yes, const std::string& question, Context& context) {
  if (yes || confirm(question, context)) return true;
  context.err.write("nothing was changed\n");
  return false;
}

}  // namespace borealis::client
