#include "schema/rules/walk.h"

#include <algorithm>

#include "lang/ref.h"
#include "schema/late_refs.h"
#include "schema/ports.h"

namespace borealis::schema::rules {

void for_each_text(const lang::Data& data, const std::string& path, const TextVisitor& f) {
  if (const std::string* text = data.text()) {
    f(path, *text);
  } else if (const lang::Data::List* list = data.list()) {
    for (std::size_t i = 0; i < list->size(); ++i) for_each_text((*list)[i], path + "[" + std::to_string(i) + "]", f);
  } else if (const std::vector<lang::Entry>* entries = data.entries()) {
    const bool is_map = data.map() != nullptr;
    for (const lang::Entry& entry : *entries) {
      std::string below = path;
      if (is_map) {
        below += "[" + entry.name + "]";
      } else {
        below += (path.empty() ? "" : ".") + entry.name;
      }
      for_each_text(entry.value, below, f);
    }
  }
}

std::string path_in_job(std::string_view path) {
  if (path.starts_with("jobs[")) {
    const std::size_t end = path.find(']');
    path.remove_prefix(end == std::string_view::npos ? path.size() : end + 1);
    if (path.starts_with('.')) path.remove_prefix(1);
  }
  return std::string(path);
}

std::string name_place(const JobUnderCheck& job) {
  return !job.written("name") && job.written("task.name") ? "task.name" : "name";
}

const std::string* dedicated_of(const Job& job) {
  if (!job.constraints) return nullptr;
  for (const auto& [attribute, value] : *job.constraints) {
    if (attribute == "dedicated") return &value;
  }
  return nullptr;
}

bool is_dedicated(const Job& job) {
  return dedicated_of(job) != nullptr;
}

const Docker* docker_of(const Job& job) {
  if (!job.container) return nullptr;
  if (const auto* docker = std::get_if<Docker>(&*job.container)) return docker;
  const auto* wrapper = std::get_if<Container>(&*job.container);
  return wrapper != nullptr && wrapper->docker ? &*wrapper->docker : nullptr;
}

std::set<std::string> used_ports(const Job& job) {
  std::set<std::string> used;
  const StringMap portmap = job.announce ? job.announce->portmap : StringMap{};
  for (const std::string& name : referenced_ports(job.task)) {
    if (const auto target = follow_port(portmap, name)) used.insert(target->name);
  }
  return used;
}

bool has_port(const Job& job, const std::string& name) {
  const StringMap portmap = job.announce ? job.announce->portmap : StringMap{};
  const auto target = follow_port(portmap, name);
  return target && (target->number || used_ports(job).contains(target->name));
}

bool knows_ports(const JobUnderCheck& job) {
  const auto is_odd = [](const OpenRef& open) {
    const std::optional<lang::Ref> ref = lang::Ref::try_parse(open.ref);
    return ref && ref->components()[0].value == "thermos" && !is_late_ref(*ref, RefScope::task);
  };
  const std::vector<OpenRef>& open = job.record.open_refs;
  return job.good("task.processes") && job.job.task.processes && std::none_of(open.begin(), open.end(), is_odd);
}

std::string upper_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return text;
}

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

}  // namespace borealis::schema::rules
