#include "schema/ports.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <string_view>
#include <unordered_set>

#include "lang/template.h"
#include "schema/late_refs.h"

namespace borealis::schema {

namespace {

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

PortWays::PortWays(const StringMap& portmap) {
  for (const auto& [name, value] : portmap) values_.emplace(name, value);
}

std::vector<std::string_view> PortWays::from(std::string_view name) const {
  std::vector<std::string_view> way = {name};
  std::unordered_set<std::string_view> met = {name};
  for (auto at = values_.find(name); at != values_.end(); at = values_.find(way.back())) {
    way.push_back(at->second);
    if (!met.insert(way.back()).second || port_number(way.back())) break;
  }
  return way;
}

const std::optional<PortTarget>& PortWays::end_of(std::string_view name) {
  std::vector<std::string_view> way;
  std::optional<PortTarget> end;
  for (std::string_view at = name;; at = values_.find(at)->second) {
    if (const auto known = ends_.find(at); known != ends_.end()) {
      end = known->second;
      break;
    }
    // Whoever leads to itself finds this.
    ends_.emplace(at, std::nullopt);
    way.push_back(at);
    const auto next = values_.find(at);
    if (next == values_.end()) {
      end = PortTarget{std::string(at), std::nullopt};
      break;
    }
    if (const auto number = port_number(next->second)) {
      end = PortTarget{std::string(next->second), number};
      break;
    }
  }
  for (const std::string_view step : way) ends_[step] = end;
  return ends_[name];
}

namespace {

// So few names are not worth an index.
constexpr std::size_t kFew = 8;

bool leads_on_from(const StringMap& portmap, const std::string& name) {
  return std::any_of(portmap.begin(), portmap.end(), [&](const auto& entry) { return entry.first == name; });
}

}  // namespace

std::optional<PortTarget> follow_port(const StringMap& portmap, const std::string& name) {
  return leads_on_from(portmap, name) ? PortWays(portmap).end_of(name) : PortTarget{name, std::nullopt};
}

std::vector<std::string> portmap_cycle(const StringMap& portmap) {
  const auto leads_on = [&](const auto& entry) { return leads_on_from(portmap, entry.second); };
  if (portmap.size() <= kFew && std::none_of(portmap.begin(), portmap.end(), leads_on)) return {};
  PortWays ways(portmap);
  for (const auto& [name, value] : portmap) {
    if (ways.end_of(name)) continue;
    const std::vector<std::string_view> way = ways.from(name);
    return {std::find(way.begin(), way.end(), way.back()), way.end()};
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
  PortWays ways(portmap);
  std::set<std::string> names;
  const auto request = [&](const std::string& name) {
    const std::optional<PortTarget>& target = ways.end_of(name);
    if (target && !target->number) names.insert(target->name);
  };
  for (const auto& [name, value] : portmap) request(name);
  for (const std::string& name : referenced_ports(job.task)) request(name);
  return std::vector<std::string>(names.begin(), names.end());
}

std::vector<std::pair<std::string, int>> ports_at_run_time(const StringMap& portmap,
                                                           const std::vector<std::pair<std::string, int>>& assigned) {
  StringMap merged = portmap;
  std::unordered_map<std::string, std::size_t> known;
  for (std::size_t i = 0; i < merged.size(); ++i) known.emplace(merged[i].first, i);
  for (const auto& given : assigned) {
    const std::string number = std::to_string(given.second);
    const auto [at, is_new] = known.emplace(given.first, merged.size());
    if (is_new) {
      merged.emplace_back(given.first, number);
    } else {
      merged[at->second].second = number;
    }
  }
  PortWays ways(merged);
  std::vector<std::pair<std::string, int>> out;
  for (const auto& [name, value] : merged) {
    const std::optional<PortTarget>& target = ways.end_of(name);
    if (target && target->number) out.emplace_back(name, static_cast<int>(*target->number));
  }
  return out;
}

}  // namespace borealis::schema
