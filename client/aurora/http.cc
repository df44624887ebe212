#include "client/aurora/http.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <csignal>
#include <map>
#include <optional>
#include <thread>

#include "client/aurora/exchange.h"
#include "client/aurora/tls_failure.h"

namespace borealis::client::aurora {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

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
