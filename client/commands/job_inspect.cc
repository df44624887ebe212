// job inspect: a job of a file, for people. (cli.md §7.3)
#include <algorithm>

#include "client/api/convert.h"
#include "client/api/plain_json.h"
#include "client/aurora/aurora_engine.h"
#include "client/commands/commands.h"
#include "client/jobs.h"
#include "lang/json.h"
#include "lang/render/screen.h"
#include "schema/ports.h"

namespace borealis::client {

namespace {

const char* yes_no(bool value) {
  return value ? "True" : "False";
}

std::string indented(const std::string& text, const char* indent) {
  std::string out = indent;
  for (const char c : text) {
    out += c;
    if (c == '\n') out += indent;
  }
  return out;
}

std::string size_text(std::int64_t bytes) {
  constexpr std::int64_t mib = 1 << 20;
  if (bytes % (mib << 10) == 0) return fmt::format("{} GB", bytes / (mib << 10));
  return bytes % mib == 0 ? fmt::format("{} MB", bytes / mib) : fmt::format("{} bytes", bytes);
}

std::string container_text(const schema::Job& job) {
  if (!job.container) return "";
  if (const auto* docker = std::get_if<schema::Docker>(&*job.container)) return "Docker image " + docker->image;
  if (const auto* wrapper = std::get_if<schema::Container>(&*job.container))
    return wrapper->docker ? "Docker image " + wrapper->docker->image : "";
  const auto& mesos = std::get<schema::Mesos>(*job.container);
  if (!mesos.image) return "Mesos";
  if (const auto* image = std::get_if<schema::DockerImage>(&*mesos.image))
    return fmt::format("Mesos, Docker image {}:{}", image->name, image->tag);
  const auto& appc = std::get<schema::AppcImage>(*mesos.image);
  return fmt::format("Mesos, AppC image {}, {}", appc.name, appc.image_id);
}

void job_level(const schema::Job& job, std::string& out) {
  out += "Job level information\n";
  out += fmt::format("  name:       '{}'\n  role:       '{}'\n", job.name, job.role);
  if (job.contact) out += fmt::format("  contact:    '{}'\n", *job.contact);
  out += fmt::format("  cluster:    '{}'\n  environment: '{}'\n  instances:  '{}'\n", job.cluster, job.environment,
                     job.instances);
  if (job.cron_schedule)
    out +=
        fmt::format("  cron:\n    schedule: '{}'\n    policy:   '{}'\n", *job.cron_schedule, job.cron_collision_policy);
  if (job.constraints && !job.constraints->empty()) {
    out += "  constraints:\n";
    for (const auto& [name, value] : *job.constraints) out += fmt::format("    '{}': '{}'\n", name, value);
  }
  if (job.partition_policy)
    out += fmt::format("  partition_policy:\n    reschedule: {}\n    delay_secs: '{}'\n",
                       yes_no(job.partition_policy->reschedule), job.partition_policy->delay_secs);
  out += fmt::format("  service:    {}\n  production: {}\n", yes_no(job.service), yes_no(job.production));
  if (job.tier) out += fmt::format("  tier:       '{}'\n", *job.tier);
  if (const std::string container = container_text(job); !container.empty())
    out += fmt::format("  container:  {}\n", container);
  if (job.announce) out += fmt::format("  announced:  port '{}'\n", job.announce->primary_port);
  out += '\n';
}

void resources(const schema::Resources& resources, std::string& out) {
  out += fmt::format("  resources:\n    cpu:  {}\n    ram:  {}\n    disk: {}\n", lang::float_repr(resources.cpu),
                     size_text(resources.ram), size_text(resources.disk));
  if (resources.gpu != 0) out += fmt::format("    gpu:  {}\n", resources.gpu);
}

void task_level(const schema::Task& task, std::string& out) {
  out += fmt::format("Task level information\n  name: '{}'\n", task.name);
  std::string constraints;
  for (const schema::Constraint& constraint : task.constraints) {
    if (constraint.order && !constraint.order->empty())
      constraints += fmt::format("  {}\n", fmt::join(*constraint.order, " < "));
  }
  if (!constraints.empty()) out += "  constraints:\n" + constraints;
  if (task.resources) resources(*task.resources, out);
  if (const auto ports = schema::referenced_ports(task); !ports.empty())
    out += fmt::format("  ports: {}\n", fmt::join(ports, ", "));
  out += '\n';
}

void process(const schema::Process& process, std::string& out) {
  out += fmt::format("Process '{}':\n", process.name);
  if (process.daemon) out += "  daemon\n";
  if (process.ephemeral) out += "  ephemeral\n";
  if (process.final) out += "  final\n";
  out += "  cmdline:\n" + indented(process.cmdline, "    ") + "\n\n";
}

}  // namespace

int run_job_inspect(const InspectOptions& options, Context& context) {
  auto job = load_job(options.config, Checks::conversion, context);
  if (!job) return report(context, job.error());
  if (options.raw) {
    auto message = api::to_job_configuration(job->draft.job, job->draft.data, aurora::login_name());
    if (!message) return report(context, message.error());
    context.out.write(lang::to_json(api::to_data(*message), {2}) + "\n");
    return 0;
  }
  if (options.output == DataFormat::json) {
    context.out.write(lang::to_json(job->draft.data) + "\n");
    return 0;
  }
  std::string out;
  job_level(job->draft.job, out);
  task_level(job->draft.job.task, out);
  if (job->draft.job.task.processes) {
    for (const schema::Process& each : *job->draft.job.task.processes) process(each, out);
  }
  context.out.write(lang::shown_lines(out));
  return 0;
}

}  // namespace borealis::client
