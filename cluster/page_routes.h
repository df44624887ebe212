// The page that shows the cluster, and the endpoints below /page/v1/ that feed it. (docs/web-page.md)
//
// Its addresses are those of a scheduler's own pages, which clients print: /scheduler/ROLE/ENVIRONMENT/NAME ...
// (api.md §21)
#pragma once

#include <httplib.h>

#include <string>

#include "cluster/core.h"
#include "lang/data.h"

namespace borealis::cluster {

class Page {
 public:
  Page(Core& core, std::string state_dir);

  // Answers a request for the page or its endpoints; false: it is for neither.
  bool serve(const httplib::Request& request, httplib::Response& response);

 private:
  using Words = std::vector<std::string>;
  void serve_data(const Words& words, const httplib::Request& request, httplib::Response& response);
  void serve_cluster(const httplib::Request& request, httplib::Response& response);
  void serve_job(const JobId& job, const httplib::Request& request, httplib::Response& response);
  void serve_update(const JobId& job, const std::string& id, const httplib::Request& request,
                    httplib::Response& response);
  void serve_task(const std::string& id, const httplib::Request& request, httplib::Response& response);
  void serve_log(const httplib::Request& request, httplib::Response& response);
  // Answers 304 when the client has what `state` stands for.
  bool is_known(const std::string& state, const httplib::Request& request, httplib::Response& response) const;
  void answer(httplib::Response& response, lang::Data data) const;
  std::string directory_of(const Launch& launch) const;

  Core& core_;
  std::string state_dir_;
  std::string cluster_name_;
  std::string life_;  // of this process: versions of another one mean nothing
};

}  // namespace borealis::cluster
