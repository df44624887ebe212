// What comes of one try of a call, for connection.cc and connection_replies.cc.
#pragma once

#include <optional>

#include "client/aurora/connection.h"

namespace borealis::client::aurora {

// When another try makes sense.
enum class Again : std::uint8_t {
  no,
  broken,  // a read whose answer broke off: soon, a few times
  absent,  // nobody listens: while a scheduler that was there may come back
  ready,   // one is there, and not ready
};

// What one try brought: an answer, or an error and when to try again.
struct Connection::Attempt {
  std::optional<api::Response> response;
  lang::Error error;
  Again again = Again::no;
  bool unknown = false;  // it may have been carried out
};

// Of an HTTP 401: the scheduler wants a Kerberos login.
bool wants_kerberos(const HttpReply& reply);

}  // namespace borealis::client::aurora
