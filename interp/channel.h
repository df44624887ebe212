// Messages between the evaluating child and its parent: length-prefixed, over a socket pair.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace borealis::interp {

enum class MessageKind : std::uint8_t {
  job = 'J',         // child: the next job
  outcome = 'O',     // child: the evaluation is over
  last_words = 'X',  // child: it ends now, see interp/last_words.h
  question = 'Q',    // parent: where is this place?
  location = 'L',    // child: there
  input = 'I',       // child: something that the config looked at, as soon as it did
  whence = 'W',      // parent: where does the value at this path come from?
  origins = 'N',     // child: from there
  call_hooks = 'H',  // parent: call the config's hooks
  hooks = 'K',       // child: what they said
};

struct Message {
  MessageKind kind = MessageKind::outcome;
  std::string payload;
};

// The child's exit status when what it sends does not get through.
constexpr int kLostChannelStatus = 119;

class Channel {
 public:
  enum class Wait : std::uint8_t { message, timeout, closed };

  explicit Channel(int fd) : fd_(fd) {}
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  ~Channel() { close(); }

  int fd() const { return fd_; }
  // What the other side may send: a message, and all in all. More counts as closed.
  void limit(std::uint32_t payload_bytes, std::uint64_t all_bytes) {
    most_payload_ = payload_bytes;
    most_bytes_ = all_bytes;
  }
  // How long send() may wait for the other side to read; then it counts as gone.
  void limit_sending(std::chrono::seconds most) const;
  // While receive() waits, `ready` is called when there is something to read from `fd()`; -1: nothing any more.
  void watch(std::function<int()> fd, std::function<void()> ready) {
    watched_ = std::move(fd);
    ready_ = std::move(ready);
  }
  void close();

  // Blocks until the other side took it. False: it is gone.
  bool send(MessageKind kind, std::string_view payload);
  // Whether send() of so many bytes would not block.
  bool writable() const;

  // Waits for a whole message. A length beyond the limit counts as closed.
  Wait receive(Message& message, std::chrono::milliseconds timeout);
  // Waits without a limit; nothing: the other side is gone.
  std::optional<Message> receive();
  // Whether something was sent to us.
  bool readable() const;

 private:
  bool extract(Message& message);
  // Whether there is something to receive.
  bool wait_for_input(int timeout_ms);

  int fd_;
  std::string pending_;  // what came; taken up to `taken_`
  std::size_t taken_ = 0;
  bool broken_ = false;
  std::uint32_t most_payload_ = 256u << 20;
  std::uint64_t most_bytes_ = UINT64_MAX;
  std::uint64_t received_ = 0;
  std::function<int()> watched_;
  std::function<void()> ready_;
};

}  // namespace borealis::interp
