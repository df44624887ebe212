#include "client/browser.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client/context.h"

namespace borealis::client {

std::string job_path(const schema::JobKey& key, const std::string& update_id) {
  std::string path = fmt::format("{}/{}/{}", key.role, key.environment, key.name);
  if (!update_id.empty()) path += "/update/" + update_id;
  return path;
}

lang::Result<std::string> page_url(const Cluster& cluster, const std::string& path) {
  std::string base = cluster.proxy_url;
  if (base.empty()) base = cluster.embedded ? cluster.embedded->url : cluster.scheduler_uri;
  if (base.empty())
    return lang::Error{lang::ErrorClass::not_found,
                       fmt::format("where the pages of the cluster '{}' are is not known", cluster.name),
                       "its `proxy_url` in clusters.json says it",
                       {}};
  // As a relative address is joined: what follows the last slash of the base's path is replaced.
  const auto host = base.find("://");
  const auto slash = base.rfind('/');
  if (host == std::string::npos || slash > host + 2) base.resize(slash == std::string::npos ? base.size() : slash);
  return base + "/scheduler" + (path.empty() ? "" : "/" + path);
}

void open_browser(const std::string& url, Context& context) {
  const std::string program = context.environment("BROWSER").value_or("xdg-open");
  context.err.flush();
  const pid_t child = fork();
  if (child == 0) {
    const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(null, fd);
    // A browser outlives us.
    if (setsid() == -1) _exit(127);
    if (fork() != 0) _exit(0);
    execlp(program.c_str(), program.c_str(), url.c_str(), static_cast<char*>(nullptr));
    _exit(127);
  }
  if (child < 0) {
    warn(context, fmt::format("{} could not be started", program));
    return;
  }
  waitpid(child, nullptr, 0);
}

void open_page(const std::string& cluster, const std::string& path, Context& context) {
  const auto found = find_cluster(context, cluster);
  const auto url = found ? page_url(*found, path) : lang::Result<std::string>(found.error());
  if (!url) {
    warn(context, url.error().message);
    return;
  }
  say(context, *url);
  if (context.err.terminal()) open_browser(*url, context);
}

}  // namespace borealis::client
