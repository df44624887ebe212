#include "cluster/runner/run_logs.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace borealis::runner {

namespace {

// A writable pipe takes this much without blocking (PIPE_BUF).
constexpr std::size_t kConsoleChunk = 4096;
constexpr std::size_t kFileChunk = 65536;

// How long the last words of a process are offered to a console that takes nothing.
constexpr int kLastWaitMs = 2000;

bool writable(int fd, int wait_ms = 0) {
  pollfd one{fd, POLLOUT, 0};
  return poll(&one, 1, wait_ms) > 0 && (one.revents & POLLOUT) != 0;
}

}  // namespace

LogPump::LogPump(Loop& loop, Fd pipe, std::optional<LogFile> file, int console, std::function<void()> on_end)
    : loop_(loop), pipe_(std::move(pipe)), file_(std::move(file)), console_(console), on_end_(std::move(on_end)) {
  fcntl(pipe_.get(), F_SETFL, O_NONBLOCK);
  wait_for_input();
}

LogPump::~LogPump() {
  end();
}

void LogPump::wait_for_input() {
  loop_.watch(pipe_.get(), POLLIN, [this](short) { copy_some(); });
}

void LogPump::wait_for_console() {
  loop_.unwatch(pipe_.get());
  if (console_ready_) return;
  // A descriptor of its own: the loop knows one handler for each, and several pumps may wait for one console.
  console_ready_.reset(fcntl(console_, F_DUPFD_CLOEXEC, 3));
  loop_.watch(console_ready_.get(), POLLOUT, [this](short) {
    loop_.unwatch(console_ready_.get());
    console_ready_.reset();
    wait_for_input();
    copy_some();
  });
}

// False when the console has to be waited for; then that is arranged.
bool LogPump::write_console() {
  while (!unwritten_.empty() && console_ >= 0) {
    if (!writable(console_)) {
      wait_for_console();
      return false;
    }
    const ssize_t n = write(console_, unwritten_.data(), std::min(unwritten_.size(), kConsoleChunk));
    if (n < 0 && errno != EINTR && errno != EAGAIN) console_ = -1;  // nobody listens any more
    if (n > 0) unwritten_.erase(0, static_cast<std::size_t>(n));
  }
  unwritten_.clear();
  return true;
}

// False when nothing could be read now, or never again.
bool LogPump::read_some() {
  static std::array<char, kFileChunk> chunk;
  const ssize_t n = read(pipe_.get(), chunk.data(), console_ >= 0 ? kConsoleChunk : chunk.size());
  if (n < 0) return errno == EINTR;
  if (n == 0) {
    end();
    return false;
  }
  const std::string_view bytes(chunk.data(), static_cast<std::size_t>(n));
  if (file_) file_->write(bytes);
  if (console_ >= 0) unwritten_ = bytes;
  return true;
}

// A few chunks a turn, so that a process that floods its log does not keep us from everything else.
void LogPump::copy_some() {
  for (int turn = 0; turn < 4; ++turn) {
    if (!write_console() || !read_some()) break;
  }
  if (pipe_) {
    write_console();
  } else if (on_end_) {
    const auto on_end = std::move(on_end_);
    on_end_ = nullptr;
    on_end();
  }
}

void LogPump::finish() {
  on_end_ = nullptr;
  flush_console();
  // As much as a pipe can hold, and no more: somebody out of our reach may go on writing.
  for (int turn = 0; turn < 256 && pipe_ && read_some(); ++turn) {
    flush_console();
  }
  end();
}

void LogPump::flush_console() {
  while (!unwritten_.empty() && console_ >= 0 && writable(console_, kLastWaitMs)) {
    const ssize_t n = write(console_, unwritten_.data(), std::min(unwritten_.size(), kConsoleChunk));
    if (n < 0 && errno != EINTR) break;
    if (n > 0) unwritten_.erase(0, static_cast<std::size_t>(n));
  }
  unwritten_.clear();
}

void LogPump::end() {
  if (console_ready_) loop_.unwatch(console_ready_.get());
  console_ready_.reset();
  if (!pipe_) return;
  loop_.unwatch(pipe_.get());
  pipe_.reset();
}

std::unique_ptr<RunLogs> RunLogs::open(Loop& loop, const std::string& directory, const Options& options,
                                       const Account& owner, std::string& error) {
  std::unique_ptr<RunLogs> logs(new RunLogs(loop));
  const ActingAs acting(owner);
  if (!make_directories(directory) || !logs->prepare(logs->streams_[0], directory + "/stdout", 1, options, owner) ||
      !logs->prepare(logs->streams_[1], directory + "/stderr", 2, options, owner)) {
    error = directory + ": " + error_text(errno);
    return nullptr;
  }
  return logs;
}

bool RunLogs::prepare(Stream& stream, const std::string& path, int console, const Options& options,
                      const Account& owner) {
  using schema::LoggerDestination;
  const LoggerDestination destination = options.logger.destination;
  const bool rotating = options.logger.mode == schema::LoggerMode::rotate;
  const bool to_file = destination == LoggerDestination::file || destination == LoggerDestination::both;
  const bool to_console =
      options.echo || destination == LoggerDestination::console || destination == LoggerDestination::both;
  piped_by_logger_ = destination == LoggerDestination::both || (to_file && rotating);

  if (to_file) {
    auto policy = rotating ? std::optional(options.logger.rotate.value_or(schema::RotatePolicy{})) : std::nullopt;
    stream.file.emplace(path, policy, owner);
    if (!stream.file->open()) return false;
  }
  if (to_file && !to_console && !rotating) {
    stream.for_process = stream.file->fd();
  } else if (to_console && !to_file) {
    stream.for_process = console;
  } else if (to_file) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return false;
    stream.pipe.reset(ends[0]);
    stream.owned.reset(ends[1]);
    stream.for_process = ends[1];
    if (to_console) stream.console = console;
  }
  return true;  // destination `none`: /dev/null, which is what a process gets for -1
}

void RunLogs::start(std::function<void()> on_end) {
  const auto on_stream_end = [this, on_end = std::move(on_end)] {
    if (ended()) on_end();
  };
  for (Stream& stream : streams_) {
    stream.owned.reset();
    stream.for_process = -1;
    if (stream.pipe) {
      stream.pump = std::make_unique<LogPump>(loop_, std::move(stream.pipe), std::move(stream.file), stream.console,
                                              on_stream_end);
    }
    stream.file.reset();
  }
}

bool RunLogs::ended() const {
  for (const Stream& stream : streams_) {
    if (stream.pump && !stream.pump->ended()) return false;
  }
  return true;
}

void RunLogs::finish() {
  for (Stream& stream : streams_) {
    if (stream.pump) stream.pump->finish();
  }
}

}  // namespace borealis::runner
