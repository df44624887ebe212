#include "client/jobs.h"

#include <fmt/format.h>

#include "client/aurora/aurora_engine.h"

namespace borealis::client {

lang::Result<std::unique_ptr<Engine>> connect(const std::string& cluster, Context& context) {
  auto found = find_cluster(context, cluster);
  if (!found) return std::move(found).error();
  return aurora::open_engine(*found);
}

lang::Result<std::vector<std::string>> clusters_of(const JobPattern& pattern, Context& context) {
  if (pattern.cluster != "*") {
    if (auto found = find_cluster(context, pattern.cluster); !found) return std::move(found).error();
    return std::vector<std::string>{pattern.cluster};
  }
  auto clusters = load_clusters(context);
  if (!clusters) return std::move(clusters).error();
  std::vector<std::string> names;
  for (const Cluster& cluster : *clusters) {
    if (cluster.embedded && !cluster.embedded->alive()) {
      warn(context, fmt::format("the embedded cluster '{}' is announced, but its process is gone", cluster.name));
    } else {
      names.push_back(cluster.name);
    }
  }
  if (names.empty())
    return lang::Error{lang::ErrorClass::not_found, "no cluster is known", "`borealis cluster up` starts one here", {}};
  return names;
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
