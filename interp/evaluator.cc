#include "interp/evaluator.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "interp/child.h"
#include "interp/child_session.h"
#include "interp/interpreter.h"
#include "interp/parsed_files.h"
#include "interp/sandbox/sandbox.h"
#include "schema/preparation.h"

namespace borealis::interp {
namespace {

// No child could be had.
class FailedSession : public schema::Session {
 public:
  explicit FailedSession(std::string message) : message_(std::move(message)) {}
  std::optional<schema::JobRecord> next() override { return std::nullopt; }
  Outcome finish() override {
    Outcome outcome;
    lang::Diagnostic diagnostic;
    diagnostic.rule = "python-error";
    diagnostic.message = message_;
    outcome.diagnostics.push_back(std::move(diagnostic));
    return outcome;
  }
  lang::Location locate(const lang::Place&) override { return {}; }

 private:
  std::string message_;
};

class ForkingEvaluator : public schema::Evaluator, public schema::Preparation {
 public:
  std::unique_ptr<schema::Session> open(const schema::EvaluationOptions& options) override {
    int fds[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) return failed("socketpair", errno);
    int printed[2] = {-1, -1};
    if (options.sandbox.on && !make_pipe(printed)) {
      const int error = errno;
      close_both(fds);
      return failed("pipe", error);
    }
    const pid_t parent = getpid();
    const pid_t pid = fork();
    if (pid < 0) {
      const int error = errno;
      close_both(fds);
      close_both(printed);
      return failed("fork", error);
    }
    if (pid == 0) run_child(fds[1], printed[1], parent, options);
    ::close(fds[1]);
    if (printed[1] >= 0) ::close(printed[1]);
    return std::make_unique<ChildSession>(pid, fds[0], printed[0], options);
  }

  void prepare() override { prepare_children(); }
  void keep_parsed(const std::string& file) override { interp::keep_parsed(file); }

  std::vector<std::string> sandbox_gaps() const override { return gaps_of_machine(); }
  std::string language() const override { return language_version(); }

 private:
  // The reading end doesn't block.
  static bool make_pipe(int (&ends)[2]) {
    return pipe2(ends, O_CLOEXEC) == 0 && fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0;
  }
  static void close_both(const int (&fds)[2]) {
    for (const int fd : fds) {
      if (fd >= 0) ::close(fd);
    }
  }

  static std::unique_ptr<schema::Session> failed(const char* what, int error) {
    return std::make_unique<FailedSession>(std::string("no process for the evaluation: ") + what + ": " +
                                           std::strerror(error));
  }
};

}  // namespace

std::unique_ptr<schema::Evaluator> make_evaluator() {
  return std::make_unique<ForkingEvaluator>();
}

}  // namespace borealis::interp
