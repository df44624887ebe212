// Calls to a scheduler: what is sent again and when, how failures are told, and which scheduler leads. (api.md §3, §6)
//
// A call that changes something is sent again only when it is certain that nothing was done: no connection came about,
// no scheduler led (503), or the scheduler said ERROR_TRANSIENT. Everything else that fails after the request was sent
// is ErrorClass::unreachable with a sentence that it may have been carried out.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "client/api/codec.h"
#include "client/api/messages.h"
#include "client/aurora/http.h"

namespace borealis::client::aurora {

// Waits; false when the program is to stop. Tests have one that only counts.
using Sleep = std::function<bool(std::chrono::milliseconds)>;

// Whether a call may be repeated when its outcome is unknown.
enum class Repeat : std::uint8_t { safe, unsafe };

// Why no scheduler was found, and whether one may turn up.
struct NotFound {
  lang::Error error;
  bool again = false;
};
// Finds the API's URL before a call (ZooKeeper). What it finds is remembered until a call there fails.
using Locate = std::function<std::variant<std::string, NotFound>(std::chrono::steady_clock::time_point deadline)>;

class Connection {
 public:
  // `url` ends in /api.
  Connection(std::string url, std::unique_ptr<Http> http, const HttpOptions& options = {}, Sleep sleep = {});
  // `name` stands for the scheduler in messages until it is found.
  Connection(std::string name, Locate locate, std::unique_ptr<Http> http, const HttpOptions& options = {},
             Sleep sleep = {});

  // The reply to a call, whatever its response code says (but not ERROR_TRANSIENT).
  template <class... P>
  lang::Result<api::Response> call(Repeat repeat, const std::string& method, const P&... parameters) {
    const std::int32_t sequence = next_sequence();
    return exchange({repeat, method, sequence, api::encode_call(wire(), method, sequence, parameters...), {}});
  }
  // The same, and a refusal is an Error (refusal()).
  template <class... P>
  lang::Result<api::Response> ask(Repeat repeat, const std::string& method, const P&... parameters) {
    return accepted(call(repeat, method, parameters...), method);
  }
  static lang::Result<api::Response> accepted(lang::Result<api::Response> reply, const std::string& method);

  // From now on a call with all its repetitions takes no longer than this; nothing: as the options say.
  void limit_calls(std::optional<std::chrono::milliseconds> most) { limit_ = most; }
  // Whether the last call failed and may have been carried out all the same.
  bool outcome_unknown() const { return outcome_unknown_; }
  const std::string& url() const { return url_; }

 private:
  struct Attempt;
  struct Call {
    Repeat repeat;
    std::string method;
    std::int32_t sequence;
    std::string body;
    std::chrono::steady_clock::time_point deadline;
  };

  api::Wire wire() const { return options_.trace ? api::Wire::json : api::Wire::binary; }
  std::int32_t next_sequence() { return ++sequence_ & 0x7fffffff; }
  lang::Result<api::Response> exchange(Call call);
  Attempt attempt(const Call& call);
  HttpOutcome post_to_leader(const std::string& first, const Call& call);
  HttpOutcome post_logged_in(const Url& url, const Url& first, const Call& call);
  HttpOutcome post_once(const Url& url, const Url& first, const Call& call);
  Attempt read_reply(const Call& call, const HttpReply& reply);
  Attempt read_response(const Call& call, const HttpReply& reply);
  Attempt read_failure(const Call& call, const HttpFailure& failure);
  Attempt not_allowed(const Call& call, const HttpReply& reply) const;
  std::string log_line(const Call& call, const Attempt& attempt, std::chrono::steady_clock::duration took) const;
  bool give_up(const Attempt& attempt, std::chrono::steady_clock::time_point started, int broken) const;

  std::string url_;     // as configured, or where the scheduler was found last
  std::string leader_;  // where the last call was answered, when that isn't url_; empty: not known
  Locate locate_;
  std::unique_ptr<Http> http_;
  HttpOptions options_;
  Sleep sleep_;
  std::optional<std::chrono::milliseconds> limit_;
  std::int32_t sequence_ = 0;
  bool reached_before_ = false;
  bool outcome_unknown_ = false;
  // Of the last request: who was logged in, and whether a login was kept back because a redirection led elsewhere.
  std::optional<Credentials> login_;
  std::string kept_back_from_;
  std::set<std::string> kerberos_origins_;  // that have asked for a Kerberos login
};

// OK and WARNING.
bool is_ok(const api::Response& response);
// The messages of a response, in one line; empty when it has none.
std::string details(const api::Response& response);
// A response code that is no success, as an error of its class.
lang::Error refusal(const api::Response& response, const std::string& method);

}  // namespace borealis::client::aurora
