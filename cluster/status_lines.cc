#include "cluster/status_lines.h"

#include <charconv>
#include <optional>

#include "client/api/names.h"

namespace borealis::cluster {

namespace {

std::optional<Report> parse_line(const std::string& task_id, std::string_view line) {
  Report report;
  report.task_id = task_id;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), report.time);
  line.remove_prefix(static_cast<std::size_t>(end - line.data()));
  if (error != std::errc() || !line.starts_with(' ')) return std::nullopt;
  line.remove_prefix(1);
  const std::size_t blank = line.find(' ');
  const auto status = api::schedule_status(line.substr(0, blank));
  if (!status) return std::nullopt;
  report.status = *status;
  if (blank != std::string_view::npos) report.message = line.substr(blank + 1);
  return report;
}

}  // namespace

std::vector<Report> parse_status(const std::string& task_id, std::string_view text, std::size_t& used) {
  std::vector<Report> reports;
  used = 0;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', used)) {
    if (auto report = parse_line(task_id, text.substr(used, end - used))) reports.push_back(std::move(*report));
    used = end + 1;
  }
  return reports;
}

}  // namespace borealis::cluster
