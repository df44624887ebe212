#include "client/aurora/connection.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <thread>

#include "client/api/names.h"
#include "client/aurora/base64.h"
#include "client/aurora/connection_attempt.h"
#include "client/aurora/http_trace.h"

namespace borealis::client::aurora {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

constexpr int most_redirections = 5;
constexpr milliseconds longest_pause{5'000};
// How long a scheduler that answered a moment ago may be away (it restarts, another one takes over).
constexpr milliseconds patience_after_contact{30'000};
// A read whose answer broke off or was an error page is made this many times in a row at most.
constexpr int most_broken_answers = 4;
// Less time than this is none for another try.
constexpr milliseconds shortest_try{50};
// A repetition that lasts longer than this is told.
constexpr milliseconds silent_repetition{2'000};

const char* const unknown_hint = "look at what the cluster shows before you try again";

}  // namespace

Connection::Connection(std::string url, std::unique_ptr<Http> http, const HttpOptions& options, Sleep sleep)
    : url_(std::move(url)), http_(std::move(http)), options_(options), sleep_(std::move(sleep)) {
  if (!sleep_) {
    sleep_ = [](milliseconds duration) {
      std::this_thread::sleep_for(duration);
      return true;
    };
  }
}

Connection::Connection(std::string name, Locate locate, std::unique_ptr<Http> http, const HttpOptions& options,
                       Sleep sleep)
    : Connection(std::move(name), std::move(http), options, std::move(sleep)) {
  locate_ = std::move(locate);
}

// A login goes to where clusters.json and ~/.netrc say, and never from https to http.
HttpOutcome Connection::post_once(const Url& url, const Url& first, const Call& call) {
  HttpRequest request{url.text(), {}, call.body, call.deadline};
  request.headers = {{"Content-Type", api::media_type(wire())},
                     {"Accept", api::media_type(wire())},
                     {"Accept-Encoding", "gzip"},
                     {"User-Agent", options_.user_agent}};
  request.negotiate = kerberos_origins_.contains(url.origin()) && (url.scheme == first.scheme || url.scheme == "https");
  if (options_.bypass_leader_redirect) request.headers.emplace_back(api::bypass_header, "true");
  login_.reset();
  kept_back_from_.clear();
  if (options_.login) {
    if (url.scheme == first.scheme || url.scheme == "https") login_ = options_.login(url, first);
    if (!login_ && options_.login(first, first)) kept_back_from_ = url.origin();
  }
  if (login_) {
    request.headers.emplace_back("Authorization", "Basic " + to_base64(login_->user + ":" + login_->password));
  }
  if (!options_.trace) return http_->post(request);
  options_.trace(trace_of(request));
  const auto started = SteadyClock::now();
  HttpOutcome outcome = http_->post(request);
  options_.trace(trace_of(outcome, std::chrono::duration_cast<milliseconds>(SteadyClock::now() - started)));
  return outcome;
}

// Kerberos is for those who ask for it: a token costs, and reads need none. What was refused was not carried out.
HttpOutcome Connection::post_logged_in(const Url& url, const Url& first, const Call& call) {
  HttpOutcome outcome = post_once(url, first, call);
  const auto* reply = std::get_if<HttpReply>(&outcome);
  if (!options_.kerberos || reply == nullptr || !wants_kerberos(*reply)) return outcome;
  if (!kerberos_origins_.insert(url.origin()).second) return outcome;
  return post_once(url, first, call);
}

// A request to whoever leads. Redirections keep method, headers and body. (api.md §3.2)
HttpOutcome Connection::post_to_leader(const std::string& first_text, const Call& call) {
  auto first = parse_url(first_text);
  if (!first) return HttpFailure{true, first.error().message, true, false, first.error().hint};
  Url target = *first;
  if (!leader_.empty()) target = parse_url(leader_).value();
  for (int i = 0; i <= most_redirections; ++i) {
    HttpOutcome outcome = post_logged_in(target, *first, call);
    const auto* reply = std::get_if<HttpReply>(&outcome);
    if (reply == nullptr || (reply->status != 307 && reply->status != 308)) {
      // A leader that does not answer as one is not remembered: the next try starts at the address given.
      leader_ =
          reply != nullptr && reply->status == 200 && (locate_ || target.text() != first_text) ? target.text() : "";
      return outcome;
    }
    reached_before_ = true;
    auto next = parse_url(reply->location);
    if (!next) return HttpFailure{true, fmt::format("it redirects to `{}`", reply->location), true, false, {}};
    target = *next;
  }
  leader_.clear();
  return HttpFailure{true, fmt::format("it redirects more than {} times", most_redirections), true, false, {}};
}

Connection::Attempt Connection::attempt(const Call& call) {
  if (locate_ && leader_.empty()) {
    auto located = locate_(call.deadline);
    if (const auto* missing = std::get_if<NotFound>(&located)) {
      Attempt result;
      result.error = missing->error;
      result.again = missing->again ? Again::ready : Again::no;
      return result;
    }
    url_ = std::get<std::string>(located);
  }
  const HttpOutcome outcome = post_to_leader(url_, call);
  const auto* reply = std::get_if<HttpReply>(&outcome);
  Attempt result = reply != nullptr ? read_reply(call, *reply) : read_failure(call, std::get<HttpFailure>(outcome));
  if (!result.unknown || call.repeat == Repeat::safe) {
    result.unknown = false;
    return result;
  }
  result.error.message += "; the request may have been carried out";
  if (result.error.hint.empty()) result.error.hint = unknown_hint;
  result.again = Again::no;
  return result;
}

bool Connection::give_up(const Attempt& attempt, SteadyClock::time_point started, int broken) const {
  milliseconds limit = options_.total_timeout;
  switch (attempt.again) {
    case Again::no:
      return true;
    case Again::broken:
      if (broken >= most_broken_answers) return true;
      break;
    case Again::absent:
      // An address where nobody ever listened is told at once; one that answered a moment ago, or was announced, gets
      // its time.
      limit = reached_before_ || locate_ ? std::min(limit, patience_after_contact) : milliseconds(0);
      break;
    case Again::ready:
      break;
  }
  return SteadyClock::now() - started >= limit;
}

std::string Connection::log_line(const Call& call, const Attempt& attempt, SteadyClock::duration took) const {
  const std::string end = attempt.response ? api::name_of(attempt.response->responseCode) : attempt.error.message;
  return fmt::format("{} at {}: {} ({} ms)", call.method, leader_.empty() ? url_ : leader_, end,
                     std::chrono::duration_cast<milliseconds>(took).count());
}

lang::Result<api::Response> Connection::exchange(Call call) {
  const auto listening = options_.interruption ? options_.interruption->listen() : nullptr;
  const auto started = SteadyClock::now();
  call.deadline = started + std::min(options_.total_timeout, limit_.value_or(options_.total_timeout));
  milliseconds pause = options_.first_retry;
  int broken = 0;
  std::optional<lang::Error> earlier;
  bool told = !options_.notice;
  for (;;) {
    const auto begun = SteadyClock::now();
    Attempt result = attempt(call);
    if (options_.log) options_.log(log_line(call, result, SteadyClock::now() - begun));
    outcome_unknown_ = result.unknown;
    if (result.response) {
      reached_before_ = true;
      return std::move(*result.response);
    }
    broken = result.again == Again::broken ? broken + 1 : 0;
    const auto left = std::chrono::ceil<milliseconds>(call.deadline - SteadyClock::now());
    // The last try may have had no time; what was wrong before says more.
    const bool interrupted = result.error.kind == lang::ErrorClass::interrupted;
    if (left <= milliseconds(0) && earlier && !result.unknown && !interrupted) return *earlier;
    if (left < shortest_try || give_up(result, started, broken)) return result.error;
    earlier = result.error;
    if (!told && SteadyClock::now() - started >= silent_repetition) {
      options_.notice(result.error.message);
      told = true;
    }
    if (!sleep_(std::min(pause, left / 2))) {
      result.error.kind = lang::ErrorClass::interrupted;
      result.error.message = "interrupted: " + result.error.message;
      return result.error;
    }
    pause = std::min(pause * 2, longest_pause);
  }
}

}  // namespace borealis::client::aurora
