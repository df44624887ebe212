// A session with ZooKeeper that can be waited for: the C library answers on threads of its own.
#pragma once

#include <zookeeper/zookeeper.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "client/aurora/http_options.h"

namespace borealis::client::aurora {

// What an operation came to: a ZooKeeper error code (ZOK ...) or that nothing came in time or the program is to stop.
enum class ZooKeeperEnd : std::uint8_t { answered, timed_out, interrupted };

struct ZooKeeperAnswer {
  ZooKeeperEnd end = ZooKeeperEnd::answered;
  int code = ZOK;
  std::vector<std::string> children;
  std::string content;
};

class ZooKeeperSession {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  // `servers` as the library wants them. Returns at once; errno is in `code` when it refuses them (a name that is not
  // known).
  ZooKeeperSession(const std::string& servers, std::shared_ptr<Interruption> interruption);
  ~ZooKeeperSession();
  ZooKeeperSession(const ZooKeeperSession&) = delete;
  ZooKeeperSession& operator=(const ZooKeeperSession&) = delete;

  // 0, or the errno of the start.
  int start_error() const { return start_error_; }
  // Until the session is established: code ZOK, ZAUTHFAILED or ZSESSIONEXPIRED.
  ZooKeeperAnswer wait_until_connected(Deadline deadline);
  ZooKeeperAnswer children(const std::string& path, Deadline deadline);
  ZooKeeperAnswer content(const std::string& path, Deadline deadline);

  struct Mailbox;

 private:
  ZooKeeperAnswer receive(Deadline deadline);

  std::shared_ptr<Mailbox> mailbox_;
  std::shared_ptr<Interruption> interruption_;
  zhandle_t* handle_ = nullptr;
  int start_error_ = 0;
};

}  // namespace borealis::client::aurora
