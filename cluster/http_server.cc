#include "cluster/http_server.h"

#include <fmt/format.h>
#include <httplib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <charconv>
#include <chrono>
#include <cstring>
#include <thread>

#include "client/api/codec.h"
#include "cluster/http_api.h"
#include "cluster/http_connections.h"
#include "cluster/http_guard.h"
#include "cluster/http_leader.h"
#include "cluster/http_pages.h"
#include "cluster/page_routes.h"
#include "lang/json.h"

namespace borealis::cluster {

namespace {

constexpr std::size_t kKeepAliveRequests = 1'000'000;
constexpr std::size_t kLargestBody = 64u << 20;
constexpr const char* kText = "text/plain";
constexpr const char* kJson = "application/json";

const char* header(const httplib::Request& request, const char* name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? nullptr : found->second.c_str();
}

void answer_text(httplib::Response& response, int status, const std::string& text) {
  response.status = status;
  response.set_content(text, kText);
}

}  // namespace

struct HttpServer::Impl {
  Impl(Core& core_used, HttpSettings given)
      : core(core_used),
        settings(std::move(given)),
        leadership(settings.leader),
        api(core_used, settings.state_dir + "/backups") {
    api.set_ready(leadership.ours());
    api.on_replaced = [this] {
      if (!quitting.exchange(true)) settings.on_quit(false);
    };
  }

  void serve_vars(const httplib::Request& request, httplib::Response& response, bool json);
  void serve_status(httplib::Response& response);
  void serve_quit(const httplib::Request& request, httplib::Response& response);
  // Before anything else of a request: whether it may be answered at all, and whether it is for the page.
  bool answered_at_once(const httplib::Request& request, httplib::Response& response);
  void serve_task(const httplib::Request& request, httplib::Response& response);
  void route_pages();
  void serve_clock(const httplib::Request& request, httplib::Response& response);
  void route_api();
  void route();

  Core& core;
  HttpSettings settings;
  Leadership leadership;
  Api api;
  HttpApi http_api{api, settings.access};
  std::unique_ptr<Page> page;
  LimitedServer server{HttpLimits{.body_bytes = kLargestBody}};
  std::string url;
  int port = 0;
  std::thread thread;
  std::atomic<bool> ended = false;  // the thread
  std::atomic<bool> quitting = false;
};

bool HttpServer::Impl::answered_at_once(const httplib::Request& request, httplib::Response& response) {
  LimitedServer::end_of_head(request);
  bool answered = true;
  if (const auto refusal = refusal_of(request, port, kLargestBody)) {
    answer_text(response, refusal->status, refusal->text);
    if (!refusal->cause.empty()) response.set_header("X-Borealis-Refused", refusal->cause);
  } else if (!leadership.sent_away(request, response)) {
    answered = page->serve(request, response);
  }
  // A body that nobody reads would be taken for the next request.
  const bool is_read = !answered && request.method != "GET" && request.method != "HEAD" && request.method != "OPTIONS";
  if (!is_read && has_body(request)) {
    LimitedServer::close_after_this();
    response.set_header("Connection", "close");
  }
  return answered;
}

void HttpServer::Impl::serve_clock(const httplib::Request& request, httplib::Response& response) {
  LimitedServer::end_of_body();
  const std::string text = request.get_param_value("to");
  Millis to = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), to);
  if (error != std::errc() || end != text.data() + text.size()) {
    return answer_text(response, 400, "to must be a time in milliseconds\n");
  }
  settings.advance(to);
  answer_text(response, 200, "OK\n");
}

void HttpServer::Impl::serve_vars(const httplib::Request& request, httplib::Response& response, bool json) {
  std::map<std::string, std::int64_t> values = api.counters();
  core.read([&] {
    for (const auto& [status, count] : core.tasks().counts()) values["task_store_" + name_of(status)] = count;
  });
  if (!json) {
    std::string text;
    for (const auto& [name, value] : values) text += fmt::format("{} {}\n", name, value);
    return answer_text(response, 200, text);
  }
  lang::Data data(lang::Data::Map{});
  for (const auto& [name, value] : values) data.set(name, lang::Data(value));
  const bool pretty = request.has_param("pretty");
  response.set_content(lang::to_json(data, {.indent = pretty ? 2 : 0}), kJson);
}

void HttpServer::Impl::serve_status(httplib::Response& response) {
  lang::Data tasks(lang::Data::Map{});
  std::int64_t hosts = 0;
  core.read([&] {
    for (const auto& [status, count] : core.tasks().counts()) {
      if (count > 0) tasks.set(name_of(status), lang::Data(std::int64_t{count}));
    }
    hosts = static_cast<std::int64_t>(core.hosts().all().size());
  });
  lang::Data data(lang::Data::Map{});
  data.set("name", lang::Data(core.settings().cluster_name));
  data.set("url", lang::Data(url));
  data.set("pid", lang::Data(std::int64_t{getpid()}));
  data.set("state_dir", lang::Data(settings.state_dir));
  data.set("hosts", lang::Data(hosts));
  data.set("tasks", std::move(tasks));
  data.set("limits", lang::Data(settings.limits));
  response.set_content(lang::to_json(data), kJson);
}

void HttpServer::Impl::serve_quit(const httplib::Request& request, httplib::Response& response) {
  LimitedServer::end_of_body();
  const std::string tasks = request.has_param("tasks") ? request.get_param_value("tasks") : "keep";
  if (tasks != "keep" && tasks != "kill") return answer_text(response, 400, "tasks must be `keep` or `kill`\n");
  if (!quitting.exchange(true)) settings.on_quit(tasks == "kill");
  answer_text(response, 200, "Notifying quit listener.\n");
}

void HttpServer::Impl::serve_task(const httplib::Request& request, httplib::Response& response) {
  const std::size_t mark = request.target.find('?');
  const std::string query = mark == std::string::npos ? "" : request.target.substr(mark + 1);
  const TaskRedirect found = redirect_to_task(core, request.path, query);
  if (found.status != 307) return answer_text(response, found.status, found.text);
  response.status = found.status;
  response.set_header("Location", found.location);
}

void HttpServer::Impl::route_pages() {
  const auto page = [this](const char* path, auto make) {
    server.Get(path, [make](const httplib::Request& request, httplib::Response& response) {
      const char* accept = header(request, "Accept");
      // A page has one form only.
      if (accept != nullptr && std::strcmp(accept, "text/html") == 0) return answer_text(response, 406, "");
      response.set_content(lang::to_json(make(request), {.ascii = false}), kJson);
    });
  };
  page("/quotas", [this](const httplib::Request& request) {
    return quotas_page(core, request.has_param("role") ? std::optional(request.get_param_value("role")) : std::nullopt);
  });
  page("/tiers", [](const httplib::Request&) { return tiers_page(); });
  page("/cron", [this](const httplib::Request&) { return cron_page(core); });
  page("/maintenance", [this](const httplib::Request&) { return maintenance_page(core); });
  page("/pendingtasks", [this](const httplib::Request&) { return pending_tasks_page(core); });
  page("/offers", [this](const httplib::Request&) { return offers_page(core); });
  const auto task = [this](const auto& request, auto& response) { serve_task(request, response); };
  for (const char* path : {"/mname", "/mname/.*"}) {
    server.Get(path, task);
    server.Post(path, task);
    server.Put(path, task);
    server.Delete(path, task);
  }
}

void HttpServer::Impl::route_api() {
  server.Post("/api", [this](const auto& request, auto& response) {
    LimitedServer::end_of_body();
    http_api.serve(request, response);
  });
  server.Post("/apibeta/[^/]*", [this](const auto& request, auto& response) {
    LimitedServer::end_of_body();
    http_api.serve_by_name(request, response);
  });
  // A scheduler leads to its help from here, too; it has none, either.
  server.Get("/apibeta", [](const auto&, auto& response) { response.set_redirect("/apihelp/index.html", 303); });
  server.Options("/api", [](const auto&, auto& response) { response.set_header("Allow", "HEAD,POST,GET,OPTIONS"); });
  server.Patch("/api", [](const auto&, auto& response) { response.status = 501; });
  for (const char* path : {"/api", "/quitquitquit"}) {
    const auto refuse = [](const httplib::Request& request, httplib::Response& response) {
      // A GET of /api comes as a POST (http_head.h); HEAD asks for nothing.
      if (request.method == "HEAD" && request.path == "/api") {
        return response.set_header("Content-Type", api::json_media_type);
      }
      answer_text(response, 405, "Use POST.\n");
    };
    server.Get(path, refuse);
    server.Put(path, refuse);
    server.Delete(path, refuse);
  }
}

void HttpServer::Impl::route() {
  server.set_default_headers(security_headers());
  server.set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
    using Response = httplib::Server::HandlerResponse;
    return answered_at_once(request, response) ? Response::Handled : Response::Unhandled;
  });
  server.set_post_routing_handler([](const httplib::Request&, httplib::Response& response) {
    if (!response.has_header("Content-Security-Policy")) response.set_header("Content-Security-Policy", kNoPolicy);
  });
  route_pages();
  route_api();
  server.Get("/health", [](const auto&, auto& response) { answer_text(response, 200, "OK\n"); });
  server.Get("/leaderhealth", [this](const auto&, auto& response) { leadership.serve_health(response); });
  server.Get("/vars", [this](const auto& request, auto& response) {
    const char* accept = header(request, "Accept");
    if (accept != nullptr && std::strcmp(accept, kJson) == 0) return answer_text(response, 406, "");
    serve_vars(request, response, false);
  });
  server.Get("/vars.json", [this](const auto& request, auto& response) { serve_vars(request, response, true); });
  server.Get("/borealis/status", [this](const auto&, auto& response) { serve_status(response); });
  server.Post("/quitquitquit", [this](const auto& request, auto& response) { serve_quit(request, response); });
  if (settings.advance) {
    server.Post("/borealis/clock", [this](const auto& request, auto& response) { serve_clock(request, response); });
  }
}

HttpServer::HttpServer(Core& core, HttpSettings settings) : impl_(std::make_unique<Impl>(core, std::move(settings))) {}

HttpServer::~HttpServer() {
  stop();
}

lang::Result<std::string> HttpServer::bind() {
  LimitedServer& server = impl_->server;
  server.set_tcp_nodelay(true);  // off, each reply would wait 40 ms for the client's acknowledgement
  server.set_keep_alive_max_count(kKeepAliveRequests);  // only told: the limits are ours (http_connections.h)
  // The library's choice would let two servers share a port, each getting some of the calls.
  server.set_socket_options([](socket_t socket) {
    const int on = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  });
  constexpr const char* kLoopback = "127.0.0.1";
  if (impl_->settings.port == 0) {
    impl_->port = server.bind_to_any_port(kLoopback);
  } else if (server.bind_to_port(kLoopback, impl_->settings.port)) {
    impl_->port = impl_->settings.port;
  }
  if (impl_->port <= 0) {
    return lang::Error{lang::ErrorClass::conflict,
                       fmt::format("port {} can't be listened on", impl_->settings.port),
                       "choose another one, or 0 for any",
                       {}};
  }
  impl_->url = fmt::format("http://{}:{}", kLoopback, impl_->port);
  impl_->page = std::make_unique<Page>(impl_->core, impl_->settings.state_dir);
  impl_->route();
  return impl_->url;
}

void HttpServer::start() {
  impl_->thread = std::thread([this] {
    impl_->server.listen_after_bind();
    impl_->ended = true;
  });
  // The library forgets a stop() that comes before its thread listens.
  while (!impl_->server.is_running() && !impl_->ended) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

void HttpServer::stop() {
  if (!impl_->thread.joinable()) return;
  impl_->server.end_waiting();
  impl_->server.stop();
  impl_->thread.join();
}

}  // namespace borealis::cluster
