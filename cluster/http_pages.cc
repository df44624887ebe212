#include "cluster/http_pages.h"

#include <charconv>
#include <cmath>
#include <vector>

#include "cluster/cron_time.h"
#include "cluster/validate.h"
#include "fmt/format.h"

namespace borealis::cluster {

namespace {

using lang::Data;
using M = api::MaintenanceMode;

Data number(double value) {
  return std::isnan(value) ? Data("NaN") : Data(value);
}

Data scalar(const char* name, double value) {
  Data amount(Data::Map{});
  amount.set("value", Data(value));
  Data resource(Data::Map{});
  resource.set("name", Data(name));
  resource.set("type", Data("SCALAR"));
  resource.set("scalar", std::move(amount));
  resource.set("reservations", Data(Data::List{}));
  return resource;
}

Data port_ranges() {
  Data range(Data::Map{});
  range.set("begin", Data(Ports::kFirst));
  range.set("end", Data(Ports::kLast));
  Data ranges(Data::Map{});
  ranges.set("range", Data(Data::List{std::move(range)}));
  Data resource(Data::Map{});
  resource.set("name", Data("ports"));
  resource.set("type", Data("RANGES"));
  resource.set("ranges", std::move(ranges));
  resource.set("reservations", Data(Data::List{}));
  return resource;
}

Data wrapped(const std::string& value) {
  Data out(Data::Map{});
  out.set("value", Data(value));
  return out;
}

Data attributes_of(const Host& host) {
  Data::List out;
  for (const auto& [name, values] : host.attributes) {
    for (const std::string& value : values) {
      Data attribute(Data::Map{});
      attribute.set("name", Data(name));
      attribute.set("type", Data("TEXT"));
      attribute.set("text", wrapped(value));
      out.push_back(std::move(attribute));
    }
  }
  return Data(std::move(out));
}

Data ids(const Tasks::ById& tasks) {
  Data::List out;
  for (const auto& [id, task] : tasks) out.emplace_back(id);
  return Data(std::move(out));
}

std::vector<std::string> parts_of(const std::string& path) {
  std::vector<std::string> parts;
  std::size_t at = 0;
  while (at < path.size()) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    if (end > at) parts.push_back(path.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

const int* http_port(const Task& task) {
  for (const char* name : {"health", "http", "HTTP", "web", "admin"}) {
    if (const auto port = task.ports.find(name); port != task.ports.end()) return &port->second;
  }
  return nullptr;
}

}  // namespace

Data quotas_page(Core& core, const std::optional<std::string>& role) {
  return core.read([&] {
    Data out(Data::Map{});
    for (const auto& [name, amounts] : core.quotas().all()) {
      if (role && *role != name) continue;
      Data quota(Data::Map{});
      quota.set("cpu_cores", number(amounts.cpus));
      quota.set("ram_mb", Data(amounts.ram_mb));
      quota.set("disk_mb", Data(amounts.disk_mb));
      out.set(name, std::move(quota));
    }
    return out;
  });
}

Data tiers_page() {
  Data tiers(Data::Map{});
  for (const schema::Tier& tier : limits().tier_config) {
    Data settings(Data::Map{});
    settings.set("preemptible", Data(tier.preemptible));
    settings.set("revocable", Data(tier.revocable));
    tiers.set(tier.name, std::move(settings));
  }
  Data out(Data::Map{});
  out.set("default", Data(limits().default_tier));
  out.set("tiers", std::move(tiers));
  return out;
}

Data cron_page(Core& core) {
  return core.read([&] {
    Data scheduled(Data::Map{});
    for (const auto& [job, cron] : core.crons().all()) scheduled.set(job.text(), Data(canonical(cron->schedule)));
    Data out(Data::Map{});
    out.set("scheduled", std::move(scheduled));
    return out;
  });
}

Data maintenance_page(Core& core) {
  return core.read([&] {
    Data::List drained;
    Data::List scheduled;
    Data draining(Data::Map{});
    for (const Host& host : core.hosts().all()) {
      if (host.mode == M::DRAINED) drained.emplace_back(host.name);
      if (host.mode == M::SCHEDULED) scheduled.emplace_back(host.name);
      if (host.mode == M::DRAINING) draining.set(host.name, ids(core.tasks().on_host(host.name)));
    }
    Data out(Data::Map{});
    out.set("DRAINED", Data(std::move(drained)));
    out.set("SCHEDULED", Data(std::move(scheduled)));
    out.set("DRAINING", std::move(draining));
    return out;
  });
}

Data pending_tasks_page(Core& core) {
  return core.read([&] {
    Data::List out;
    for (const auto& [config, waiting] : core.tasks().pending()) {
      Data::List names;
      for (const auto& [place, task] : waiting) names.emplace_back(task->id);
      Data group(Data::Map{});
      group.set("penaltyMs", Data(0));  // nobody is made to wait for the next try
      group.set("name", Data(config->job.text()));
      group.set("taskIds", Data(std::move(names)));
      group.set("reason", Data("[" + core.placer().why_pending(*config) + "]"));
      out.push_back(std::move(group));
    }
    return Data(std::move(out));
  });
}

Data offers_page(Core& core) {
  return core.read([&] {
    Data::List out;
    for (const Host& host : core.hosts().all()) {
      const Amounts free = host.free();
      Data offer(Data::Map{});
      offer.set("id", wrapped("offer-" + host.agent_id));
      offer.set("framework_id", wrapped("borealis"));
      offer.set("agent_id", wrapped(host.agent_id));
      offer.set("hostname", Data(host.name));
      offer.set("resources",
                Data(Data::List{scalar("cpus", free.cpus), scalar("disk", static_cast<double>(free.disk_mb)),
                                scalar("mem", static_cast<double>(free.ram_mb)), port_ranges()}));
      offer.set("attributes", attributes_of(host));
      offer.set("executor_ids", Data(Data::List{}));
      out.push_back(std::move(offer));
    }
    return Data(std::move(out));
  });
}

TaskRedirect redirect_to_task(Core& core, const std::string& path, const std::string& query) {
  const std::vector<std::string> parts = parts_of(path);
  if (parts.size() < 5) return {400, "", "Usage: /mname/{role}/{env}/{job}/{instance}\n"};
  int instance = -1;
  std::from_chars(parts[4].data(), parts[4].data() + parts[4].size(), instance);
  return core.read([&]() -> TaskRedirect {
    const Task* task = core.tasks().active({parts[1], parts[2], parts[3]}, instance);
    if (task == nullptr) return {404, "", "No such live instance found."};
    if (!is_live(task->status)) {
      return {404, "", "The selected instance is currently in state " + name_of(task->status)};
    }
    const int* port = http_port(*task);
    if (port == nullptr) return {404, "", "The task does not have a registered http port."};
    std::string rest;
    for (std::size_t i = 5; i < parts.size(); ++i) rest += (rest.empty() ? "" : "/") + parts[i];
    return {307, fmt::format("http://{}:{}/{}{}{}", task->host, *port, rest, query.empty() ? "" : "?", query), ""};
  });
}

}  // namespace borealis::cluster
