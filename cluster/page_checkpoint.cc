#include "cluster/page_checkpoint.h"

#include <thrift/protocol/TBinaryProtocol.h>
#include <thrift/transport/TBufferTransports.h>

#include <algorithm>
#include <array>
#include <memory>

namespace borealis::cluster {

namespace {

using apache::thrift::protocol::TBinaryProtocol;
using apache::thrift::protocol::TType;
using apache::thrift::transport::TMemoryBuffer;
namespace type = apache::thrift::protocol;

constexpr std::array<const char*, 7> kProcessStates = {"WAITING", "FORKED", "RUNNING", "SUCCESS",
                                                       "KILLED",  "FAILED", "LOST"};
constexpr std::array<const char*, 7> kTaskStates = {"ACTIVE", "SUCCESS",  "FAILED",    "KILLED",
                                                    "LOST",   "CLEANING", "FINALIZING"};
constexpr std::int32_t kWaiting = 0;
constexpr std::size_t kMostElements = 1'000'000;

std::string name_in(const std::array<const char*, 7>& names, std::int32_t state) {
  const auto index = static_cast<std::size_t>(state);
  return index < names.size() ? names[index] : "UNKNOWN";
}

// Calls `visit(id, type)` for each field of a struct; `visit` reads the value, or answers false to have it skipped.
template <class Visit>
void each_field(TBinaryProtocol& in, Visit visit) {
  std::string name;
  TType type{};
  std::int16_t id = 0;
  in.readStructBegin(name);
  while (true) {
    in.readFieldBegin(name, type, id);
    if (type == type::T_STOP) break;
    if (!visit(id, type)) in.skip(type);
    in.readFieldEnd();
  }
  in.readStructEnd();
}

void read_header(TBinaryProtocol& in, Checkpoint& out) {
  each_field(in, [&](std::int16_t id, TType type) {
    if (id != 5 || type != type::T_STRING) return false;
    in.readString(out.user);
    return true;
  });
}

struct ProcessRecord {
  std::string process;
  std::int32_t state = kWaiting;
  std::optional<double> started;
  std::optional<double> stopped;
  std::optional<std::int32_t> pid;
  std::optional<std::int32_t> return_code;
};

ProcessRecord read_process(TBinaryProtocol& in) {
  ProcessRecord record;
  each_field(in, [&](std::int16_t id, TType type) {
    if (id == 3 && type == type::T_STRING) return in.readString(record.process), true;
    if (id == 5 && type == type::T_I32) return in.readI32(record.state), true;
    if (id == 6 && type == type::T_DOUBLE) return in.readDouble(record.started.emplace()), true;
    if (id == 7 && type == type::T_I32) return in.readI32(record.pid.emplace()), true;
    if (id == 8 && type == type::T_DOUBLE) return in.readDouble(record.stopped.emplace()), true;
    if (id == 9 && type == type::T_I32) return in.readI32(record.return_code.emplace()), true;
    return false;
  });
  return record;
}

// A record holds only what changed with it; WAITING begins a run.
void apply(const ProcessRecord& record, Checkpoint& out) {
  std::vector<ProcessRun>& runs = out.processes[record.process];
  if (record.state == kWaiting || runs.empty()) runs.emplace_back();
  ProcessRun& run = runs.back();
  run.state = name_in(kProcessStates, record.state);
  if (record.started) run.started = *record.started;
  if (record.stopped) run.stopped = *record.stopped;
  if (record.pid) run.pid = *record.pid;
  if (record.return_code) run.return_code = *record.return_code;
}

void read_stage(TBinaryProtocol& in, Checkpoint& out) {
  std::int32_t state = 0;
  CheckpointStage stage;
  each_field(in, [&](std::int16_t id, TType type) {
    if (id == 1 && type == type::T_I32) return in.readI32(state), true;
    if (id == 2 && type == type::T_I64) return in.readI64(stage.time_ms), true;
    return false;
  });
  stage.state = name_in(kTaskStates, state);
  out.stages.push_back(stage);
}

void read_record(std::string_view bytes, Checkpoint& out) {
  const auto buffer = std::make_shared<TMemoryBuffer>(reinterpret_cast<std::uint8_t*>(const_cast<char*>(bytes.data())),
                                                      static_cast<std::uint32_t>(bytes.size()));
  TBinaryProtocol in(buffer);
  in.setStringSizeLimit(static_cast<std::int32_t>(bytes.size()));
  // An element takes a byte at least; and the library multiplies what a container claims to hold in 32 bits.
  in.setContainerSizeLimit(static_cast<std::int32_t>(std::min(bytes.size(), kMostElements)));
  each_field(in, [&](std::int16_t id, TType type) {
    if (type != type::T_STRUCT) return false;
    if (id == 1) return read_header(in, out), true;
    if (id == 2) return apply(read_process(in), out), true;
    if (id == 3) return read_stage(in, out), true;
    return false;
  });
}

std::uint32_t length_at(std::string_view bytes) {
  std::uint32_t length = 0;
  for (std::size_t i = 0; i < 4; ++i) length = length << 8 | static_cast<std::uint8_t>(bytes[i]);
  return length;
}

}  // namespace

Checkpoint parse_checkpoint(std::string_view bytes) {
  Checkpoint out;
  try {
    while (bytes.size() >= 4) {
      const std::uint32_t size = length_at(bytes);
      if (size == 0 || size > bytes.size() - 4) break;
      read_record(bytes.substr(4, size), out);
      bytes.remove_prefix(4 + std::size_t{size});
    }
  } catch (const apache::thrift::TException&) {
    // What was read before stays.
  }
  return out;
}

}  // namespace borealis::cluster
