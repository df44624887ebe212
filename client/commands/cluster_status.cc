// cluster status.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "client/commands/commands.h"
#include "client/embedded.h"

namespace borealis::client {

namespace {

using nlohmann::ordered_json;

// "3", or "3 RUNNING, 1 PENDING" when the cluster says it by state.
std::string count_text(const ordered_json& value) {
  if (!value.is_object()) return value.dump();
  std::string text;
  for (const auto& [state, count] : value.items()) {
    if (count.is_number() && count != 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count.dump(), state);
  }
  return text.empty() ? "none" : text;
}

}  // namespace

int run_cluster_status(const ClusterStatusOptions& options, Context& context) {
  const auto announced = read_announcement(announcement_path(context, options.name));
  const std::string how = fmt::format("`borealis cluster up --name {}` starts it", options.name);
  if (!announced)
    return report(context,
                  {lang::ErrorClass::not_found, fmt::format("the cluster '{}' is not up", options.name), how, {}});
  if (!announced->alive())
    return report(context, {lang::ErrorClass::unreachable,
                            fmt::format("the cluster '{}' is announced, but its process {} is gone", options.name,
                                        announced->pid),
                            how,
                            {}});
  auto answer = cluster_status_json(announced->url);
  if (!answer) return report(context, answer.error());
  const ordered_json said = ordered_json::parse(*answer, nullptr, false);
  const auto field = [&](const char* name) {
    return said.is_object() && said.contains(name) ? said[name] : ordered_json();
  };
  if (options.output == DataFormat::json) {
    const ordered_json data = {{"name", announced->name},  {"url", announced->url},
                               {"pid", announced->pid},    {"state_dir", announced->state_dir},
                               {"hosts", field("hosts")},  {"tasks", field("tasks")},
                               {"limits", field("limits")}};
    context.out.write(data.dump(2) + "\n");
    return 0;
  }
  const Style style = context.out_style();
  context.out.print("{} is up at {}\n", style.bold(announced->name), announced->url);
  context.out.print("  page     {}/\n", announced->url);
  context.out.print("  process  {}\n  state    {}\n  hosts    {}\n  tasks    {}\n", announced->pid,
                    announced->state_dir, count_text(field("hosts")), count_text(field("tasks")));
  if (const ordered_json limits = field("limits"); limits.is_string())
    context.out.print("  limits   {}\n", limits.get<std::string>());
  return 0;
}

}  // namespace borealis::client
