#include "cluster/runner/health_monitor.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace borealis::runner {

namespace {

// An interval of 0 is a check after the other; a shell or a server needs some air.
constexpr double kMinInterval = 0.1;

std::string trimmed_lower(const std::string& text) {
  constexpr const char* kBlanks = " \t\r\n\f\v";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string::npos) return "";
  std::string kept = text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
  for (char& c : kept) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return kept;
}

std::string shortened(const std::string& text) {
  return text.size() < 10 ? text : text.substr(0, 7) + "...";
}

}  // namespace

std::string judge(const HttpAnswer& answer, const schema::HttpHealthChecker& expected, const std::string& url) {
  if (!answer.failure.empty()) return "Failed to signal " + url + ": " + answer.failure;
  const std::string body = answer.code >= 400 ? "" : trimmed_lower(answer.body);
  const std::string wanted = trimmed_lower(expected.expected_response);
  if (!wanted.empty() && body != wanted) {
    return "Response differs from expected response (expected \"" + shortened(expected.expected_response) +
           "\", got \"" + shortened(body) + "\")";
  }
  if (expected.expected_response_code != 0 && expected.expected_response_code != answer.code) {
    return "Response code differs from expected response (expected " + std::to_string(expected.expected_response_code) +
           ", got " + std::to_string(answer.code) + ")";
  }
  return "";
}

HealthMonitor::HealthMonitor(Loop& loop, Children& children, Settings settings, Callbacks callbacks)
    : loop_(loop),
      children_(children),
      settings_(std::move(settings)),
      callbacks_(std::move(callbacks)),
      counter_(settings_.config),
      timeout_(seconds(settings_.config.timeout_secs)) {
  timer_ = loop_.at(Clock::now(), [this] { check(); });
}

HealthMonitor::~HealthMonitor() {
  loop_.cancel(timer_);
}

void HealthMonitor::check() {
  timer_ = 0;
  if (counter_.out_of_attempts()) {
    const auto dead = callbacks_.dead;
    return dead("Not enough successful health checks in time.");
  }
  if (access(settings_.snooze_file.c_str(), F_OK) == 0) return checked("");
  if (settings_.port != 0) {
    check_http();
  } else {
    check_shell();
  }
}

void HealthMonitor::check_http() {
  const schema::HttpHealthChecker http = settings_.config.health_checker->http.value_or(schema::HttpHealthChecker{});
  HttpRequest request{"GET", settings_.port, http.endpoint, timeout_, true};
  const std::string url = url_of(request);
  exchange_ = std::make_unique<HttpExchange>(
      loop_, std::move(request), [this, http, url](const HttpAnswer& answer) { checked(judge(answer, http, url)); });
}

void HealthMonitor::check_shell() {
  shell_ =
      std::make_unique<ShellCheck>(loop_, children_, settings_.config.health_checker->shell->shell_command,
                                   settings_.account, timeout_, [this](const std::string& reason) { checked(reason); });
}

void HealthMonitor::checked(const std::string& reason) {
  const HealthCounter::Verdict verdict = counter_.record(reason.empty());
  if (verdict == HealthCounter::Verdict::dead) {
    const auto dead = callbacks_.dead;  // it may destroy us
    return dead(reason);
  }
  timer_ =
      loop_.at(Clock::now() + seconds(std::max(settings_.config.interval_secs, kMinInterval)), [this] { check(); });
  if (verdict == HealthCounter::Verdict::running) callbacks_.running();
}

}  // namespace borealis::runner
