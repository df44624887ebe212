#include "interp/channel.h"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

using namespace borealis::interp;
using std::chrono::milliseconds;

namespace {

struct Pair {
  int fds[2] = {-1, -1};
  Pair() { REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0); }
};

}  // namespace

TEST_CASE("messages keep their borders, whatever their size") {
  Pair pair;
  Channel a(pair.fds[0]);
  Channel b(pair.fds[1]);
  const std::string large(3'000'000, 'x');
  std::thread sender([&] {
    a.send(MessageKind::job, "one");
    a.send(MessageKind::job, "");
    a.send(MessageKind::outcome, large);
  });
  CHECK(b.receive()->payload == "one");
  CHECK(b.receive()->payload.empty());
  const auto last = b.receive();
  sender.join();
  REQUIRE(last.has_value());
  CHECK(last->kind == MessageKind::outcome);
  CHECK(last->payload == large);
}

TEST_CASE("a silent other side is a timeout, a closed one is closed") {
  Pair pair;
  Channel a(pair.fds[0]);
  Channel b(pair.fds[1]);
  Message message;
  CHECK(b.receive(message, milliseconds(20)) == Channel::Wait::timeout);
  a.close();
  CHECK(b.receive(message, milliseconds(20)) == Channel::Wait::closed);
  CHECK_FALSE(b.receive().has_value());
  CHECK_FALSE(b.send(MessageKind::question, "x"));
}

TEST_CASE("an absurd length is not waited for") {
  Pair pair;
  Channel b(pair.fds[1]);
  REQUIRE(write(pair.fds[0], "\xff\xff\xff\xffJ", 5) == 5);
  Message message;
  CHECK(b.receive(message, milliseconds(1000)) == Channel::Wait::closed);
  close(pair.fds[0]);
}
