#include "schema/ports.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "lang/template.h"
#include "schema/late_refs.h"

namespace borealis::schema {

namespace {

const std::string* value_of(const StringMap& map, const std::string& key) {
  for (const auto& [name, value] : map) {
    if (name == key) return &value;
  }
  return nullptr;
}

// Follows `name` until a number, an unknown name, or a name met before; answers all names on the way.
std::vector<std::string> way_of(const StringMap& portmap, const std::string& name) {
  std::vector<std::string> way = {name};
  while (const std::string* next = value_of(portmap, way.back())) {
    const bool again = std::find(way.begin(), way.end(), *next) != way.end();
    way.push_back(*next);
    if (again || port_number(*next)) break;
  }
  return way;
}

bool is_circle(const std::vector<std::string>& way) {
  return std::find(way.begin(), way.end() - 1, way.back()) != way.end() - 1;
}

template <class F>
void for_each_process_ref(const Task& task, F&& f) {
  if (!task.processes) return;
  for (std::size_t i = 0; i < task.processes->size(); ++i) {
    const Process& process = (*task.processes)[i];
    for (const std::string* text : {&process.name, &process.cmdline}) {
      if (text->find("thermos") == std::string::npos || !lang::may_have_tags(*text)) continue;
      for (const lang::Ref& ref : lang::references(*text).refs) f(static_cast<int>(i), ref);
    }
  }
}

}  // namespace

std::optional<std::int64_t> port_number(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  if (text.starts_with('+') && text.size() > 1 && text[1] != '-') text.remove_prefix(1);
  std::int64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || rest != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<PortTarget> follow_port(const StringMap& portmap, const std::string& name) {
  if (value_of(portmap, name) == nullptr) return PortTarget{name, std::nullopt};
  const std::vector<std::string> way = way_of(portmap, name);
  if (is_circle(way)) return std::nullopt;
  const bool mapped = way.size() > 1;
  return PortTarget{way.back(), mapped ? port_number(way.back()) : std::nullopt};
}

std::vector<std::string> portmap_cycle(const StringMap& portmap) {
  for (const auto& [name, value] : portmap) {
    std::vector<std::string> way = way_of(portmap, name);
    if (!is_circle(way)) continue;
    way.erase(way.begin(), std::find(way.begin(), way.end(), way.back()));
    return way;
  }
  return {};
}

std::vector<std::string> referenced_ports(const Task& task) {
  std::set<std::string> names;
  for_each_process_ref(task, [&](int, const lang::Ref& ref) {
    if (std::string name = port_of(ref); !name.empty()) names.insert(std::move(name));
  });
  return {names.begin(), names.end()};
}

std::vector<std::pair<int, std::string>> dotted_ports(const Task& task) {
  std::vector<std::pair<int, std::string>> found;
  for_each_process_ref(task, [&](int process, const lang::Ref& ref) {
    const std::string address = ref.address();
    if (address.starts_with("thermos.ports.")) found.emplace_back(process, address);
  });
  return found;
}

lang::Result<std::vector<std::string>> requested_ports(const Job& job) {
  const auto refuse = [](std::string message, std::string hint) {
    return lang::Error{lang::ErrorClass::findings, std::move(message), std::move(hint), {}};
  };
  if (const auto dotted = dotted_ports(job.task); !dotted.empty()) {
    return refuse("`" + dotted.front().second + "` names no port", "write `{{thermos.ports[NAME]}}`");
  }
  const StringMap portmap = job.announce ? job.announce->portmap : StringMap{};
  if (const auto circle = portmap_cycle(portmap); !circle.empty()) {
    return refuse("the portmap goes round in a circle at `" + circle.front() + "`", "let one name be a port");
  }
  std::set<std::string> names;
  const auto request = [&](const std::string& name) {
    const std::optional<PortTarget> target = follow_port(portmap, name);
    if (target && !target->number) names.insert(target->name);
  };
  for (const auto& [name, value] : portmap) request(name);
  for (const std::string& name : referenced_ports(job.task)) request(name);
  return std::vector<std::string>(names.begin(), names.end());
}

std::vector<std::pair<std::string, int>> ports_at_run_time(const StringMap& portmap,
                                                           const std::vector<std::pair<std::string, int>>& assigned) {
  StringMap merged = portmap;
  for (const auto& given : assigned) {
    const std::string number = std::to_string(given.second);
    const auto known =
        std::find_if(merged.begin(), merged.end(), [&](const auto& entry) { return entry.first == given.first; });
    if (known == merged.end()) {
      merged.emplace_back(given.first, number);
    } else {
      known->second = number;
    }
  }
  std::vector<std::pair<std::string, int>> out;
  for (const auto& [name, value] : merged) {
    const std::optional<PortTarget> target = follow_port(merged, name);
    if (target && target->number) out.emplace_back(name, static_cast<int>(*target->number));
  }
  return out;
}

}  // namespace borealis::schema
