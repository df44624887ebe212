#include "client/program.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <exception>

#include "client/command_line.h"
#include "client/interrupt.h"

namespace borealis::client {

namespace {

class SystemClock : public Clock {
 public:
  std::chrono::system_clock::time_point now() const override { return std::chrono::system_clock::now(); }
};

std::optional<std::string> environment_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

// A closed standard descriptor would be taken by the first file that is opened, and be written to. Opened for reading
// only, a write to it still fails as it should.
void occupy_standard_descriptors() {
  for (int fd = 0; fd <= 2; ++fd) {
    if (fcntl(fd, F_GETFD) == -1 && errno == EBADF) open("/dev/null", O_RDONLY);
  }
}

int bug(Context& context, const char* what) {
  context.err.print(
      "error: this is a bug in borealis {}: {}\n  hint: please report it with the command that led here\n",
      context.program.version, what);
  return static_cast<int>(lang::ErrorClass::internal);
}

}  // namespace

int run_program(int argc, char** argv, schema::Evaluator& evaluator, const Program& program) {
  occupy_standard_descriptors();
  install_signal_handlers();
  Output out(STDOUT_FILENO, Output::Buffering::full);
  Output err(STDERR_FILENO, Output::Buffering::none);
  SystemClock clock;
  Context context{evaluator, out, err, environment_variable, clock, program, isatty(STDIN_FILENO) == 1};
  int code = 0;
  try {
    code = run_command_line({argv + 1, argv + argc}, context);
  } catch (const std::exception& exception) {
    code = bug(context, exception.what());
  } catch (...) {
    code = bug(context, "an exception of unknown type");
  }
  if (!out.flush()) {
    // A reader that has seen enough (`| head`) needs no telling.
    if (out.failure() != EPIPE)
      context.err.print("error: the output cannot be written: {}\n", std::strerror(out.failure()));
    return static_cast<int>(lang::ErrorClass::output);
  }
  return code;
}

}  // namespace borealis::client
