// admin get-cluster-config and admin get-scheduler. (cli.md §12)
#include <algorithm>
#include <nlohmann/json.hpp>

#include "client/clusters.h"
#include "client/commands/admin.h"
#include "client/files.h"
#include "client/operations.h"
#include "client/units.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

using nlohmann::ordered_json;

// The entry as it stands in the file, with the keys that we don't know.
ordered_json entry_of(const Cluster& cluster) {
  ordered_json found = {{"name", cluster.name}, {"scheduler_uri", cluster.scheduler_uri}};
  if (cluster.embedded) return found;
  const ordered_json document = ordered_json::parse(read_file(cluster.source).value_or(""), nullptr, false);
  if (!document.is_structured()) return found;
  for (const auto& entry : document) {
    if (entry.is_object() && entry.value("name", ordered_json()) == cluster.name) found = entry;
  }
  return found;
}

std::string shell_lines(const ordered_json& entry, bool exported) {
  std::string lines;
  for (const auto& [key, value] : entry.items()) {
    std::string name = "AURORA_CLUSTER_";
    for (const char c : key) {
      const auto upper = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? upper : '_';
    }
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    lines += fmt::format("{}{}={}\n", exported ? "export " : "", name, shell_quoted(text));
  }
  return lines;
}

}  // namespace

int run_admin_get_cluster_config(const ClusterConfigOptions& options, Context& context) {
  auto cluster = find_cluster(context, options.cluster);
  if (!cluster) return report(context, cluster.error());
  const ordered_json entry = entry_of(*cluster);
  context.out.write(options.shell ? shell_lines(entry, options.export_lines) : entry.dump() + "\n");
  return 0;
}

int run_admin_get_scheduler(const AdminOptions& options, Context& context) {
  auto engine = connect_admin(options.cluster, context);
  if (!engine) return report(context, engine.error());
  auto address = (*engine)->leader();
  if (!address) return report(context, address.error());
  if (options.output == DataFormat::json) {
    lang::Data::Map data;
    data.entries.push_back({"scheduler", *address});
    context.out.write(lang::to_json(data, {2}) + "\n");
  } else {
    context.out.print("{}\n", *address);
  }
  return 0;
}

}  // namespace borealis::client
