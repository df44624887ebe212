#include "client/aurora/exchange.h"

#include <fmt/format.h>

#include <algorithm>

#include "client/aurora/base64.h"
#include "client/aurora/negotiate.h"
#include "client/aurora/tls_failure.h"

namespace borealis::client::aurora {
namespace {

// An answer longer than this is none that we asked for.
constexpr std::size_t most_bytes = 128u << 20;
// What is no scheduler's answer (an error page) is read up to here.
constexpr std::size_t most_foreign_bytes = 64u << 10;

// How a scheduler's answer of this Content-Type begins; nothing: that is no scheduler's answer. (api.md §1.2, §2)
std::optional<std::string_view> beginning_of(std::string_view content_type) {
  std::string type(content_type.substr(0, content_type.find(';')));
  for (char& c : type) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  if (type == "application/vnd.apache.thrift.binary") return std::string_view("\x80\x01", 2);
  if (type == "application/vnd.apache.thrift.json" || type == "application/json" || type == "application/x-thrift")
    return "[1,";
  return std::nullopt;
}

}  // namespace

std::string proxy_text(const std::optional<Proxy>& proxy) {
  return proxy ? fmt::format("the proxy {} ({})", proxy->url.origin(), proxy->variable) : "";
}

void Exchange::read_head(const httplib::Response& response) {
  reply.status = response.status;
  reply.content_type = response.get_header_value("Content-Type");
  reply.location = response.get_header_value("Location");
  for (const auto& [name, value] : response.headers) reply.headers.emplace_back(name, value);
  if (response.status == 200) beginning = beginning_of(reply.content_type);
}

bool Exchange::take(const char* data, std::size_t size) {
  if (ending) return false;
  if (!beginning) {
    reply.body.append(data, std::min(size, most_foreign_bytes - std::min(most_foreign_bytes, reply.body.size())));
    // Nobody reads on: the status and the type say enough.
    return reply.body.size() < most_foreign_bytes;
  }
  too_long = reply.body.size() + size > most_bytes;
  if (too_long) return false;
  reply.body.append(data, size);
  // Garbage of any length is not worth reading.
  const std::string_view begun = std::string_view(reply.body).substr(0, beginning->size());
  garbage = begun != beginning->substr(0, begun.size());
  return !garbage;
}

void Exchange::run() {
  sending = log_in();
  if (sending) send();
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(done, &one, sizeof(one));
}

bool Exchange::log_in() {
  if (!negotiate) return true;
  auto token = negotiate_token(url.bare_host());
  if (!token) {
    no_token = token.error();
    return false;
  }
  reply.principal = token->principal;
  request.headers.emplace("Authorization", "Negotiate " + to_base64(token->token));
  return !ending;
}

void Exchange::send() {
  request.response_handler = [this](const httplib::Response& response) {
    read_head(response);
    return !ending;
  };
  request.content_receiver = [this](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
    return take(data, size);
  };
  const httplib::Result result = link->client.send(request);
  error = result.error();
  answered = static_cast<bool>(result) || (!beginning && reply.status != 0 && reply.body.size() >= most_foreign_bytes);
  if (result && reply.status == 0) read_head(*result);
  if (!result) {
    verify_result = link->client.get_openssl_verify_result();
    if (error == httplib::Error::Connection && !ending)
      no_connection = why_no_connection(link->proxy ? link->proxy->url : url);
  }
}

}  // namespace borealis::client::aurora
