#include "client/keys.h"

#include <fmt/format.h>
#include <fnmatch.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>

namespace borealis::client {

namespace {

lang::Error usage(std::string message, std::string hint = {}) {
  return {lang::ErrorClass::usage, std::move(message), std::move(hint), {}};
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

bool identifier(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.' || c >= 0x80;
  });
}

lang::Result<schema::JobKey> key_of_parts(const std::vector<std::string_view>& parts, std::string_view text) {
  for (const std::size_t i : {1u, 2u, 3u}) {
    if (!identifier(parts[i])) {
      static constexpr const char* names[] = {"cluster", "role", "environment", "name"};
      return usage(fmt::format("'{}' in the job key '{}' is no {}", parts[i], text, names[i]),
                   "letters, digits, '_', '-' and '.' may stand there");
    }
  }
  if (parts[0].empty()) return usage(fmt::format("the job key '{}' names no cluster", text));
  return schema::JobKey{std::string(parts[0]), std::string(parts[1]), std::string(parts[2]), std::string(parts[3])};
}

bool glob_matches(const std::string& pattern, const std::string& text) {
  return fnmatch(pattern.c_str(), text.c_str(), 0) == 0;
}

bool has_wildcard(std::string_view text) {
  return text.find_first_of("*?[") != std::string_view::npos;
}

}  // namespace

lang::Result<Instances> parse_instances(std::string_view text) {
  constexpr int most = 1'000'000;
  Instances instances;
  for (const std::string_view part : split(text, ',')) {
    const auto dash = part.find('-');
    const auto first = number(part.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : number(part.substr(dash + 1));
    if (!first || !last || *last < *first)
      return usage(fmt::format("'{}' is no list of instances", text), "for example 0,2-4,7");
    if (*last - *first >= most) return usage(fmt::format("the range of instances {} is too large", part));
    for (int i = *first; i <= *last; ++i) instances.push_back(i);
  }
  std::sort(instances.begin(), instances.end());
  instances.erase(std::unique(instances.begin(), instances.end()), instances.end());
  return instances;
}

std::string format_instances(const Instances& instances) {
  std::string text;
  for (std::size_t i = 0; i < instances.size();) {
    std::size_t last = i;
    while (last + 1 < instances.size() && instances[last + 1] == instances[last] + 1) ++last;
    if (!text.empty()) text += ',';
    text += std::to_string(instances[i]);
    if (last > i) text += fmt::format("-{}", instances[last]);
    i = last + 1;
  }
  return text;
}

lang::Result<schema::JobKey> parse_job_key(std::string_view text) {
  const auto parts = split(text, '/');
  if (parts.size() != 4)
    return usage(fmt::format("'{}' is no job key", text), "a job key is CLUSTER/ROLE/ENVIRONMENT/NAME");
  return key_of_parts(parts, text);
}

lang::Result<InstancesKey> parse_instances_key(std::string_view text) {
  auto parts = split(text, '/');
  if (parts.size() != 4 && parts.size() != 5)
    return usage(fmt::format("'{}' is no job key", text),
                 "a job key is CLUSTER/ROLE/ENVIRONMENT/NAME, with /INSTANCES behind it if only some are meant");
  auto key = key_of_parts(parts, text);
  if (!key) return std::move(key).error();
  InstancesKey result{std::move(*key), std::nullopt};
  if (parts.size() == 4 || parts[4].empty()) return result;
  auto instances = parse_instances(parts[4]);
  if (!instances) return std::move(instances).error();
  result.instances = std::move(*instances);
  return result;
}

lang::Result<InstanceKey> parse_instance_key(std::string_view text) {
  const auto parts = split(text, '/');
  const auto instance = parts.size() == 5 ? number(parts[4]) : std::nullopt;
  if (!instance)
    return usage(fmt::format("'{}' names no instance of a job", text),
                 "an instance is CLUSTER/ROLE/ENVIRONMENT/NAME/NUMBER");
  auto key = key_of_parts(parts, text);
  if (!key) return std::move(key).error();
  return InstanceKey{std::move(*key), *instance};
}

bool JobPattern::literal() const {
  return cluster != "*" && !has_wildcard(role) && !has_wildcard(environment) && !has_wildcard(name);
}

bool JobPattern::matches(const schema::JobKey& key) const {
  return (cluster == "*" || cluster == key.cluster) && glob_matches(role, key.role) &&
         glob_matches(environment, key.environment) && glob_matches(name, key.name);
}

lang::Result<JobPattern> parse_job_pattern(std::string_view text) {
  auto parts = split(text, '/');
  if (parts.size() > 4 || std::any_of(parts.begin(), parts.end(), [](auto part) { return part.empty(); }))
    return usage(fmt::format("'{}' is no job key or pattern", text),
                 "a pattern is CLUSTER[/ROLE[/ENVIRONMENT[/NAME]]], where * stands for anything");
  JobPattern pattern;
  std::string* const fields[] = {&pattern.cluster, &pattern.role, &pattern.environment, &pattern.name};
  for (std::size_t i = 0; i < parts.size(); ++i) *fields[i] = std::string(parts[i]);
  if (pattern.cluster != "*" && has_wildcard(pattern.cluster))
    return usage(fmt::format("the cluster in '{}' is neither a name nor *", text));
  return pattern;
}

bool looks_like_key(std::string_view text) {
  if (std::count(text.begin(), text.end(), '/') < 3 || text.front() == '/' || text.front() == '.') return false;
  return access(std::string(text).c_str(), F_OK) != 0;
}

}  // namespace borealis::client
