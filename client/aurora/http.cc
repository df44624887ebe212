#include "client/aurora/http.h"

#include <fmt/format.h>
#include <httplib.h>

#include <map>

namespace borealis::client::aurora {
namespace {

using Clock = std::chrono::steady_clock;

// An answer longer than this is none that we asked for.
constexpr std::size_t most_bytes = 512u << 20;

class HttplibHttp : public Http {
 public:
  explicit HttplibHttp(const HttpOptions& options) : options_(options) {}

  HttpOutcome post(const std::string& text, const Headers& headers, const std::string& body) override {
    auto url = parse_url(text);
    if (!url) return HttpFailure{true, false, url.error().message};
    httplib::Client& client = client_for(url->origin());
    httplib::Request request;
    request.method = "POST";
    request.path = url->path;
    for (const auto& [name, value] : headers) request.headers.emplace(name, value);
    request.body = body;

    HttpReply reply;
    bool too_long = false;
    const auto deadline = Clock::now() + options_.total_timeout;
    request.content_receiver = [&](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
      too_long = reply.body.size() + size > most_bytes;
      if (too_long || Clock::now() > deadline) return false;
      reply.body.append(data, size);
      return true;
    };
    const httplib::Result result = client.send(request);
    if (!result) {
      // What is left on the connection belongs to nobody.
      client.stop();
      return failure(result.error(), too_long);
    }
    reply.status = result->status;
    reply.content_type = result->get_header_value("Content-Type");
    reply.location = result->get_header_value("Location");
    return reply;
  }

 private:
  httplib::Client& client_for(const std::string& origin) {
    std::unique_ptr<httplib::Client>& client = clients_[origin];
    if (!client) {
      client = std::make_unique<httplib::Client>(origin);
      client->set_keep_alive(true);
      client->set_tcp_nodelay(true);  // else every POST waits 40 ms
      client->set_follow_location(false);
      client->set_connection_timeout(options_.connect_timeout);
      client->set_read_timeout(options_.read_timeout);
      client->set_write_timeout(options_.read_timeout);
    }
    return *client;
  }

  HttpFailure failure(httplib::Error error, bool too_long) const {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(options_.read_timeout).count();
    switch (error) {
      case httplib::Error::Connection:
        return {true, true, "connection refused"};
      case httplib::Error::ConnectionTimeout:
        return {true, false, "no connection in time"};
      case httplib::Error::SSLConnection:
        return {true, false, "no TLS connection came about"};
      case httplib::Error::SSLLoadingCerts:
        return {true, false, "the certificates could not be loaded"};
      case httplib::Error::SSLServerVerification:
        return {true, false, "its certificate is not trusted"};
      case httplib::Error::Read:
        return {false, false, fmt::format("the connection broke off, or was silent for {} s", seconds)};
      case httplib::Error::Write:
        return {false, false, "the connection broke off while sending"};
      case httplib::Error::Canceled:
        return {false, false, too_long ? "the answer is too long" : "the answer did not end in time"};
      default:
        return {false, false, httplib::to_string(error)};
    }
  }

  HttpOptions options_;
  std::map<std::string, std::unique_ptr<httplib::Client>> clients_;
};

}  // namespace

std::unique_ptr<Http> make_http(const HttpOptions& options) {
  return std::make_unique<HttplibHttp>(options);
}

}  // namespace borealis::client::aurora
