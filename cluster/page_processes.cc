#include "cluster/page_processes.h"

#include <sys/stat.h>

#include <algorithm>
#include <set>

#include "client/api/json_reader.h"
#include "cluster/beneath.h"
#include "cluster/page_checkpoint.h"
#include "fmt/format.h"

namespace borealis::cluster {

namespace {

using lang::Data;

// A hundred runs a process are the most there are.
constexpr off_t kLargestCheckpoint = 32 << 20;

Descriptor open_checkpoint(const std::string& run_dir, const std::string& task_id) {
  if (run_dir.empty()) return {};
  return open_beneath(run_dir, {"checkpoints", "checkpoints", task_id, "runner"});
}

std::string read_small(const Descriptor& file) {
  struct stat info {};
  if (!file || fstat(file.get(), &info) != 0) return "";
  std::string bytes(static_cast<std::size_t>(std::min(info.st_size, kLargestCheckpoint)), '\0');
  const ssize_t got = pread(file.get(), bytes.data(), bytes.size(), 0);
  bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(0, got)));
  return bytes;
}

// As the configuration has it: what is known only on the machine still stands there as {{...}}.
Data task_of(const Launch& launch) {
  const auto job = api::parse_json(launch.config->message.executorConfig.data);
  const Data* task = job ? job->field("task") : nullptr;
  return task != nullptr ? *task : Data(Data::Map{});
}

std::string text_of(const Data& data, const char* name) {
  const Data* field = data.field(name);
  const std::string* text = field != nullptr ? field->text() : nullptr;
  return text != nullptr ? *text : "";
}

// The processes that must have succeeded before each.
std::map<std::string, std::set<std::string>> predecessors(const Data& task) {
  std::map<std::string, std::set<std::string>> out;
  const Data* constraints = task.field("constraints");
  if (constraints == nullptr || constraints->list() == nullptr) return out;
  for (const Data& constraint : *constraints->list()) {
    const Data* order = constraint.field("order");
    if (order == nullptr || order->list() == nullptr) continue;
    const std::string* before = nullptr;
    for (const Data& item : *order->list()) {
      if (before != nullptr && item.text() != nullptr) out[*item.text()].insert(*before);
      before = item.text();
    }
  }
  return out;
}

Data runs_view(const std::vector<ProcessRun>& runs) {
  Data::List out;
  for (const ProcessRun& run : runs) {
    Data shown(Data::Map{});
    shown.set("state", Data(run.state));
    shown.set("started", Data(static_cast<std::int64_t>(run.started * 1000)));
    shown.set("stopped", Data(static_cast<std::int64_t>(run.stopped * 1000)));
    shown.set("pid", Data(run.pid));
    if (run.return_code) shown.set("return_code", Data(*run.return_code));
    out.push_back(std::move(shown));
  }
  return Data(std::move(out));
}

Data process_view(const Data& process, const std::set<std::string>& after, const std::vector<ProcessRun>& runs) {
  Data shown(Data::Map{});
  shown.set("name", Data(text_of(process, "name")));
  shown.set("cmdline", Data(text_of(process, "cmdline")));
  for (const char* flag : {"daemon", "ephemeral", "final"}) {
    const Data* field = process.field(flag);
    shown.set(flag, Data(field != nullptr && field->boolean() != nullptr && *field->boolean()));
  }
  if (const Data* most = process.field("max_failures"); most != nullptr) shown.set("max_failures", *most);
  Data::List names;
  for (const std::string& name : after) names.emplace_back(name);
  shown.set("after", Data(std::move(names)));
  shown.set("runs", runs_view(runs));
  return shown;
}

}  // namespace

std::string checkpoint_tag(const std::string& run_dir, const std::string& task_id) {
  const Descriptor file = open_checkpoint(run_dir, task_id);
  struct stat info {};
  if (!file || fstat(file.get(), &info) != 0) return "";
  return fmt::format("{}.{}.{}", info.st_size, info.st_mtim.tv_sec, info.st_mtim.tv_nsec);
}

Data processes_view(const Launch& launch, const std::string& run_dir) {
  const Checkpoint checkpoint = parse_checkpoint(read_small(open_checkpoint(run_dir, launch.task_id)));
  const Data task = task_of(launch);
  const auto after = predecessors(task);
  Data::List processes;
  const Data* defined = task.field("processes");
  if (defined != nullptr && defined->list() != nullptr) {
    for (const Data& process : *defined->list()) {
      const std::string name = text_of(process, "name");
      const auto before = after.find(name);
      const auto runs = checkpoint.processes.find(name);
      processes.push_back(process_view(process, before != after.end() ? before->second : std::set<std::string>{},
                                       runs != checkpoint.processes.end() ? runs->second : std::vector<ProcessRun>{}));
    }
  }
  Data::List stages;
  for (const CheckpointStage& stage : checkpoint.stages) {
    Data shown(Data::Map{});
    shown.set("state", Data(stage.state));
    shown.set("time", Data(stage.time_ms));
    stages.push_back(std::move(shown));
  }
  Data out(Data::Map{});
  out.set("user", Data(checkpoint.user));
  out.set("stages", Data(std::move(stages)));
  out.set("processes", Data(std::move(processes)));
  return out;
}

}  // namespace borealis::cluster
