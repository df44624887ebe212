#include "client/aurora/http.h"

#include <fmt/format.h>
#include <httplib.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <map>
#include <optional>
#include <thread>

#include "client/aurora/base64.h"
#include "client/aurora/negotiate.h"
#include "client/aurora/tls_failure.h"

namespace borealis::client::aurora {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

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

// A kept-alive connection to one origin.
struct Link {
  explicit Link(const std::string& origin) : client(origin) {}
  httplib::Client client;
  std::atomic<int> socket = -1;  // the newest
  std::optional<Proxy> proxy;
};

std::string proxy_text(const std::optional<Proxy>& proxy) {
  return proxy ? fmt::format("the proxy {} ({})", proxy->url.origin(), proxy->variable) : "";
}

// One exchange. It runs on a thread of its own, so that the caller can end it at any time: the library's own limits are
// for each read, and a peer that sends a byte a second would keep it for ever.
struct Exchange {
  std::shared_ptr<Link> link;
  Url url;
  httplib::Request request;
  bool negotiate = false;
  std::optional<std::string_view> beginning;  // of the answer, when it is to be read

  HttpReply reply;
  httplib::Error error = httplib::Error::Success;
  std::string no_connection;  // why, when none came about
  std::optional<lang::Error> no_token;
  long verify_result = 0;
  bool too_long = false;
  bool garbage = false;
  bool answered = false;

  std::atomic<bool> ending = false;
  std::atomic<bool> sending = false;  // the login, if one is wanted, is made
  bool left_alone = false;            // the thread goes on by itself: what it writes is not to be read
  int done = -1;                      // an eventfd, readable when the thread is through

  ~Exchange() {
    if (done >= 0) close(done);
  }
  void run();
  bool log_in();
  void send();
  void read_head(const httplib::Response& response);
  bool take(const char* data, std::size_t size);
};

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

enum class End : std::uint8_t { done, timed_out, interrupted };

milliseconds left_until(Clock::time_point deadline) {
  return std::max(milliseconds(0), std::chrono::ceil<milliseconds>(deadline - Clock::now()));
}

std::string in_seconds(milliseconds time) {
  return time.count() % 1000 == 0 ? fmt::format("{} s", time.count() / 1000)
                                  : fmt::format("{:.1f} s", static_cast<double>(time.count()) / 1000);
}

// Errors that come before the first byte of the request.
bool before_sending(httplib::Error error) {
  switch (error) {
    case httplib::Error::Connection:
    case httplib::Error::ConnectionTimeout:
    case httplib::Error::SSLConnection:
    case httplib::Error::SSLLoadingCerts:
    case httplib::Error::SSLServerVerification:
      return true;
    default:
      return false;
  }
}

class HttplibHttp : public Http {
 public:
  explicit HttplibHttp(const HttpOptions& options) : options_(options) {}

  HttpOutcome post(const HttpRequest& request) override {
    auto url = parse_url(request.url);
    if (!url) return HttpFailure{true, url.error().message, true, false, url.error().hint};
    auto link = link_to(*url, request.deadline);
    if (!link) return HttpFailure{true, link.error().message, true, false, link.error().hint};
    auto exchange = std::make_shared<Exchange>();
    exchange->url = *url;
    exchange->link = *link;
    exchange->negotiate = request.negotiate;
    exchange->reply.proxy = proxy_text((*link)->proxy);
    exchange->request.method = "POST";
    exchange->request.path = url->path;
    for (const auto& [name, value] : request.headers) exchange->request.headers.emplace(name, value);
    // The library would send the proxy's login to the scheduler, too, behind the tunnel that the proxy makes.
    if ((*link)->proxy && url->scheme == "https") exchange->request.headers.emplace("Proxy-Authorization", "");
    exchange->request.body = request.body;
    const auto started = Clock::now();
    const End end = carry_out(exchange, request.deadline);
    if (end == End::done && exchange->answered) return std::move(exchange->reply);
    links_.erase(url->origin());  // what is left on the connection belongs to nobody
    return failure_of(*exchange, end, std::chrono::ceil<milliseconds>(Clock::now() - started));
  }

 private:
  lang::Result<std::shared_ptr<Link>> link_to(const Url& url, Clock::time_point deadline) {
    std::shared_ptr<Link>& link = links_[url.origin()];
    if (!link) {
      auto proxy = options_.proxy ? options_.proxy(url) : std::optional<Proxy>();
      if (!proxy) return proxy.error();
      link = std::make_shared<Link>(url.origin());
      link->proxy = std::move(*proxy);
      if (link->proxy) {
        link->client.set_proxy(link->proxy->url.bare_host(), link->proxy->url.port);
        if (!link->proxy->user.empty()) link->client.set_proxy_basic_auth(link->proxy->user, link->proxy->password);
      }
      link->client.set_keep_alive(true);
      link->client.set_tcp_nodelay(true);  // else every POST waits 40 ms
      link->client.set_follow_location(false);
      link->client.set_socket_options([raw = link.get()](socket_t socket) { raw->socket = socket; });
      if (!options_.ca_file.empty()) link->client.set_ca_cert_path(options_.ca_file);
    }
    // The deadline is ours to notice; the library's limits come after it.
    const milliseconds left = left_until(deadline) + milliseconds(1'000);
    link->client.set_connection_timeout(std::min(options_.connect_timeout, left));
    link->client.set_read_timeout(std::min(options_.read_timeout, left));
    link->client.set_write_timeout(std::min(options_.read_timeout, left));
    return link;
  }

  // Runs the exchange on a thread, to its end, the deadline or the wish to stop, whichever comes first.
  End carry_out(const std::shared_ptr<Exchange>& exchange, Clock::time_point deadline) {
    exchange->done = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);  // signals are for the caller's thread
    std::thread thread([exchange] { exchange->run(); });
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    End end = End::done;
    if (!wait_for(exchange->done, deadline, true)) {
      end = stop_wanted() ? End::interrupted : End::timed_out;
      exchange->ending = true;
      // A socket that is shut down ends whatever the library waits for on it; there may be another address to try.
      // Nothing ends a question for a ticket.
      const auto patience = Clock::now() + milliseconds(exchange->sending ? 2'000 : 100);
      do {
        if (const int socket = exchange->link->socket; socket >= 0) shutdown(socket, SHUT_RDWR);
      } while (!wait_for(exchange->done, Clock::now() + milliseconds(20), false) && Clock::now() < patience);
      if (!wait_for(exchange->done, Clock::now(), false)) {
        exchange->left_alone = true;
        thread.detach();  // a resolver that doesn't answer; it holds all that it needs
        return end;
      }
    }
    thread.join();
    return end;
  }

  bool stop_wanted() const { return options_.interruption && options_.interruption->requested(); }

  // Whether `done` became readable before the deadline and before a stop was asked for.
  bool wait_for(int done, Clock::time_point deadline, bool interruptible) const {
    const int wake = interruptible && options_.interruption ? options_.interruption->descriptor() : -1;
    for (;;) {
      pollfd waits[2] = {{done, POLLIN, 0}, {wake, POLLIN, 0}};
      poll(waits, 2, static_cast<int>(left_until(deadline).count()));
      if ((waits[0].revents & POLLIN) != 0) return true;
      if (interruptible && stop_wanted()) return false;
      if (Clock::now() >= deadline) return false;
    }
  }

  // The reason of an exchange that the library ended.
  void explain(const Exchange& exchange, milliseconds took, HttpFailure& failure) const {
    switch (exchange.error) {
      case httplib::Error::Connection:
        failure.reason = exchange.no_connection;
        break;
      case httplib::Error::ConnectionTimeout:
        failure.reason = "no connection in time";
        break;
      case httplib::Error::SSLConnection:
        failure.reason = "no TLS connection came about";
        failure.hint = "does this port speak https?";
        break;
      case httplib::Error::SSLLoadingCerts:
        failure.hopeless = true;
        failure.reason = fmt::format("the certificates of {} cannot be read",
                                     options_.ca_file.empty() ? "the system" : options_.ca_file);
        break;
      case httplib::Error::SSLServerVerification:
        failure = certificate_failure(exchange.verify_result, exchange.url.bare_host(), options_.ca_file);
        break;
      case httplib::Error::Write:
        failure.reason = "the connection broke off while sending";
        break;
      case httplib::Error::Canceled:
        failure.reason = exchange.too_long ? "the answer is longer than 128 MiB" : "the answer is none of a scheduler";
        break;
      default:
        failure.reason = took >= options_.read_timeout ? fmt::format("no answer within {}", in_seconds(took))
                         : exchange.reply.status != 0  ? "the connection broke off in the middle of the answer"
                                                       : "the connection broke off before the answer";
    }
  }

  HttpFailure failure_of(const Exchange& exchange, End end, milliseconds took) const {
    HttpFailure failure;
    if (end == End::done && exchange.no_token)
      return {true, exchange.no_token->message, true, false, exchange.no_token->hint, true};
    // A thread that was left alone still looks for an address, or has sent something on a connection of before.
    failure.nothing_sent =
        !exchange.sending || (exchange.left_alone ? exchange.link->socket < 0 : before_sending(exchange.error));
    failure.interrupted = end == End::interrupted;
    if (end == End::done) {
      explain(exchange, took, failure);
    } else {
      failure.reason = end == End::interrupted ? "interrupted"
                       : !exchange.sending     ? fmt::format("no Kerberos ticket within {}", in_seconds(took))
                                               : fmt::format("no answer within {}", in_seconds(took));
    }
    if (exchange.link->proxy && !failure.interrupted)
      failure.reason += fmt::format(", through {}", proxy_text(exchange.link->proxy));
    return failure;
  }

  HttpOptions options_;
  std::map<std::string, std::shared_ptr<Link>> links_;  // by origin
};

}  // namespace

std::unique_ptr<Http> make_http(const HttpOptions& options) {
  return std::make_unique<HttplibHttp>(options);
}

}  // namespace borealis::client::aurora
