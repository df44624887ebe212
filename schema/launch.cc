#include "schema/launch.h"

#include "lang/record.h"

namespace borealis::schema {

namespace {

// Changes when the fields do: an old runner never misreads a new record.
constexpr std::uint32_t kMagic = 0x32524c42;          // "BLR2"
constexpr std::uint32_t kWithoutGroups = 0x31524c42;  // "BLR1": a task of an earlier version may still run

}  // namespace

std::string encode_launch(const LaunchSpec& spec) {
  lang::RecordWriter out;
  out.u32(kMagic);
  out.text(spec.task_id);
  out.text(spec.run_dir);
  out.text(spec.role);
  out.text(spec.environment);
  out.text(spec.job_name);
  out.u32(static_cast<std::uint32_t>(spec.instance));
  out.text(spec.hostname);
  out.u32(static_cast<std::uint32_t>(spec.ports.size()));
  for (const auto& [name, port] : spec.ports) {
    out.text(name);
    out.u32(static_cast<std::uint32_t>(port));
  }
  out.data(spec.task);
  out.data(spec.health_check);
  out.data(spec.lifecycle);
  out.u32(static_cast<std::uint32_t>(spec.portmap.size()));
  for (const auto& [name, target] : spec.portmap) {
    out.text(name);
    out.text(target);
  }
  out.text(spec.notify_socket);
  out.u8(spec.keep_user ? 1 : 0);
  out.u8(spec.console ? 1 : 0);
  out.text(spec.cgroup);
  return out.take();
}

lang::Result<LaunchSpec> decode_launch(std::string_view bytes) {
  lang::RecordReader in(bytes);
  LaunchSpec spec;
  const std::uint32_t magic = in.u32();
  const bool ours = magic == kMagic || magic == kWithoutGroups;
  spec.task_id = in.text();
  spec.run_dir = in.text();
  spec.role = in.text();
  spec.environment = in.text();
  spec.job_name = in.text();
  spec.instance = static_cast<int>(in.u32());
  spec.hostname = in.text();
  for (std::uint32_t n = in.u32(); n > 0 && in.ok(); --n) {
    std::string name = in.text();
    spec.ports.emplace_back(std::move(name), static_cast<int>(in.u32()));
  }
  spec.task = in.data();
  spec.health_check = in.data();
  spec.lifecycle = in.data();
  for (std::uint32_t n = in.u32(); n > 0 && in.ok(); --n) {
    std::string name = in.text();
    spec.portmap.emplace_back(std::move(name), in.text());
  }
  spec.notify_socket = in.text();
  spec.keep_user = in.u8() != 0;
  spec.console = in.u8() != 0;
  if (magic == kMagic) spec.cgroup = in.text();
  if (!ours || !in.ok() || !in.at_end()) {
    return lang::Error{lang::ErrorClass::internal, "the launch record is damaged or of another version", "", {}};
  }
  return spec;
}

}  // namespace borealis::schema
