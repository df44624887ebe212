// What a scheduler answers that does not lead, for those who try their clients and their load balancers. (api.md §3.2,
// §3.3)
#pragma once

#include <httplib.h>

#include <string>

namespace borealis::cluster {

class Leadership {
 public:
  // `leader`: empty: we lead; "none": nobody does; else the URL of the one that does, without a path.
  explicit Leadership(std::string leader) : leader_(std::move(leader)) {}

  bool ours() const { return leader_.empty(); }
  // True: the request is for the leader, and was answered by saying so.
  bool sent_away(const httplib::Request& request, httplib::Response& response) const;
  // GET /leaderhealth.
  void serve_health(httplib::Response& response) const;

 private:
  std::string leader_;
};

}  // namespace borealis::cluster
