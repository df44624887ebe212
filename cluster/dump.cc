#include "cluster/dump.h"

#include <cmath>
#include <vector>

#include "client/api/names.h"
#include "fmt/format.h"
#include "fmt/ranges.h"

namespace borealis::cluster {

namespace {

std::string or_null(bool set, const std::string& text) {
  return set || !text.empty() ? text : "null";
}

// A whole number keeps its `.0`.
std::string number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isfinite(value) && value == std::floor(value) && std::abs(value) < 1e7) return fmt::format("{:.1f}", value);
  return fmt::format("{}", value);
}

template <class Items, class F>
std::string list(const Items& items, F&& text_of) {
  std::vector<std::string> texts;
  for (const auto& item : items) texts.push_back(text_of(item));
  return fmt::format("[{}]", fmt::join(texts, ", "));
}

// The fields of a struct one after another; those that may be left out and are, are not named.
class Fields {
 public:
  void add(const char* name, const std::string& value) {
    text_ += fmt::format("{}{}:{}", text_.empty() ? "" : ", ", name, value);
  }
  void add_if(bool set, const char* name, const std::string& value) {
    if (set) add(name, value);
  }
  std::string in(const char* structure) const { return fmt::format("{}({})", structure, text_); }

 private:
  std::string text_;
};

const char* truth(bool value) {
  return value ? "true" : "false";
}

std::string text_of(const api::JobKey& key) {
  Fields f;
  f.add("role", or_null(key.__isset.role, key.role));
  f.add("environment", or_null(key.__isset.environment, key.environment));
  f.add("name", or_null(key.__isset.name, key.name));
  return f.in("JobKey");
}

std::string text_of(const api::Identity& identity) {
  Fields f;
  f.add("user", or_null(identity.__isset.user, identity.user));
  return f.in("Identity");
}

std::string text_of(const api::Resource& r) {
  if (r.__isset.numCpus) return fmt::format("<Resource numCpus:{}>", number(r.numCpus));
  if (r.__isset.ramMb) return fmt::format("<Resource ramMb:{}>", r.ramMb);
  if (r.__isset.diskMb) return fmt::format("<Resource diskMb:{}>", r.diskMb);
  if (r.__isset.namedPort) return fmt::format("<Resource namedPort:{}>", r.namedPort);
  return fmt::format("<Resource numGpus:{}>", r.numGpus);
}

std::string text_of(const api::Constraint& c) {
  std::string rule;
  if (c.constraint.__isset.value) {
    rule = fmt::format("value:ValueConstraint(negated:{}, values:{})", truth(c.constraint.value.negated),
                       list(c.constraint.value.values, [](const std::string& v) { return v; }));
  } else {
    rule = fmt::format("limit:LimitConstraint(limit:{})", c.constraint.limit.limit);
  }
  return fmt::format("Constraint(name:{}, constraint:<TaskConstraint {}>)", c.name, rule);
}

std::string text_of(const api::TaskConfig& t) {
  Fields f;
  f.add("job", t.__isset.job ? text_of(t.job) : "null");
  f.add("owner", t.__isset.owner ? text_of(t.owner) : "null");
  f.add("isService", truth(t.isService));
  f.add("priority", fmt::format("{}", t.priority));
  f.add("maxTaskFailures", fmt::format("{}", t.maxTaskFailures));
  f.add_if(t.__isset.production, "production", truth(t.production));
  f.add_if(t.__isset.tier, "tier", t.tier);
  f.add("resources", list(t.resources, [](const auto& r) { return text_of(r); }));
  f.add("constraints", list(t.constraints, [](const auto& c) { return text_of(c); }));
  f.add_if(t.__isset.mesosFetcherUris, "mesosFetcherUris", "[]");  // others are refused
  std::vector<std::string> links;
  for (const auto& [name, url] : t.taskLinks) links.push_back(fmt::format("{}={}", name, url));
  f.add_if(t.__isset.taskLinks, "taskLinks", fmt::format("{{{}}}", fmt::join(links, ", ")));
  f.add_if(t.__isset.contactEmail, "contactEmail", t.contactEmail);
  f.add_if(
      t.__isset.executorConfig, "executorConfig",
      fmt::format("ExecutorConfig(name:{}, data:{})", or_null(t.executorConfig.__isset.name, t.executorConfig.name),
                  or_null(t.executorConfig.__isset.data, t.executorConfig.data)));
  f.add_if(t.__isset.metadata, "metadata", list(t.metadata, [](const api::Metadata& m) {
             return fmt::format("Metadata(key:{}, value:{})", m.key, m.value);
           }));
  f.add("container", "<Container mesos:MesosContainer(volumes:[])>");
  return f.in("TaskConfig");
}

std::string resource(const api::Resource& r) {
  std::string field = "NUM_GPUS";
  std::string value = fmt::format("{}", r.numGpus);
  if (r.__isset.numCpus) {
    field = "NUM_CPUS";
    value = number(r.numCpus);
  } else if (r.__isset.ramMb || r.__isset.diskMb) {
    field = r.__isset.ramMb ? "RAM_MB" : "DISK_MB";
    value = fmt::format("{}", r.__isset.ramMb ? r.ramMb : r.diskMb);
  } else if (r.__isset.namedPort) {
    field = "NAMED_PORT";
    value = r.namedPort;
  }
  return fmt::format("IResource{{setField={}, value={}}}", field, value);
}

}  // namespace

std::string dump(const api::JobKey& key) {
  return fmt::format("IJobKey{{role={}, environment={}, name={}}}", or_null(key.__isset.role, key.role),
                     or_null(key.__isset.environment, key.environment), or_null(key.__isset.name, key.name));
}

std::string dump(const api::JobUpdateKey& key) {
  return fmt::format("IJobUpdateKey{{job={}, id={}}}", key.__isset.job ? dump(key.job) : "null",
                     or_null(key.__isset.id, key.id));
}

std::string dump(const api::ResourceAggregate& aggregate) {
  return fmt::format("IResourceAggregate{{resources={}}}", list(aggregate.resources, resource));
}

std::string dump(const Amounts& amounts) {
  return fmt::format("ResourceBag{{resourceVectors={{CPUS={}, RAM_MB={}, DISK_MB={}}}}}", number(amounts.cpus),
                     number(static_cast<double>(amounts.ram_mb)), number(static_cast<double>(amounts.disk_mb)));
}

std::string dump(const api::TaskQuery& q) {
  const auto same = [](const std::string& text) { return text; };
  const auto digits = [](std::int32_t n) { return fmt::format("{}", n); };
  Fields f;
  f.add_if(q.__isset.role, "role", q.role);
  f.add_if(q.__isset.environment, "environment", q.environment);
  f.add_if(q.__isset.jobName, "jobName", q.jobName);
  f.add_if(q.__isset.taskIds, "taskIds", list(q.taskIds, same));
  f.add_if(q.__isset.statuses, "statuses", list(q.statuses, [](auto status) { return name_of(status); }));
  f.add_if(q.__isset.instanceIds, "instanceIds", list(q.instanceIds, digits));
  f.add_if(q.__isset.slaveHosts, "slaveHosts", list(q.slaveHosts, same));
  f.add_if(q.__isset.jobKeys, "jobKeys", list(q.jobKeys, [](const auto& key) { return text_of(key); }));
  f.add_if(q.__isset.offset, "offset", digits(q.offset));
  f.add_if(q.__isset.limit, "limit", digits(q.limit));
  return f.in("TaskQuery");
}

std::string dump(const api::JobConfiguration& job) {
  Fields f;
  f.add("key", job.__isset.key ? text_of(job.key) : "null");
  f.add("owner", job.__isset.owner ? text_of(job.owner) : "null");
  f.add_if(job.__isset.cronSchedule, "cronSchedule", job.cronSchedule);
  f.add("cronCollisionPolicy", job.__isset.cronCollisionPolicy ? name_of(job.cronCollisionPolicy) : "null");
  f.add("taskConfig", text_of(job.taskConfig));
  f.add("instanceCount", fmt::format("{}", job.instanceCount));
  return f.in("JobConfiguration");
}

}  // namespace borealis::cluster
