#include "client/aurora/zookeeper_session.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <mutex>
#include <optional>

namespace borealis::client::aurora {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

// What the library's threads bring, for the one thread that waits. Every operation in flight holds it.
struct ZooKeeperSession::Mailbox {
  Mailbox() : arrived(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
  ~Mailbox() { close(arrived); }
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  void put(ZooKeeperAnswer answer) {
    {
      const std::lock_guard lock(mutex);
      content = std::move(answer);
    }
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = write(arrived, &one, sizeof(one));
  }
  std::optional<ZooKeeperAnswer> take() {
    const std::lock_guard lock(mutex);
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t got = read(arrived, &count, sizeof(count));
    auto result = std::move(content);
    content.reset();
    return result;
  }

  int arrived;
  std::atomic<bool> connected = false;
  std::mutex mutex;
  std::optional<ZooKeeperAnswer> content;
};

namespace {

using Mailbox = ZooKeeperSession::Mailbox;

void on_session_event(zhandle_t*, int type, int state, const char*, void* context) {
  auto* mailbox = static_cast<Mailbox*>(context);
  // Once connected, a loss is what the operations in flight come to.
  if (type != ZOO_SESSION_EVENT || mailbox->connected) return;
  ZooKeeperAnswer answer;
  if (state == ZOO_AUTH_FAILED_STATE) answer.code = ZAUTHFAILED;
  if (state == ZOO_EXPIRED_SESSION_STATE) answer.code = ZSESSIONEXPIRED;
  if (state != ZOO_CONNECTED_STATE && answer.code == ZOK) return;
  mailbox->connected = true;
  mailbox->put(std::move(answer));
}

std::unique_ptr<const std::shared_ptr<Mailbox>> owned(const void* data) {
  return std::unique_ptr<const std::shared_ptr<Mailbox>>(static_cast<const std::shared_ptr<Mailbox>*>(data));
}

void on_children(int code, const String_vector* names, const void* data) {
  const auto mailbox = owned(data);
  ZooKeeperAnswer answer;
  answer.code = code;
  for (int i = 0; code == ZOK && names != nullptr && i < names->count; ++i)
    answer.children.emplace_back(names->data[i]);
  (*mailbox)->put(std::move(answer));
}

void on_content(int code, const char* value, int size, const Stat*, const void* data) {
  const auto mailbox = owned(data);
  ZooKeeperAnswer answer;
  answer.code = code;
  if (code == ZOK && value != nullptr && size > 0) answer.content.assign(value, static_cast<std::size_t>(size));
  (*mailbox)->put(std::move(answer));
}

}  // namespace

ZooKeeperSession::ZooKeeperSession(const std::string& servers, std::shared_ptr<Interruption> interruption)
    : mailbox_(std::make_shared<Mailbox>()), interruption_(std::move(interruption)) {
  zoo_set_debug_level(static_cast<ZooLogLevel>(0));  // what goes wrong is told in our words
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);  // its threads are not to take our signals
  constexpr int session_milliseconds = 10'000;
  errno = 0;
  handle_ = zookeeper_init(servers.c_str(), &on_session_event, session_milliseconds, nullptr, mailbox_.get(), 0);
  if (handle_ == nullptr) start_error_ = errno == 0 ? EINVAL : errno;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

ZooKeeperSession::~ZooKeeperSession() {
  if (handle_ != nullptr) zookeeper_close(handle_);
}

ZooKeeperAnswer ZooKeeperSession::receive(Deadline deadline) {
  const int wake = interruption_ ? interruption_->descriptor() : -1;
  for (;;) {
    if (auto answer = mailbox_->take()) return std::move(*answer);
    if (interruption_ && interruption_->requested()) return {ZooKeeperEnd::interrupted, ZOK, {}, {}};
    const auto left = std::chrono::ceil<milliseconds>(deadline - SteadyClock::now());
    if (left <= milliseconds(0)) return {ZooKeeperEnd::timed_out, ZOK, {}, {}};
    pollfd waits[2] = {{mailbox_->arrived, POLLIN, 0}, {wake, POLLIN, 0}};
    poll(waits, 2, static_cast<int>(left.count()));
  }
}

ZooKeeperAnswer ZooKeeperSession::wait_until_connected(Deadline deadline) {
  return receive(deadline);
}

ZooKeeperAnswer ZooKeeperSession::children(const std::string& path, Deadline deadline) {
  auto* data = new std::shared_ptr<Mailbox>(mailbox_);
  const int code = zoo_aget_children(handle_, path.c_str(), 0, &on_children, data);
  if (code == ZOK) return receive(deadline);
  delete data;
  return {ZooKeeperEnd::answered, code, {}, {}};
}

ZooKeeperAnswer ZooKeeperSession::content(const std::string& path, Deadline deadline) {
  auto* data = new std::shared_ptr<Mailbox>(mailbox_);
  const int code = zoo_aget(handle_, path.c_str(), 0, &on_content, data);
  if (code == ZOK) return receive(deadline);
  delete data;
  return {ZooKeeperEnd::answered, code, {}, {}};
}

}  // namespace borealis::client::aurora
