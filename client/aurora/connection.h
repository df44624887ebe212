// Calls to a scheduler: what is sent again and when, how failures are told, and which scheduler leads. (api.md §3.2,
// §6)
//
// A call that changes something is sent again only when it is certain that nothing was done: no connection came about,
// no scheduler led (503), or the scheduler said ERROR_TRANSIENT. Everything else that fails after the request was sent
// is ErrorClass::unreachable with a sentence that it may have been carried out.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "client/api/codec.h"
#include "client/api/messages.h"
#include "client/aurora/http.h"

namespace borealis::client::aurora {

// Waits; false when the program is to stop. Tests have one that only counts.
using Sleep = std::function<bool(std::chrono::milliseconds)>;

// Whether a call may be repeated when its outcome is unknown.
enum class Repeat : std::uint8_t { safe, unsafe };

class Connection {
 public:
  // `url` ends in /api.
  Connection(std::string url, std::unique_ptr<Http> http, const HttpOptions& options = {}, Sleep sleep = {});

  // The reply to a call, whatever its response code says (but not ERROR_TRANSIENT).
  template <class... P>
  lang::Result<api::Response> call(Repeat repeat, const std::string& method, const P&... parameters) {
    const std::int32_t sequence = next_sequence();
    return exchange(repeat, method, sequence, api::encode_call(api::Wire::binary, method, sequence, parameters...));
  }
  // The same, and a refusal is an Error (refusal()).
  template <class... P>
  lang::Result<api::Response> ask(Repeat repeat, const std::string& method, const P&... parameters) {
    return accepted(call(repeat, method, parameters...), method);
  }
  static lang::Result<api::Response> accepted(lang::Result<api::Response> reply, const std::string& method);

  const std::string& url() const { return url_; }

 private:
  struct Attempt;

  std::int32_t next_sequence() { return ++sequence_ & 0x7fffffff; }
  lang::Result<api::Response> exchange(Repeat repeat, const std::string& method, std::int32_t sequence,
                                       const std::string& body);
  Attempt attempt(Repeat repeat, const std::string& method, std::int32_t sequence, const std::string& body);
  HttpOutcome post_to_leader(const std::string& body);
  Attempt read_reply(Repeat repeat, const std::string& method, std::int32_t sequence, const HttpReply& reply) const;
  bool give_up(const Attempt& attempt, std::chrono::steady_clock::time_point started) const;

  std::string url_;
  std::string leader_;  // where the last redirection led; empty: not known
  std::unique_ptr<Http> http_;
  HttpOptions options_;
  Sleep sleep_;
  std::int32_t sequence_ = 0;
  bool reached_before_ = false;
};

// OK and WARNING.
bool is_ok(const api::Response& response);
// The messages of a response, in one line; empty when it has none.
std::string details(const api::Response& response);
// A response code that is no success, as an error of its class.
lang::Error refusal(const api::Response& response, const std::string& method);

}  // namespace borealis::client::aurora
