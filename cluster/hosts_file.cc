// Hosts that a file declares one by one.
#include <set>

#include "client/api/json_reader.h"
#include "cluster/hosts.h"
#include "cluster/text_file.h"

namespace borealis::cluster {

namespace {

lang::Error wrong(const std::string& path, const std::string& what) {
  return lang::Error{lang::ErrorClass::usage, path + ": " + what, "", {}};
}

double number(const lang::Data& host, const char* name, double fallback) {
  const lang::Data* value = host.field(name);
  if (value == nullptr) return fallback;
  if (value->integer() != nullptr) return static_cast<double>(*value->integer());
  return value->real() == nullptr ? -1 : *value->real();
}

// False: they are no map of lists of texts.
bool read_attributes(const lang::Data& host, Attributes& out) {
  const lang::Data* attributes = host.field("attributes");
  if (attributes == nullptr) return true;
  if (attributes->map() == nullptr) return false;
  for (const lang::Entry& entry : attributes->map()->entries) {
    if (entry.value.list() == nullptr) return false;
    for (const lang::Data& value : *entry.value.list()) {
      if (value.text() == nullptr) return false;
      out[entry.name].insert(*value.text());
    }
  }
  return true;
}

lang::Result<DeclaredHost> read_host(const std::string& path, const lang::Data& data, const Amounts& each) {
  const lang::Data* name = data.map() == nullptr ? nullptr : data.field("name");
  if (name == nullptr || name->text() == nullptr || name->text()->empty()) {
    return wrong(path, "each host must be an object with a `name`");
  }
  DeclaredHost host;
  host.name = *name->text();
  if (const lang::Data* id = data.field("agent_id"); id != nullptr && id->text() != nullptr)
    host.agent_id = *id->text();
  if (const lang::Data* revocable = data.field("revocable"); revocable != nullptr && revocable->boolean() != nullptr) {
    host.revocable = *revocable->boolean();
  }
  host.total.cpus = number(data, "cpus", each.cpus);
  host.total.ram_mb = static_cast<std::int64_t>(number(data, "ram_mb", static_cast<double>(each.ram_mb)));
  host.total.disk_mb = static_cast<std::int64_t>(number(data, "disk_mb", static_cast<double>(each.disk_mb)));
  if (host.total.cpus < 0 || host.total.ram_mb < 0 || host.total.disk_mb < 0) {
    return wrong(path, "`cpus`, `ram_mb` and `disk_mb` of " + host.name + " must be numbers of at least 0");
  }
  if (!read_attributes(data, host.attributes)) {
    return wrong(path, "`attributes` of " + host.name + " must hold a list of texts for each name");
  }
  return host;
}

}  // namespace

lang::Result<std::vector<DeclaredHost>> read_hosts(const std::string& path, const Amounts& each) {
  const auto text = read_from(path, 0);
  if (!text) return wrong(path, "it can't be read");
  const auto data = api::parse_json(*text);
  if (!data) return wrong(path, data.error().message);
  if (data->list() == nullptr || data->list()->empty()) return wrong(path, "it must hold a list of hosts");
  std::vector<DeclaredHost> hosts;
  std::set<std::string> names;
  for (const lang::Data& item : *data->list()) {
    auto host = read_host(path, item, each);
    if (!host) return std::move(host).error();
    if (!names.insert(host->name).second) return wrong(path, host->name + " stands there twice");
    hosts.push_back(std::move(*host));
  }
  return hosts;
}

}  // namespace borealis::cluster
