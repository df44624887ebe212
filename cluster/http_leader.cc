#include "cluster/http_leader.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace borealis::cluster {

namespace {

constexpr const char* kNobody = "none";

// Of paths that only the leader answers. The rest is about the process that is asked.
constexpr auto kLeadersPaths =
    std::to_array<std::string_view>({"/agents", "/api", "/cron", "/maintenance", "/mname", "/offers", "/pendingtasks",
                                     "/quotas", "/scheduler", "/slaves", "/state", "/tiers", "/utilization"});

}  // namespace

bool Leadership::sent_away(const httplib::Request& request, httplib::Response& response) const {
  if (ours() || request.has_header("Bypass-Leader-Redirect")) return false;
  const auto covers = [&](std::string_view prefix) { return request.path.starts_with(prefix); };
  if (std::ranges::none_of(kLeadersPaths, covers)) return false;
  if (leader_ == kNobody) {
    response.status = 503;
    response.set_content("No scheduler leads at this moment. Try again soon.\n", "text/plain");
  } else {
    response.status = 307;
    response.set_header("Location", leader_ + request.target);
  }
  return true;
}

void Leadership::serve_health(httplib::Response& response) const {
  const bool nobody = leader_ == kNobody;
  response.status = ours() ? 200 : nobody ? 502 : 503;
  const std::string current = ours()   ? "This is the leading scheduler."
                              : nobody ? "There is no leading scheduler or the leader is unknown."
                                       : "Another instance is the leading scheduler.";
  response.set_content("Current status: " + current +
                           "\n\nWhether this scheduler leads, for load balancers:\n200: it leads.\n503: another one "
                           "leads.\n502: none leads, or the leader is unknown.\n",
                       "text/plain");
}

}  // namespace borealis::cluster
