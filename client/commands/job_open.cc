// job open: the page of a cluster, role, environment or job. (cli.md §7.7)
#include "client/browser.h"
#include "client/commands/job_options.h"
#include "lang/json.h"

namespace borealis::client {

int run_job_open(const OpenOptions& options, Context& context) {
  auto cluster = find_cluster(context, options.cluster);
  if (!cluster) return report(context, cluster.error());
  auto url = page_url(*cluster, options.path);
  if (!url) return report(context, url.error());
  if (options.output == DataFormat::json) {
    lang::Data::Map data;
    data.entries.push_back({"url", *url});
    context.out.write(lang::to_json(data, {2}) + "\n");
  } else {
    context.out.print("{}\n", *url);
  }
  if (options.open_browser && context.err.terminal()) open_browser(*url, context);
  return 0;
}

}  // namespace borealis::client
