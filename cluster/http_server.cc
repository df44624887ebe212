#include "cluster/http_server.h"

#include <httplib.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include <atomic>
#include <charconv>
#include <cstring>
#include <new>
#include <thread>

#include "client/api/codec.h"
#include "cluster/caller.h"
#include "cluster/http_connections.h"
#include "cluster/http_guard.h"
#include "cluster/http_pages.h"
#include "cluster/page_routes.h"
#include "fmt/format.h"
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

// The server compresses text and JSON by itself, but doesn't know Thrift's types.
bool wants_gzip(const httplib::Request& request) {
  const char* accepted = header(request, "Accept-Encoding");
  return accepted != nullptr && std::strstr(accepted, "gzip") != nullptr;
}

std::string gzip(const std::string& text) {
  z_stream stream{};
  constexpr int kGzip = 16;
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS + kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace

struct HttpServer::Impl {
  Impl(Core& core_used, HttpSettings given)
      : core(core_used), settings(std::move(given)), api(core_used, settings.state_dir + "/backups") {
    api.on_replaced = [this] {
      if (!quitting.exchange(true)) settings.on_quit(false);
    };
  }

  void serve_api(const httplib::Request& request, httplib::Response& response);
  void serve_vars(const httplib::Request& request, httplib::Response& response, bool json);
  void serve_status(httplib::Response& response);
  void serve_quit(const httplib::Request& request, httplib::Response& response);
  // Before anything else of a request: whether it may be answered at all, and whether it is for the page.
  bool answered_at_once(const httplib::Request& request, httplib::Response& response);
  // Whether the call in this body is one that nobody may make without a name.
  bool needs_login(api::Wire in, const std::string& body) const;
  void serve_task(const httplib::Request& request, httplib::Response& response);
  void route_pages();
  void serve_clock(const httplib::Request& request, httplib::Response& response);
  void route();

  Core& core;
  HttpSettings settings;
  Api api;
  std::unique_ptr<Page> page;
  LimitedServer server{HttpLimits{.body_bytes = kLargestBody}};
  std::string url;
  int port = 0;
  std::thread thread;
  std::atomic<bool> quitting = false;
};

bool HttpServer::Impl::answered_at_once(const httplib::Request& request, httplib::Response& response) {
  LimitedServer::end_of_head(request);
  bool answered = true;
  if (const auto refusal = refusal_of(request, port, kLargestBody)) {
    answer_text(response, refusal->status, refusal->text);
  } else {
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

bool HttpServer::Impl::needs_login(api::Wire in, const std::string& body) const {
  if (!settings.access.required()) return false;
  const auto reader = api::CallReader::open(in, body);
  return reader && kind_of(reader->method()) != MethodKind::read;
}

void HttpServer::Impl::serve_api(const httplib::Request& request, httplib::Response& response) {
  LimitedServer::end_of_body();
  const char* type = header(request, "Content-Type");
  // What is no media type at all is not even refused.
  if (type != nullptr && std::strchr(type, '/') == nullptr) {
    return answer_text(response, 500, "The Content-Type is no media type.\n");
  }
  const auto in = api::request_wire(type);
  if (!in) return answer_text(response, 415, fmt::format("Unsupported Content-Type: {}", type));
  const api::Wire out = api::reply_wire(header(request, "Accept"));
  const Login login = settings.access.login(header(request, "Authorization"));
  if (login.refused || (login.user.empty() && needs_login(*in, request.body))) {
    response.status = 401;
    response.set_header("Content-Type", api::media_type(out));
    return response.set_header("WWW-Authenticate", "BASIC realm=\"Apache Aurora Scheduler\"");
  }
  const Caller caller(settings.access, login.user);
  const auto answer = api.answer(*in, out, request.body);
  if (!answer) return answer_text(response, 500, answer.error().message + "\n");
  if (!wants_gzip(request)) return response.set_content(*answer, api::media_type(out));
  response.set_content(gzip(*answer), api::media_type(out));
  response.set_header("Content-Encoding", "gzip");
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
  server.Post("/api", [this](const auto& request, auto& response) { serve_api(request, response); });
  server.Get("/health", [](const auto&, auto& response) { answer_text(response, 200, "OK\n"); });
  server.Get("/leaderhealth", [](const auto&, auto& response) {
    answer_text(response, 200,
                "Current status: This is the leading scheduler.\n\n"
                "Whether this scheduler leads, for load balancers:\n"
                "200: it leads.\n503: another one leads.\n502: none leads, or the leader is unknown.\n");
  });
  server.Get("/vars", [this](const auto& request, auto& response) { serve_vars(request, response, false); });
  server.Get("/vars.json", [this](const auto& request, auto& response) { serve_vars(request, response, true); });
  server.Get("/borealis/status", [this](const auto&, auto& response) { serve_status(response); });
  server.Post("/quitquitquit", [this](const auto& request, auto& response) { serve_quit(request, response); });
  if (settings.advance) {
    server.Post("/borealis/clock", [this](const auto& request, auto& response) { serve_clock(request, response); });
  }
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
  impl_->thread = std::thread([this] { impl_->server.listen_after_bind(); });
}

void HttpServer::stop() {
  if (!impl_->thread.joinable()) return;
  impl_->server.end_waiting();
  impl_->server.stop();
  impl_->thread.join();
}

}  // namespace borealis::cluster
