#include "cluster/runner/checkpoint.h"

#include <fcntl.h>
#include <unistd.h>

#include <utility>

#include "cluster/runner/thrift_binary.h"

namespace borealis::runner {

namespace {

// Far above any real record, far below what would hurt.
constexpr std::uint32_t kMaxRecord = 64u << 20;

template <class T>
void optional_i32(WireWriter& out, std::int16_t id, const std::optional<T>& value) {
  if (!value) return;
  out.field(WireType::i32, id);
  out.i32(*value);
}

void optional_real(WireWriter& out, std::int16_t id, const std::optional<double>& value) {
  if (!value) return;
  out.field(WireType::real, id);
  out.real(*value);
}

void text_field(WireWriter& out, std::int16_t id, std::string_view value) {
  out.field(WireType::text, id);
  out.text(value);
}

void i64_field(WireWriter& out, std::int16_t id, std::int64_t value) {
  out.field(WireType::i64, id);
  out.i64(value);
}

void i32_field(WireWriter& out, std::int16_t id, std::int32_t value) {
  out.field(WireType::i32, id);
  out.i32(value);
}

void put(WireWriter& out, const HeaderRecord& header) {
  text_field(out, 1, header.task_id);
  i64_field(out, 2, header.launch_time_ms);
  text_field(out, 3, header.sandbox);
  text_field(out, 4, header.hostname);
  text_field(out, 5, header.user);
  out.field(WireType::map, 6);
  out.byte(static_cast<std::uint8_t>(WireType::text));
  out.byte(static_cast<std::uint8_t>(WireType::i64));
  out.i32(static_cast<std::int32_t>(header.ports.size()));
  for (const auto& [name, port] : header.ports) {
    out.text(name);
    out.i64(port);
  }
  text_field(out, 7, header.log_dir);
  i32_field(out, 8, header.uid);
}

void put(WireWriter& out, const ProcessRecord& process) {
  i64_field(out, 1, process.seq);
  text_field(out, 3, process.process);
  i32_field(out, 5, static_cast<std::int32_t>(process.state));
  optional_real(out, 6, process.start_time);
  optional_i32(out, 7, process.pid);
  optional_real(out, 8, process.stop_time);
  optional_i32(out, 9, process.return_code);
  optional_i32(out, 10, process.coordinator_pid);
  optional_real(out, 11, process.fork_time);
}

void put(WireWriter& out, const TaskRecord& task) {
  i32_field(out, 1, static_cast<std::int32_t>(task.state));
  i64_field(out, 2, task.timestamp_ms);
  i32_field(out, 3, task.runner_pid);
  i32_field(out, 4, task.runner_uid);
}

HeaderRecord read_header(WireReader& in) {
  HeaderRecord header;
  in.fields([&](std::int16_t id, WireType type) {
    if (id == 1 && type == WireType::text) return header.task_id = in.text(), true;
    if (id == 2 && type == WireType::i64) return header.launch_time_ms = in.i64(), true;
    if (id == 3 && type == WireType::text) return header.sandbox = in.text(), true;
    if (id == 4 && type == WireType::text) return header.hostname = in.text(), true;
    if (id == 5 && type == WireType::text) return header.user = in.text(), true;
    if (id == 7 && type == WireType::text) return header.log_dir = in.text(), true;
    if (id == 8 && type == WireType::i32) return header.uid = in.i32(), true;
    if (id != 6 || type != WireType::map) return false;
    in.take(2);  // the types of keys and values, which the declaration fixes
    for (std::int32_t n = in.i32(); n > 0 && in.ok(); --n) {
      std::string name(in.text());
      header.ports[std::move(name)] = in.i64();
    }
    return true;
  });
  return header;
}

ProcessRecord read_process(WireReader& in) {
  ProcessRecord process;
  in.fields([&](std::int16_t id, WireType type) {
    if (id == 1 && type == WireType::i64) return process.seq = in.i64(), true;
    if (id == 3 && type == WireType::text) return process.process = in.text(), true;
    if (id == 5 && type == WireType::i32) return process.state = static_cast<ProcessState>(in.i32()), true;
    if (id == 6 && type == WireType::real) return process.start_time = in.real(), true;
    if (id == 7 && type == WireType::i32) return process.pid = in.i32(), true;
    if (id == 8 && type == WireType::real) return process.stop_time = in.real(), true;
    if (id == 9 && type == WireType::i32) return process.return_code = in.i32(), true;
    if (id == 10 && type == WireType::i32) return process.coordinator_pid = in.i32(), true;
    if (id == 11 && type == WireType::real) return process.fork_time = in.real(), true;
    return false;
  });
  return process;
}

TaskRecord read_task(WireReader& in) {
  TaskRecord task;
  in.fields([&](std::int16_t id, WireType type) {
    if (id == 1 && type == WireType::i32) return task.state = static_cast<TaskState>(in.i32()), true;
    if (id == 2 && type == WireType::i64) return task.timestamp_ms = in.i64(), true;
    if (id == 3 && type == WireType::i32) return task.runner_pid = in.i32(), true;
    if (id == 4 && type == WireType::i32) return task.runner_uid = in.i32(), true;
    return false;
  });
  return task;
}

std::optional<Record> decode(std::string_view bytes) {
  WireReader in(bytes);
  std::optional<Record> record;
  in.fields([&](std::int16_t id, WireType type) {
    if (type != WireType::record) return false;
    if (id == 1) return record = read_header(in), true;
    if (id == 2) return record = read_process(in), true;
    if (id == 3) return record = read_task(in), true;
    return false;
  });
  return in.ok() ? record : std::nullopt;
}

}  // namespace

const char* name_of(ProcessState state) {
  constexpr const char* kNames[] = {"WAITING", "FORKED", "RUNNING", "SUCCESS", "KILLED", "FAILED", "LOST"};
  const auto n = static_cast<std::size_t>(state);
  return n < std::size(kNames) ? kNames[n] : "UNKNOWN";
}

const char* name_of(TaskState state) {
  constexpr const char* kNames[] = {"ACTIVE", "SUCCESS", "FAILED", "KILLED", "LOST", "CLEANING", "FINALIZING"};
  const auto n = static_cast<std::size_t>(state);
  return n < std::size(kNames) ? kNames[n] : "UNKNOWN";
}

std::string encode(const Record& record) {
  WireWriter body;
  body.field(WireType::record, static_cast<std::int16_t>(record.index() + 1));
  std::visit([&](const auto& part) { put(body, part); }, record);
  body.stop();
  body.stop();
  WireWriter framed;
  framed.text(body.bytes());
  return framed.bytes();
}

std::vector<Record> decode_all(std::string_view bytes) {
  std::vector<Record> records;
  while (bytes.size() >= 4) {
    const auto size = static_cast<std::uint32_t>(WireReader(bytes).i32());
    if (size > kMaxRecord || size > bytes.size() - 4) break;
    std::optional<Record> record = decode(bytes.substr(4, size));
    if (!record) break;
    records.push_back(std::move(*record));
    bytes.remove_prefix(4 + size);
  }
  return records;
}

CheckpointWriter::~CheckpointWriter() {
  if (fd_ >= 0) close(fd_);
}

bool CheckpointWriter::open(const std::string& path) {
  fd_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  return fd_ >= 0;
}

bool CheckpointWriter::append(const Record& record) {
  const std::string bytes = encode(record);
  return fd_ >= 0 && write(fd_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
}

}  // namespace borealis::runner
