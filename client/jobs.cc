#include "client/jobs.h"

#include <fmt/format.h>

#include <mutex>
#include <set>

#include "client/aurora/aurora_engine.h"
#include "client/aurora/proxies.h"
#include "client/connection_options.h"
#include "client/interrupt.h"

namespace borealis::client {

namespace {

class SignalInterruption : public aurora::Interruption {
 public:
  std::shared_ptr<void> listen() override { return std::make_shared<InterruptScope>(); }
  bool requested() const override { return InterruptScope::requested(); }
  int descriptor() const override { return InterruptScope::descriptor(); }
};

// Several engines may be made for one cluster, each from the same files.
void warn_once(const std::string& message, Context& context) {
  static std::mutex mutex;
  static std::set<std::string> said;
  const std::scoped_lock lock(mutex);
  if (said.insert(message).second) warn(context, message);
}

// The files where a login may stand. (api.md §5)
std::vector<std::string> netrc_files(const Context& context) {
  if (const auto named = context.environment("NETRC")) return {*named};
  const std::string home = home_directory(context);
  return {home + "/.netrc", home + "/_netrc"};
}

aurora::EngineOptions engine_options(Context& context) {
  const ConnectionOptions& given = connection_options();
  aurora::EngineOptions options;
  options.pause = &interruptible_sleep;
  options.warn = [&context](const std::string& message) { warn_once(message, context); };
  options.logins = {given.credentials_file, {}, netrc_files(context)};
  options.http.proxy = aurora::proxies_of(context.environment);
  options.http.interruption = std::make_shared<SignalInterruption>();
  options.http.ca_file = given.ca_file;
  options.http.bypass_leader_redirect = given.bypass_leader_redirect;
  options.http.notice = [&context](const std::string& reason) { warn(context, reason + "; trying again"); };
  if (given.call_timeout) options.http.total_timeout = *given.call_timeout;
  if (given.verbose) options.http.log = [&context](const std::string& line) { context.err.write(line + "\n"); };
  if (given.debug_http) options.http.trace = [&context](const std::string& text) { context.err.write(text); };
  return options;
}

}  // namespace

lang::Result<std::unique_ptr<Engine>> connect(const std::string& cluster, Context& context) {
  auto found = find_cluster(context, cluster);
  if (!found) return std::move(found).error();
  return aurora::open_engine(*found, engine_options(context));
}

lang::Result<aurora::Connection> connect_scheduler(const std::string& cluster, Context& context) {
  auto found = find_cluster(context, cluster);
  if (!found) return std::move(found).error();
  return aurora::open_connection(*found, engine_options(context));
}

lang::Status for_each_cluster(const JobPattern& pattern, Context& context,
                              const std::function<lang::Status(const std::string& cluster)>& visit) {
  if (pattern.cluster != "*") return visit(pattern.cluster);
  auto clusters = load_clusters(context);
  if (!clusters) return std::move(clusters).error();
  if (clusters->empty())
    return lang::Error{lang::ErrorClass::not_found, "no cluster is known", "`borealis cluster up` starts one here", {}};
  for (const Cluster& cluster : *clusters) {
    auto visited = visit(cluster.name);
    if (visited) continue;
    if (visited.error().kind != lang::ErrorClass::unreachable || clusters->size() == 1) return visited;
    warn(context, visited.error().message);
  }
  return lang::Unit{};
}

std::optional<std::string> literal_role(const JobPattern& pattern) {
  if (pattern.role.find_first_of("*?[") != std::string::npos) return std::nullopt;
  return pattern.role;
}

std::string count_of(std::size_t count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::int64_t now_ms(const Context& context) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(context.clock.now().time_since_epoch()).count();
}

std::string age_text(std::int64_t then_ms, std::int64_t now) {
  const std::int64_t seconds = now > then_ms ? (now - then_ms) / 1000 : 0;
  if (seconds < 120) return fmt::format("{}s", seconds);
  if (seconds < 120 * 60) return fmt::format("{}m", seconds / 60);
  if (seconds < 48 * 3600) return fmt::format("{}h", seconds / 3600);
  return fmt::format("{}d", seconds / 86400);
}

}  // namespace borealis::client
