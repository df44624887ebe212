#include "client/aurora/connection.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <thread>

#include "client/api/names.h"
#include "client/aurora/calls.h"

namespace borealis::client::aurora {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

constexpr int most_redirections = 5;
constexpr milliseconds longest_pause{5'000};
// How long a scheduler that answered a moment ago may be away (it restarts, another one takes over).
constexpr milliseconds patience_after_contact{30'000};

lang::Error make_error(lang::ErrorClass kind, std::string message, std::string hint = "") {
  lang::Error error;
  error.kind = kind;
  error.message = std::move(message);
  error.hint = std::move(hint);
  return error;
}

std::string base64(const std::string& text) {
  static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string result;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    std::uint32_t group = 0;
    const std::size_t bytes = std::min<std::size_t>(3, text.size() - i);
    for (std::size_t j = 0; j < 3; ++j) {
      group = group << 8 | (j < bytes ? static_cast<unsigned char>(text[i + j]) : 0u);
    }
    for (std::size_t j = 0; j < 4; ++j) result += j <= bytes ? digits[group >> (18 - 6 * j) & 63] : '=';
  }
  return result;
}

}  // namespace

// What one try brought: an answer, or an error and whether to try again.
struct Connection::Attempt {
  std::optional<api::Response> response;
  lang::Error error;
  bool again = false;
  bool absent = false;  // no connection came about
};

Connection::Connection(std::string url, std::unique_ptr<Http> http, const HttpOptions& options, Sleep sleep)
    : url_(std::move(url)), http_(std::move(http)), options_(options), sleep_(std::move(sleep)) {
  if (!sleep_) {
    sleep_ = [](milliseconds duration) {
      std::this_thread::sleep_for(duration);
      return true;
    };
  }
}

bool is_ok(const api::Response& response) {
  return response.responseCode == api::ResponseCode::OK || response.responseCode == api::ResponseCode::WARNING;
}

std::vector<std::string> notes(const api::Response& response) {
  std::vector<std::string> result;
  for (const api::ResponseDetail& detail : response.details) {
    if (detail.__isset.message && !detail.message.empty()) result.push_back(detail.message);
  }
  return result;
}

std::string details(const api::Response& response) {
  return fmt::format("{}", fmt::join(notes(response), "; "));
}

lang::Error no_result(const std::string& method) {
  return make_error(lang::ErrorClass::unreachable, fmt::format("the scheduler's answer to {} holds no result", method));
}

lang::Error refusal(const api::Response& response, const std::string& method) {
  lang::ErrorClass kind = lang::ErrorClass::findings;
  if (response.responseCode == api::ResponseCode::AUTH_FAILED) kind = lang::ErrorClass::denied;
  if (response.responseCode == api::ResponseCode::JOB_UPDATING_ERROR) kind = lang::ErrorClass::conflict;
  std::string words = details(response);
  while (words.ends_with('.')) words.pop_back();
  if (words.empty()) words = fmt::format("it answered {} without a reason", api::name_of(response.responseCode));
  lang::Error error = make_error(kind, fmt::format("the scheduler refused {}: {}", method, words));
  if (response.responseCode == api::ResponseCode::JOB_UPDATING_ERROR) {
    error.hint = "wait for the update of this job to end, or abort it";
  }
  return error;
}

lang::Result<api::Response> Connection::accepted(lang::Result<api::Response> reply, const std::string& method) {
  if (reply && !is_ok(*reply)) return refusal(*reply, method);
  return reply;
}

// A request to whoever leads. Redirections keep method, headers and body. (api.md §3.2)
HttpOutcome Connection::post_to_leader(const std::string& body) {
  Headers headers = {{"Content-Type", api::binary_media_type},
                     {"Accept", api::binary_media_type},
                     {"Accept-Encoding", "gzip"},
                     {"User-Agent", options_.user_agent}};
  if (options_.bypass_leader_redirect) headers.emplace_back("Bypass-Leader-Redirect", "true");
  if (options_.basic_auth) {
    headers.emplace_back("Authorization",
                         "Basic " + base64(options_.basic_auth->user + ":" + options_.basic_auth->password));
  }
  std::string target = leader_.empty() ? url_ : leader_;
  for (int i = 0; i <= most_redirections; ++i) {
    HttpOutcome outcome = http_->post(target, headers, body);
    const auto* reply = std::get_if<HttpReply>(&outcome);
    if (reply == nullptr || (reply->status != 307 && reply->status != 308)) {
      // A leader that does not answer as one is not remembered: the next try starts at the address given.
      leader_ = reply != nullptr && reply->status == 200 && target != url_ ? target : "";
      return outcome;
    }
    auto next = parse_url(reply->location);
    if (!next) return HttpFailure{true, false, fmt::format("it redirects to `{}`", reply->location)};
    if (target.starts_with("https://") && next->scheme != "https" && options_.basic_auth) {
      return HttpFailure{true, false, "it redirects from https to http, where the password is not sent"};
    }
    target = next->text();
  }
  leader_.clear();
  return HttpFailure{true, false, fmt::format("it redirects more than {} times", most_redirections)};
}

Connection::Attempt Connection::read_reply(Repeat repeat, const std::string& method, std::int32_t sequence,
                                           const HttpReply& reply) const {
  Attempt result;
  const char* doubt = repeat == Repeat::unsafe ? "; the request may have been carried out" : "";
  if (reply.status == 401 || reply.status == 403) {
    result.error = make_error(
        lang::ErrorClass::denied,
        fmt::format("{} does not let this user call {} (HTTP {})", url_, method, reply.status),
        options_.basic_auth ? "check user and password" : "put user and password of this host into ~/.netrc");
    return result;
  }
  if (reply.status == 503) {
    result.error = make_error(lang::ErrorClass::unreachable,
                              fmt::format("no scheduler leads at {}; the request was not carried out", url_));
    result.again = true;
    return result;
  }
  if (reply.status == 404 || reply.status == 405 || reply.status == 415) {
    result.error = make_error(lang::ErrorClass::unreachable,
                              fmt::format("there is no scheduler's API at {} (HTTP {})", url_, reply.status));
    return result;
  }
  if (reply.status != 200) {
    result.error = make_error(lang::ErrorClass::unreachable,
                              fmt::format("{} answered {} with HTTP {}{}", url_, method, reply.status, doubt));
    result.again = repeat == Repeat::safe && reply.status >= 500;
    return result;
  }
  const auto wire = api::body_wire(reply.content_type);
  if (!wire) {
    result.error = make_error(
        lang::ErrorClass::unreachable,
        fmt::format("{} answered {} with `{}`, not as a scheduler{}", url_, method, reply.content_type, doubt));
    return result;
  }
  auto response = api::decode_reply(*wire, reply.body, method, sequence);
  if (!response) {
    result.error = response.error();
    result.error.message += doubt;
    return result;
  }
  if (response->responseCode == api::ResponseCode::ERROR_TRANSIENT) {
    result.error = make_error(
        lang::ErrorClass::unreachable,
        fmt::format("the scheduler is not ready for {}: {}; nothing was carried out", method, details(*response)));
    result.again = true;
    return result;
  }
  result.response = std::move(*response);
  return result;
}

Connection::Attempt Connection::attempt(Repeat repeat, const std::string& method, std::int32_t sequence,
                                        const std::string& body) {
  const HttpOutcome outcome = post_to_leader(body);
  if (const auto* reply = std::get_if<HttpReply>(&outcome)) return read_reply(repeat, method, sequence, *reply);
  const HttpFailure& failure = std::get<HttpFailure>(outcome);
  Attempt result;
  const char* fate = "";
  if (failure.nothing_sent) {
    fate = "; the request was not carried out";
  } else if (repeat == Repeat::unsafe) {
    fate = "; the request may have been carried out";
  }
  result.error = make_error(lang::ErrorClass::unreachable,
                            fmt::format("no answer from {} to {}: {}{}", url_, method, failure.reason, fate));
  result.absent = failure.nothing_sent;
  result.again = failure.nothing_sent || repeat == Repeat::safe;
  return result;
}

bool Connection::give_up(const Attempt& attempt, SteadyClock::time_point started) const {
  if (!attempt.again) return true;
  milliseconds limit = options_.total_timeout;
  // An address where nobody ever listened is told at once; one that answered a moment ago gets its time.
  if (attempt.absent) limit = reached_before_ ? std::min(limit, patience_after_contact) : milliseconds(0);
  return SteadyClock::now() - started >= limit;
}

lang::Result<api::Response> Connection::exchange(Repeat repeat, const std::string& method, std::int32_t sequence,
                                                 const std::string& body) {
  const auto started = SteadyClock::now();
  milliseconds pause = options_.first_retry;
  for (;;) {
    Attempt result = attempt(repeat, method, sequence, body);
    if (result.response) {
      reached_before_ = true;
      return std::move(*result.response);
    }
    if (give_up(result, started)) return result.error;
    if (!sleep_(pause)) {
      result.error.kind = lang::ErrorClass::interrupted;
      return result.error;
    }
    pause = std::min(pause * 2, longest_pause);
  }
}

}  // namespace borealis::client::aurora
