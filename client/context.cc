#include "client/context.h"

#include <unistd.h>

#include <array>
#include <cerrno>

#include "client/config.h"
#include "lang/render/screen.h"

namespace borealis::client {

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
  context.err.write(line + "\n");
}

void warn(Context& context, const std::string& message) {
  context.err.print("{} {}\n", context.err_style().yellow("warning:"), lang::shown_lines(message));
}

bool can_ask(const Context& context) {
  return context.stdin_terminal && context.err.terminal();
}

bool confirm(Context& context, const std::string& question) {
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

}  // namespace borealis::client
