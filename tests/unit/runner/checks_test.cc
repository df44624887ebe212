// Health checks and the HTTP side of a kill, with a small server of our own.
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <mutex>
#include <string>
#include <thread>

#include "cluster/runner/file_io.h"
#include "harness.h"
#include "schema/writer.h"

namespace {

using namespace harness;
using borealis::runner::Fd;
using borealis::schema::HealthCheckConfig;
using borealis::schema::HealthCheckerConfig;
using borealis::schema::HttpHealthChecker;
using borealis::schema::HttpLifecycleConfig;
using borealis::schema::LifecycleConfig;
using borealis::schema::ShellHealthChecker;

// Answers every request on a loopback port with one response, and remembers what was asked.
class Server {
 public:
  explicit Server(std::string response) : response_(std::move(response)), listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(listen(listener_.get(), 8) == 0);
    getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~Server() {
    stop_ = true;
    thread_.join();
  }

  int port() const { return port_; }
  void answer(std::string response) {
    const std::lock_guard guard(mutex_);
    response_ = std::move(response);
  }
  std::string asked() {
    const std::lock_guard guard(mutex_);
    return asked_;
  }

 private:
  void serve() {
    while (!stop_) {
      pollfd one{listener_.get(), POLLIN, 0};
      if (poll(&one, 1, 10) <= 0) continue;
      const Fd client(accept(listener_.get(), nullptr, nullptr));
      std::string request;
      char chunk[1024];
      while (request.find("\r\n\r\n") == std::string::npos) {
        const ssize_t n = read(client.get(), chunk, sizeof chunk);
        if (n <= 0) break;
        request.append(chunk, static_cast<std::size_t>(n));
      }
      const std::lock_guard guard(mutex_);
      asked_ += request.substr(0, request.find(" HTTP/")) + "\n";
      borealis::runner::write_all(client.get(), response_);
    }
  }

  std::string response_;
  std::string asked_;
  Fd listener_;
  int port_ = 0;
  std::mutex mutex_;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

std::string response(const std::string& code, const std::string& body) {
  return "HTTP/1.1 " + code + " Some\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

HealthCheckConfig quick() {
  HealthCheckConfig config;
  config.initial_interval_secs = 0.2;
  config.interval_secs = 0.1;
  return config;
}

const char* const kWait = "touch ready; sleep 1000";

}  // namespace

TEST_CASE("a task is RUNNING once its health check says so, and fails when it no longer does") {
  Server server(response("200", "OK\n"));
  TaskRun task({process("p", kWait)});
  task.spec.ports = {{"health", server.port()}};
  task.spec.health_check = borealis::schema::write(quick());
  task.start();
  REQUIRE(TaskRun::eventually([&] { return task.reported("RUNNING"); }));
  CHECK(task.status() == "STARTING \nRUNNING Task is healthy.\n");
  CHECK(server.asked().starts_with("GET /health\n"));
  server.answer(response("200", "not so well"));
  CHECK(task.wait() == 0);
  CHECK(task.last_status() ==
        "FAILED Failed health check! Response differs from expected response (expected \"ok\", got \"not so ...\")");
  CHECK(task.task_states() == "ACTIVE CLEANING FINALIZING KILLED");
  CHECK(task.living().empty());
}

TEST_CASE("a task that never gets healthy never was RUNNING") {
  TaskRun task({process("p", kWait)});
  const int free_port = Server("").port();  // closed again
  task.spec.ports = {{"health", free_port}};
  task.spec.health_check = borealis::schema::write(quick());
  CHECK(task.run() == 0);
  CHECK(task.status() == "STARTING \nFAILED Failed health check! Failed to signal http://localhost:" +
                             std::to_string(free_port) + "/health: Connection refused\n");
}

TEST_CASE("a server that does not answer is not healthy") {
  const Fd silent(socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(bind(silent.get(), reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(listen(silent.get(), 8) == 0);
  getsockname(silent.get(), reinterpret_cast<sockaddr*>(&address), &size);
  TaskRun task({process("p", kWait)});
  task.spec.ports = {{"health", ntohs(address.sin_port)}};
  HealthCheckConfig config = quick();
  config.initial_interval_secs = 0;
  config.timeout_secs = 0.2;
  task.spec.health_check = borealis::schema::write(config);
  CHECK(task.run() == 0);
  CHECK(task.last_status().ends_with("/health: timed out"));
}

TEST_CASE("a redirect is followed") {
  Server good(response("200", "ok"));
  Server moved("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:" + std::to_string(good.port()) + "/new\r\n\r\n");
  TaskRun task({process("p", kWait)});
  task.spec.ports = {{"health", moved.port()}};
  task.spec.health_check = borealis::schema::write(quick());
  task.start();
  REQUIRE(TaskRun::eventually([&] { return task.reported("RUNNING"); }));
  CHECK(good.asked().starts_with("GET /new\n"));
}

TEST_CASE("health is asked of a shell command") {
  TaskRun task({process("p", kWait)});
  HealthCheckConfig config = quick();
  const std::string mark = task.spec.run_dir + "/well-{{mesos.instance}}";
  config.health_checker =
      HealthCheckerConfig{HttpHealthChecker{}, ShellHealthChecker{"echo looking; [ -e " + mark + " ]"}};
  task.spec.health_check = borealis::schema::write(config);
  SUBCASE("which succeeds, then fails") {
    REQUIRE(borealis::runner::write_whole_file(task.spec.run_dir + "/well-0", ""));
    task.start();
    REQUIRE(TaskRun::eventually([&] { return task.reported("RUNNING"); }));
    REQUIRE(unlink((task.spec.run_dir + "/well-0").c_str()) == 0);
    CHECK(task.wait() == 0);
    CHECK(task.last_status() == "FAILED Failed health check! Command 'echo looking; [ -e " + task.spec.run_dir +
                                    "/well-0 ]' returned non-zero exit status 1 with output 'looking '");
  }
  SUBCASE("which is not asked while the task is snoozed") {
    task.write_sandbox_file(".healthchecksnooze", "");
    task.start();
    REQUIRE(TaskRun::eventually([&] { return task.reported("RUNNING"); }));
  }
}

TEST_CASE("a shell check that takes too long is killed, with all it started") {
  TaskRun task({process("p", kWait)});
  HealthCheckConfig config = quick();
  config.initial_interval_secs = 0;
  config.timeout_secs = 0.2;
  config.health_checker = HealthCheckerConfig{std::nullopt, ShellHealthChecker{"sleep 1000 & sleep 1000"}};
  task.spec.health_check = borealis::schema::write(config);
  CHECK(task.run() == 0);
  CHECK(task.last_status() == "FAILED Failed health check! Health check timed out.");
}

TEST_CASE("without a health port there is nothing to check") {
  TaskRun task({process("p", "true")});
  task.spec.ports = {{"http", 1}};
  task.spec.health_check = borealis::schema::write(HealthCheckConfig{});
  CHECK(task.run() == 0);
  CHECK(task.reported("RUNNING"));
}

TEST_CASE("a kill asks over HTTP first") {
  Server server(response("500", "what"));
  TaskRun task({process("p", kWait)});
  task.spec.ports = {{"admin", server.port()}};
  HttpLifecycleConfig http;
  http.port = "admin";
  http.graceful_shutdown_wait_secs = 1;
  http.shutdown_wait_secs = 1;
  task.spec.lifecycle = borealis::schema::write(LifecycleConfig{http});
  task.start();
  REQUIRE(TaskRun::eventually([&] { return task.sandbox_has("ready"); }));
  const auto before = std::chrono::steady_clock::now();
  task.signal(SIGUSR1);
  SUBCASE("and waits after each answer, whatever it is") {
    CHECK(task.wait() == 0);
    CHECK(std::chrono::steady_clock::now() - before >= std::chrono::seconds(2));
    CHECK(server.asked() == "POST /quitquitquit\nPOST /abortabortabort\n");
    CHECK(task.last_status() == "KILLED Instructed to kill task.");
  }
  SUBCASE("and waits no longer than the task lives") {
    REQUIRE(TaskRun::eventually([&] { return !server.asked().empty(); }));
    for (const pid_t pid : task.living()) kill(pid, SIGKILL);
    REQUIRE(TaskRun::eventually([&] { return task.process_states("p").find("KILLED") != std::string::npos; }));
    task.signal(SIGUSR2);
    CHECK(task.wait() == 0);
  }
}
