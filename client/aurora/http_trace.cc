#include "client/aurora/http_trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "client/api/codec.h"
#include "client/api/plain_json.h"
#include "lang/json.h"

namespace borealis::client::aurora {
namespace {

// A page of another server is shown up to here.
constexpr std::size_t most_foreign_bytes = 2'000;

bool same_name(const std::string& a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return (x >= 'A' && x <= 'Z' ? static_cast<char>(x + 32) : x) == y;
         });
}

std::string masked(const std::string& name, const std::string& value) {
  static constexpr std::array<std::string_view, 4> secret = {"authorization", "proxy-authorization", "cookie",
                                                             "set-cookie"};
  if (std::none_of(secret.begin(), secret.end(), [&](std::string_view known) { return same_name(name, known); }))
    return value;
  // The scheme is no secret.
  const auto space = value.find(' ');
  return same_name(name, "authorization") && space != std::string::npos ? value.substr(0, space) + " ***" : "***";
}

std::string headers_text(const char* mark, const Headers& headers) {
  std::string text;
  for (const auto& [name, value] : headers) text += fmt::format("{}{}: {}\n", mark, name, masked(name, value));
  return text;
}

// Text with the mark before every line; what a terminal would act on is left out.
std::string marked(const char* mark, std::string_view body) {
  std::string text;
  bool begins = true;
  for (const char c : body) {
    if (begins) text += mark;
    begins = c == '\n';
    text += (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7f ? '?' : c;
  }
  if (!text.empty() && !begins) text += '\n';
  return text;
}

// The response by names, when it is one.
std::string by_names(const HttpReply& reply) {
  if (reply.status != 200 || api::body_wire(reply.content_type) != api::Wire::json) return {};
  // [1,"METHOD",2,SEQUENCE,...
  const auto method_end = reply.body.find('"', 4);
  if (method_end == std::string::npos) return {};
  const std::string method = reply.body.substr(4, method_end - 4);
  const auto number = reply.body.find(',', reply.body.find(',', method_end) + 1);
  if (number == std::string::npos) return {};
  const auto sequence = static_cast<std::int32_t>(std::strtol(reply.body.c_str() + number + 1, nullptr, 10));
  const auto response = api::decode_reply(api::Wire::json, reply.body, method, sequence);
  return response ? lang::to_json(api::to_data(*response), {2}) : "";
}

}  // namespace

std::string trace_of(const HttpRequest& request) {
  return fmt::format("--> POST {}\n", request.url) + headers_text("-->   ", request.headers) +
         (request.negotiate ? "-->   Authorization: Negotiate ***\n" : "") + marked("-->   ", request.body);
}

std::string trace_of(const HttpOutcome& outcome, std::chrono::milliseconds took) {
  if (const auto* failure = std::get_if<HttpFailure>(&outcome)) {
    return fmt::format("<-- no answer after {} ms: {}\n", took.count(), failure->reason);
  }
  const auto& reply = std::get<HttpReply>(outcome);
  const bool foreign = !api::body_wire(reply.content_type);
  std::string text = fmt::format("<-- HTTP {} after {} ms, {} bytes\n", reply.status, took.count(), reply.body.size());
  text += headers_text("<--   ", reply.headers);
  text += marked("<--   ", std::string_view(reply.body).substr(0, foreign ? most_foreign_bytes : std::string::npos));
  return text + marked("<--   ", by_names(reply));
}

}  // namespace borealis::client::aurora
