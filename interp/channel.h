// Messages between the evaluating child and its parent: length-prefixed, over a socket pair.
#pragma once

#include <chrono>
#include <cstdint>
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

  int fd_;
  std::string pending_;
  bool broken_ = false;
};

}  // namespace borealis::interp
