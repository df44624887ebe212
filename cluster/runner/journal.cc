#include "cluster/runner/journal.h"

#include <stdio.h>
#include <unistd.h>

#include <utility>

#include "cluster/runner/clock.h"
#include "cluster/runner/file_io.h"

namespace borealis::runner {

namespace {

constexpr int kReportAttempts = 30;  // a second apart

std::string directory_of(const std::string& path) {
  return path.substr(0, path.rfind('/'));
}

}  // namespace

std::string active_file(const std::string& run_dir, const std::string& task_id) {
  return run_dir + "/checkpoints/tasks/active/" + task_id;
}
std::string finished_file(const std::string& run_dir, const std::string& task_id) {
  return run_dir + "/checkpoints/tasks/finished/" + task_id;
}
std::string checkpoint_file(const std::string& run_dir, const std::string& task_id) {
  return run_dir + "/checkpoints/checkpoints/" + task_id + "/runner";
}

Journal::Journal(Loop& loop, const schema::LaunchSpec& spec, int events_fd, std::function<void()> on_hangup)
    : spec_(spec), events_(loop, events_fd, std::move(on_hangup)) {}

bool Journal::open_checkpoint(const std::string& task_json) {
  const std::string active = active_file(spec_.run_dir, spec_.task_id);
  const std::string records = checkpoint_file(spec_.run_dir, spec_.task_id);
  return make_directories(directory_of(active)) &&
         make_directories(directory_of(finished_file(spec_.run_dir, spec_.task_id))) &&
         make_directories(directory_of(records)) && write_whole_file(active, task_json) && checkpoint_.open(records);
}

void Journal::header(const HeaderRecord& record) {
  checkpoint_.append(record);
}

void Journal::task(TaskState state) {
  checkpoint_.append(TaskRecord{state, epoch_ms(), getpid(), static_cast<std::int32_t>(getuid())});
  events_.send({"task", name_of(state)});
}

void Journal::process(ProcessRecord record, int run) {
  record.seq = sequence_[record.process]++;
  checkpoint_.append(record);
  const std::string code = record.return_code ? std::to_string(*record.return_code) : "";
  events_.send({"process", record.process, std::to_string(run), name_of(record.state), code});
}

bool Journal::report(Report report, const std::string& message) {
  events_.send({"status", name_of(report), one_line(message)});
  const int attempts = terminal(report) ? kReportAttempts : 1;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    if (attempt > 0) sleep(1);
    if (append_status(spec_.run_dir, report, message, spec_.notify_socket, spec_.task_id)) return true;
  }
  return false;
}

void Journal::close_checkpoint() {
  rename(active_file(spec_.run_dir, spec_.task_id).c_str(), finished_file(spec_.run_dir, spec_.task_id).c_str());
}

}  // namespace borealis::runner
