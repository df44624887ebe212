// The pages of a cluster's scheduler for people. (cli.md §6, §7.7)
#pragma once

#include <string>

#include "client/clusters.h"
#include "schema/job.h"

namespace borealis::client {

// "ROLE/ENV/NAME", with "/update/ID" behind it when there is one.
std::string job_path(const schema::JobKey& key, const std::string& update_id = {});
// BASE/scheduler[/PATH], where BASE is the cluster's proxy_url, else its scheduler's address; ErrorClass::not_found
// when neither is known.
lang::Result<std::string> page_url(const Cluster& cluster, const std::string& path);

// Opens a page in the program that BROWSER names, else in the desktop's, when there is a terminal; elsewhere its
// address is only said. What goes wrong is a warning.
void open_page(const std::string& cluster, const std::string& path, Context& context);
void open_browser(const std::string& url, Context& context);

}  // namespace borealis::client
