// The exchanges of tests/traces, read.
#pragma once

#include <string>
#include <vector>

#include "client/api/codec.h"

namespace borealis::client::aurora::testing {

struct Recorded {
  std::string label;
  std::string method;
  api::Wire request_wire = api::Wire::binary;
  std::string request_body;
  api::Wire reply_wire = api::Wire::binary;
  std::string reply_body;
  std::int32_t sequence = 0;  // of the reply
};

// Those that were calls answered with a Response.
const std::vector<Recorded>& recorded_exchanges();

// Writes another sequence number into a message.
void set_sequence(std::string& message, api::Wire wire, std::int32_t sequence);

}  // namespace borealis::client::aurora::testing
