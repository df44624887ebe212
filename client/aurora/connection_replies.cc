// How answers, and what is none, are understood.
#include <fmt/format.h>

#include <algorithm>

#include "client/api/names.h"
#include "client/aurora/connection_attempt.h"

namespace borealis::client::aurora {

namespace {

// The embedded cluster answers to names of its machine only: a name that a foreign server could have led here is none.
lang::Error refused_host(const std::string& url, const std::string& method) {
  const auto parts = parse_url(url);
  return {lang::ErrorClass::denied,
          fmt::format("the embedded cluster at {} answers to localhost and 127.0.0.1 only, not to the name '{}' (HTTP "
                      "403); {} was not carried out",
                      url, parts ? parts->bare_host() : "", method),
          "write http://127.0.0.1:PORT as its address in clusters.json; from another machine, forward a port there: "
          "ssh -L PORT:127.0.0.1:PORT HOST",
          {}};
}

bool is_refused_host(const HttpReply& reply) {
  return reply.status == 403 && std::ranges::any_of(reply.headers, [](const auto& header) {
           return header.first == "X-Borealis-Refused" && header.second == "host";
         });
}

}  // namespace

bool wants_kerberos(const HttpReply& reply) {
  return reply.status == 401 && std::any_of(reply.headers.begin(), reply.headers.end(), [](const auto& header) {
           return header.first == "WWW-Authenticate" && header.second.starts_with("Negotiate");
         });
}

Connection::Attempt Connection::not_allowed(const Call& call, const HttpReply& reply) const {
  Attempt result;
  result.error.kind = lang::ErrorClass::denied;
  result.error.message = fmt::format("{} does not let {} call {} (HTTP {}); the request was not carried out", url_,
                                     login_                     ? fmt::format("the user {}", login_->user)
                                     : !reply.principal.empty() ? reply.principal
                                                                : "somebody without a login",
                                     call.method, reply.status);
  if (login_) {
    result.error.hint = fmt::format("check user and password in {}", login_->source);
  } else if (!reply.principal.empty()) {
    result.error.hint = "the scheduler does not take this Kerberos login; `klist` shows your tickets";
  } else if (wants_kerberos(reply)) {
    result.error.hint =
        "the scheduler wants a Kerberos login: its entry in clusters.json needs `\"auth_mechanism\": \"KERBEROS\"`";
  } else if (!kept_back_from_.empty()) {
    result.error.hint = fmt::format(
        "the login was not sent to {}, where the request was redirected: list that host in `credentials_hosts` of the "
        "cluster in clusters.json if it may have it",
        kept_back_from_);
  } else {
    const auto url = parse_url(url_);
    result.error.hint = fmt::format(
        "put `machine {} login USER password PASSWORD` into ~/.netrc, or name a file that holds USER:PASSWORD as "
        "`credentials_file` of the cluster in clusters.json",
        url ? url->bare_host() : "HOST");
  }
  return result;
}

Connection::Attempt Connection::read_reply(const Call& call, const HttpReply& reply) {
  Attempt result;
  if (is_refused_host(reply)) {
    result.error = refused_host(url_, call.method);
    return result;
  }
  if (reply.status == 401 || reply.status == 403) return not_allowed(call, reply);
  if (!reply.proxy.empty()) result.error.hint = fmt::format("the answer may be that of {}", reply.proxy);
  if (reply.status == 407) {
    result.error.kind = lang::ErrorClass::denied;
    result.error.message = fmt::format("{} wants a login (HTTP 407); the request was not carried out", reply.proxy);
    result.error.hint = "it stands in the variable's value: http://USER:PASSWORD@HOST:PORT";
    return result;
  }
  result.error.kind = lang::ErrorClass::unreachable;
  if (reply.status == 503) {
    result.error.message = fmt::format("no scheduler leads at {}; the request was not carried out", url_);
    result.again = Again::ready;
    return result;
  }
  if (reply.status == 404 || reply.status == 405 || reply.status == 415) {
    result.error.message = fmt::format("there is no scheduler's API at {} (HTTP {})", url_, reply.status);
    return result;
  }
  if (reply.status != 200) {
    result.error.message = fmt::format("{} answered {} with HTTP {}", url_, call.method, reply.status);
    result.unknown = true;
    if (reply.status >= 500) result.again = Again::broken;
    return result;
  }
  return read_response(call, reply);
}

Connection::Attempt Connection::read_response(const Call& call, const HttpReply& reply) {
  Attempt result;
  result.error.kind = lang::ErrorClass::unreachable;
  const auto found = api::body_wire(reply.content_type);
  if (!found) {
    result.error.message =
        fmt::format("{} answered {} with `{}`, not as a scheduler", url_, call.method, reply.content_type);
    result.unknown = true;
    return result;
  }
  auto response = api::decode_reply(*found, reply.body, call.method, call.sequence);
  if (!response) {
    result.error = response.error();
    result.unknown = true;
    return result;
  }
  if (response->responseCode == api::ResponseCode::ERROR_TRANSIENT) {
    result.error.message =
        fmt::format("the scheduler is not ready for {}: {}; nothing was carried out", call.method, details(*response));
    result.again = Again::ready;
    return result;
  }
  result.response = std::move(*response);
  return result;
}

Connection::Attempt Connection::read_failure(const Call& call, const HttpFailure& failure) {
  Attempt result;
  result.error.kind = failure.interrupted ? lang::ErrorClass::interrupted : lang::ErrorClass::unreachable;
  result.error.message = failure.interrupted ? fmt::format("interrupted while {} was waited for", call.method)
                         : failure.denied
                             ? fmt::format("no login to {} for {}: {}", url_, call.method, failure.reason)
                             : fmt::format("no answer from {} to {}: {}", url_, call.method, failure.reason);
  if (failure.denied) result.error.kind = lang::ErrorClass::denied;
  if (failure.nothing_sent && call.repeat == Repeat::unsafe)
    result.error.message += "; the request was not carried out";
  result.error.hint = failure.hint;
  result.unknown = !failure.nothing_sent;
  if (!failure.hopeless && !failure.interrupted) result.again = failure.nothing_sent ? Again::absent : Again::broken;
  return result;
}

}  // namespace borealis::client::aurora
