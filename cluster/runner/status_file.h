// The status file of a run directory: what the cluster learns of a task. (schema/launch.h, runner.md §9, §10)
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace borealis::runner {

enum class Report : std::uint8_t { starting, running, finished, failed, killed, lost };

// "STARTING" ...
const char* name_of(Report report);
inline bool terminal(Report report) {
  return report >= Report::finished;
}

// The text as one line: line ends and other control characters become blanks.
std::string one_line(const std::string& text);

// Appends a line, and tells the socket (a path; may be empty) by a datagram with the task's id. False, with errno, when
// the line could not be written.
bool append_status(const std::string& run_dir, Report report, const std::string& message, const std::string& socket,
                   const std::string& task_id);

// The last report in the file; nullopt when there is none.
std::optional<Report> last_report(const std::string& run_dir);

}  // namespace borealis::runner
