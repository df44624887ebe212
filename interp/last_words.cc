#include "interp/last_words.h"

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <fstream>
#include <sstream>

#include "interp/channel.h"
#include "interp/forks.h"
#include "interp/frames.h"
#include "interp/sandbox/filter.h"
#include "interp/site_table.h"
#include "interp/source.h"
#include "lang/record.h"

namespace borealis::interp {
namespace {

int words_fd = -1;
lang::SiteId working_site = 0;

Instruction where_it_is() {
  const Instruction running = nearest_known_instruction();
  if (running.code != nullptr) return running;
  const Site* site = find_site(working_site);
  return site == nullptr ? Instruction{} : Instruction{site->code, site->offset};
}

// A message in a fixed buffer.
class Buffer {
 public:
  Buffer() { size_ = 5; }  // room for the header
  void u8(std::uint8_t v) {
    if (size_ < sizeof(bytes_)) bytes_[size_++] = static_cast<char>(v);
  }
  void u32(std::uint32_t v) {
    for (int shift = 0; shift < 32; shift += 8) u8(static_cast<std::uint8_t>(v >> shift));
  }
  void text(const char* v) {
    while (*v != '\0') u8(static_cast<std::uint8_t>(*v++));
  }
  void send(int fd) {
    const std::size_t end = size_;
    size_ = 0;
    u32(static_cast<std::uint32_t>(end - 5));
    u8(static_cast<std::uint8_t>(MessageKind::last_words));
    [[maybe_unused]] const ssize_t sent = ::send(fd, bytes_, end, MSG_NOSIGNAL);
  }

 private:
  char bytes_[4200];
  std::size_t size_ = 0;
};

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  std::string text = content.str();
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  return text;
}

std::string seconds(std::chrono::seconds n) {
  return std::to_string(n.count()) + (n.count() == 1 ? " second" : " seconds");
}

std::string memory_text(std::uint64_t bytes) {
  constexpr std::uint64_t mebi = 1u << 20;
  constexpr std::uint64_t gibi = 1u << 30;
  if (bytes % gibi == 0) return std::to_string(bytes / gibi) + " GiB";
  return std::to_string(bytes / mebi) + " MiB";
}

std::string crash_message(int signal) {
  const char* name = strsignal(signal);
  return "the evaluation crashed (signal " + std::to_string(signal) + ": " + (name == nullptr ? "unknown" : name) + ")";
}

std::string call_message(int number) {
  const char* name = forbidden_call(number);
  return "the config made the system call " +
         (name == nullptr ? std::to_string(number) : "`" + std::string(name) + "`");
}

std::string exit_message(int status) {
  return "the config ended the evaluation: the process exited with status " + std::to_string(status);
}

}  // namespace

void set_last_words_fd(int fd) {
  words_fd = fd;
}

void set_working_site(lang::SiteId site) {
  working_site = site;
}

void say_last_words(EndReason reason, int detail) {
  ByteRange range;
  const char* file = "";
  if (const Instruction at = where_it_is(); at.code != nullptr) {
    PyCode_Addr2Location(at.code, at.offset, &range.line, &range.column, &range.end_line, &range.end_column);
    if (PyUnicode_IS_COMPACT_ASCII(at.code->co_filename)) file = PyUnicode_AsUTF8(at.code->co_filename);
  }
  if (words_fd < 0) _exit(reason == EndReason::exited ? detail : 1);
  Buffer buffer;
  buffer.u8(static_cast<std::uint8_t>(reason));
  buffer.u32(static_cast<std::uint32_t>(detail));
  for (const int n : {range.line, range.column, range.end_line, range.end_column}) {
    buffer.u32(static_cast<std::uint32_t>(n));
  }
  buffer.text(file);
  buffer.send(words_fd);
  _exit(reason == EndReason::exited ? detail : 1);
}

lang::Diagnostic limit_exceeded(EndReason reason, const schema::EvaluationLimits& limits) {
  lang::Diagnostic diagnostic;
  diagnostic.rule = "limit-exceeded";
  if (reason == EndReason::memory_limit) {
    diagnostic.message = "the evaluation needed more memory than its limit of " + memory_text(limits.memory_bytes);
    return diagnostic;
  }
  if (reason == EndReason::process_limit) {
    diagnostic.message = "the config started more than " + std::to_string(kMostForks) + " processes by `fork`";
    return diagnostic;
  }
  if (reason == EndReason::wall_limit) {
    diagnostic.message = "the evaluation took longer than its limit of " + seconds(limits.wall);
  } else {
    diagnostic.message = "the evaluation used more processor time than its limit of " + seconds(limits.cpu);
  }
  diagnostic.hint = "look for a loop that doesn't end";
  return diagnostic;
}

std::optional<lang::Diagnostic> read_last_words(std::string_view payload, const std::string& root_file,
                                                const schema::EvaluationLimits& limits,
                                                const std::function<bool(const std::string& file)>& may_read) {
  lang::RecordReader reader(payload);
  const auto reason = static_cast<EndReason>(reader.u8());
  const int detail = static_cast<int>(reader.u32());
  ByteRange range;
  for (int* n : {&range.line, &range.column, &range.end_line, &range.end_column}) *n = static_cast<int>(reader.u32());
  if (!reader.ok()) return std::nullopt;
  const std::string file(payload.substr(21));

  lang::Diagnostic diagnostic;
  diagnostic.rule = "python-error";
  switch (reason) {
    case EndReason::wall_limit:
    case EndReason::cpu_limit:
    case EndReason::memory_limit:
    case EndReason::process_limit:
      diagnostic = limit_exceeded(reason, limits);
      break;
    case EndReason::exited:
      diagnostic.message = exit_message(detail);
      break;
    case EndReason::crashed:
      diagnostic.message = crash_message(detail);
      break;
    case EndReason::forbidden_call:
      diagnostic.rule = "sandbox-denied";
      diagnostic.message = call_message(detail);
      diagnostic.hint = "the sandbox forbids it";
      break;
    default:
      return std::nullopt;
  }
  if (file.empty() || range.line <= 0 || !may_read(file)) {
    diagnostic.span = {root_file, 1, 1, 1, 1};
  } else {
    const std::string text = read_file(file);
    const SourceText source(text);
    diagnostic.span = source.span(file, source.first_line(range));
  }
  return diagnostic;
}

lang::Diagnostic lost_channel(const std::string& root_file) {
  lang::Diagnostic diagnostic;
  diagnostic.rule = "python-error";
  diagnostic.message =
      "the config closed or wrote to a file descriptor that is not its own, and broke off its evaluation";
  diagnostic.hint = "descriptors above 2 belong to the evaluation unless the config opened them";
  diagnostic.span = {root_file, 1, 1, 1, 1};
  return diagnostic;
}

lang::Diagnostic silent_end(int wait_status, const std::string& root_file) {
  if (WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == kLostChannelStatus) return lost_channel(root_file);
  lang::Diagnostic diagnostic;
  diagnostic.rule = "python-error";
  if (WIFSIGNALED(wait_status)) {
    const int signal = WTERMSIG(wait_status);
    diagnostic.message = crash_message(signal);
    if (signal == SIGSYS) {
      diagnostic.rule = "sandbox-denied";
      diagnostic.message = "the config made a system call that the sandbox forbids";
      diagnostic.hint = "calls of another architecture end the evaluation";
    }
    if (signal == SIGKILL) {
      diagnostic.rule = "limit-exceeded";
      diagnostic.message = "the evaluation was killed from outside; the machine may be short of memory";
    }
  } else {
    diagnostic.message = exit_message(WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : wait_status);
  }
  diagnostic.span = {root_file, 1, 1, 1, 1};
  return diagnostic;
}

}  // namespace borealis::interp
