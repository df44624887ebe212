// A scheduler's place, for tests: answers each POST with what the test put there, and keeps what was sent.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "client/api/codec.h"
#include "client/aurora/connection.h"
#include "client/aurora/http.h"

namespace borealis::client::aurora::testing {

struct Sent {
  std::string url;
  Headers headers;
  std::string body;
  std::string method;  // of the call
  bool negotiate = false;
};

// What comes back: an HTTP outcome, or a response (built for the call that asks).
using Answer = std::function<HttpOutcome(const Sent& sent, std::int32_t sequence)>;

inline Answer http(int status, const std::string& location = "") {
  return
      [=](const Sent&, std::int32_t) { return HttpReply{status, "text/html", location, "<html></html>", {}, {}, {}}; };
}
// A scheduler that wants a Kerberos login.
inline Answer wants_ticket() {
  return [](const Sent& sent, std::int32_t) {
    return HttpReply{401, "", "", "", {{"WWW-Authenticate", "Negotiate"}}, sent.negotiate ? "ann@EXAMPLE.TEST" : "",
                     {}};
  };
}
inline Answer failure(bool nothing_sent) {
  return [=](const Sent&, std::int32_t) {
    return HttpFailure{
        nothing_sent, nothing_sent ? "connection refused" : "the connection broke off", false, false, {}};
  };
}
inline Answer answer(const api::Response& response) {
  return [=](const Sent& sent, std::int32_t sequence) {
    return HttpReply{
        200, api::binary_media_type, "", api::encode_reply(api::Wire::binary, sent.method, sequence, response), {}, {},
        {}};
  };
}
inline api::Response response(api::ResponseCode::type code, const std::string& message = "") {
  api::Response result;
  result.__set_responseCode(code);
  if (!message.empty()) {
    api::ResponseDetail detail;
    detail.__set_message(message);
    result.__set_details({detail});
  }
  return result;
}

class FakeHttp : public Http {
 public:
  explicit FakeHttp(std::vector<Sent>& sent, std::deque<Answer>& answers) : sent_(sent), answers_(answers) {}
  HttpOutcome post(const HttpRequest& request) override {
    const bool json = request.body.starts_with('[');
    auto call = api::CallReader::open(json ? api::Wire::json : api::Wire::binary, request.body);
    Sent sent{request.url, request.headers, request.body, call ? call->method() : "", request.negotiate};
    sent_.push_back(sent);
    if (answers_.empty()) return HttpFailure{true, "the test expected no further request", false, false, {}};
    Answer next = answers_.front();
    answers_.pop_front();
    return next(sent, call ? call->sequence() : 0);
  }

 private:
  std::vector<Sent>& sent_;
  std::deque<Answer>& answers_;
};

// A connection whose pauses take no time.
struct Fake {
  std::vector<Sent> sent;
  std::deque<Answer> answers;
  int pauses = 0;
  int pauses_allowed = 1000;

  Connection connect(const HttpOptions& options = {}) {
    return Connection("http://leader:8081/api", std::make_unique<FakeHttp>(sent, answers), options,
                      [this](std::chrono::milliseconds) { return ++pauses <= pauses_allowed; });
  }
};

}  // namespace borealis::client::aurora::testing
