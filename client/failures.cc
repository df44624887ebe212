#include "client/failures.h"

#include <algorithm>

#include "client/jobs.h"
#include "client/sandbox.h"
#include "client/table.h"

namespace borealis::client {

namespace {

constexpr int quoted_lines = 3;

struct Reason {
  std::string text;
  std::vector<const TaskStatus*> tasks;
};

std::vector<Reason> by_reason(const std::vector<TaskStatus>& tasks) {
  std::vector<Reason> reasons;
  for (const TaskStatus& task : tasks) {
    std::string text = task.state;
    if (const auto message = split_message(task.last_message()).first; !message.empty())
      text += fmt::format(": {}", message);
    const auto known = std::find_if(reasons.begin(), reasons.end(), [&](const Reason& r) { return r.text == text; });
    if (known == reasons.end()) {
      reasons.push_back({std::move(text), {&task}});
    } else {
      known->tasks.push_back(&task);
    }
  }
  return reasons;
}

// Control characters of a log don't reach the terminal.
std::string plain(std::string_view line) {
  std::string out(line);
  std::replace_if(
      out.begin(), out.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
  return out;
}

void quote_log(const std::string& path, Context& context) {
  const Style style = context.err_style();
  std::string text = tail_of_file(path, quoted_lines, 64 << 10).value_or("");
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    say(context, style.dim("      | ") + plain(std::string_view(text).substr(0, end)));
    text.erase(0, end + 1);
  }
}

}  // namespace

std::pair<std::string_view, std::string_view> split_message(std::string_view message) {
  constexpr std::string_view mark = "; see /";
  const auto at = message.rfind(mark);
  if (at == std::string_view::npos) return {message, {}};
  return {message.substr(0, at), message.substr(at + mark.size() - 1)};
}

void show_failures(const std::vector<TaskStatus>& tasks, const Cluster& cluster, Context& context) {
  const Style style = context.err_style();
  for (const Reason& reason : by_reason(tasks)) {
    Instances instances;
    for (const TaskStatus* task : reason.tasks) instances.push_back(task->instance);
    std::sort(instances.begin(), instances.end());
    instances.erase(std::unique(instances.begin(), instances.end()), instances.end());
    say(context, fmt::format("  instance{} {}: {}", instances.size() == 1 ? "" : "s", format_instances(instances),
                             style.red(reason.text)));
    const TaskStatus& first = *reason.tasks.front();
    std::string place = log_place(cluster, first);
    if (place.empty()) place = split_message(first.last_message()).second;
    if (place.empty()) continue;
    say(context, fmt::format("    log: {}", place));
    if (cluster.embedded) quote_log(place, context);
  }
}

}  // namespace borealis::client
