// The API over HTTP: Thrift messages at /api, calls by name in plain JSON at /apibeta. (api.md §1, §2.4)
#pragma once

#include <httplib.h>

#include <string>

#include "cluster/access.h"
#include "cluster/api.h"

namespace borealis::cluster {

class HttpApi {
 public:
  // Both must outlive it.
  HttpApi(Api& api, const Access& access) : api_(api), access_(access) {}

  void serve(const httplib::Request& request, httplib::Response& response);
  // /apibeta/METHOD
  void serve_by_name(const httplib::Request& request, httplib::Response& response);

 private:
  // Who asks, by the request's credentials; nullopt: they don't do, and 401 is answered.
  std::optional<std::string> user_of(const httplib::Request& request, httplib::Response& response,
                                     bool needs_login) const;

  Api& api_;
  const Access& access_;
};

}  // namespace borealis::cluster
