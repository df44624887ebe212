#include "cluster/runner/lifecycle.h"

#include <utility>

namespace borealis::runner {

namespace {

constexpr Duration kPostTimeout = std::chrono::seconds(1);

}  // namespace

Lifecycle::Lifecycle(Loop& loop, schema::HttpLifecycleConfig config, int port, std::function<void()> done)
    : loop_(loop), config_(std::move(config)), port_(port), done_(std::move(done)) {
  post(config_.graceful_shutdown_endpoint, static_cast<double>(config_.graceful_shutdown_wait_secs),
       &Lifecycle::post_shutdown);
}

Lifecycle::~Lifecycle() {
  loop_.cancel(timer_);
}

// Any answer counts, an error code too: somebody is there and has heard it.
void Lifecycle::post(const std::string& endpoint, double wait_secs, void (Lifecycle::*next)()) {
  exchange_ = std::make_unique<HttpExchange>(
      loop_, HttpRequest{"POST", port_, endpoint, kPostTimeout, false},
      [this, wait_secs, next](const HttpAnswer& answer) {
        const Duration wait = answer.failure.empty() ? seconds(wait_secs) : Duration::zero();
        timer_ = loop_.at(Clock::now() + wait, [this, next] { (this->*next)(); });
      });
}

void Lifecycle::post_shutdown() {
  post(config_.shutdown_endpoint, static_cast<double>(config_.shutdown_wait_secs), &Lifecycle::finish);
}

void Lifecycle::finish() {
  const auto done = std::move(done_);
  done();
}

}  // namespace borealis::runner
