// Checks the health of a task again and again: by HTTP, or by a shell command. (runner.md §11)
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "cluster/runner/account.h"
#include "cluster/runner/children.h"
#include "cluster/runner/health_counter.h"
#include "cluster/runner/http_exchange.h"
#include "cluster/runner/loop.h"
#include "cluster/runner/shell_check.h"

namespace borealis::runner {

class HealthMonitor {
 public:
  struct Callbacks {
    std::function<void()> running;                 // once, when healthy enough
    std::function<void(const std::string&)> dead;  // once, with the reason; no check follows
  };
  struct Settings {
    schema::HealthCheckConfig config;
    int port = 0;                    // for HTTP; 0 when the check is a shell command
    std::string snooze_file;         // while it exists every check counts as passed
    std::optional<Account> account;  // that a shell command runs as; none: ours
  };

  // The first check comes at once.
  HealthMonitor(Loop& loop, Children& children, Settings settings, Callbacks callbacks);
  HealthMonitor(const HealthMonitor&) = delete;
  HealthMonitor& operator=(const HealthMonitor&) = delete;
  ~HealthMonitor();

 private:
  void check();
  void check_http();
  void check_shell();
  // An empty reason is success.
  void checked(const std::string& reason);

  Loop& loop_;
  Children& children_;
  Settings settings_;
  Callbacks callbacks_;
  HealthCounter counter_;
  Duration timeout_;
  Loop::TimerId timer_ = 0;
  std::unique_ptr<HttpExchange> exchange_;
  std::unique_ptr<ShellCheck> shell_;
};

// Why an answer is no sign of health; empty when it is one.
std::string judge(const HttpAnswer& answer, const schema::HttpHealthChecker& expected, const std::string& url);

}  // namespace borealis::runner
