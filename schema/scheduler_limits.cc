#include "schema/scheduler_limits.h"

#include <algorithm>
#include <regex>
#include <utility>

#include "schema/identifiers.h"

namespace borealis::schema {

namespace {

constexpr const char* kDefaultEnvironments = R"(^(prod|devel|test|staging\d*)$)";

bool is_default_environment(std::string_view name) {
  if (name == "prod" || name == "devel" || name == "test") return true;
  if (!name.starts_with("staging")) return false;
  return name.find_first_not_of("0123456789", 7) == std::string_view::npos;
}

template <class T>
const T* find_named(const std::vector<T>& all, std::string_view name) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const T& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

EnvironmentPattern::EnvironmentPattern() : text_(kDefaultEnvironments) {}

lang::Result<EnvironmentPattern> EnvironmentPattern::parse(std::string text) {
  EnvironmentPattern pattern;
  if (text == kDefaultEnvironments) return pattern;
  try {
    const std::regex expression(text);
    pattern.matcher_ = std::make_shared<const std::function<bool(const std::string&)>>(
        [expression](const std::string& name) { return std::regex_match(name, expression); });
  } catch (const std::regex_error&) {
    return lang::Error{lang::ErrorClass::usage, "`" + text + "` is not a regular expression", "", {}};
  }
  pattern.text_ = std::move(text);
  return pattern;
}

bool EnvironmentPattern::matches(std::string_view environment) const {
  if (environment.size() > kMaxIdentifierLength) return false;
  if (matcher_ == nullptr) return is_default_environment(environment);
  try {
    return (*matcher_)(std::string(environment));
  } catch (const std::regex_error&) {  // too complex for this name
    return false;
  }
}

std::vector<Tier> default_tiers() {
  return {{"preferred", false, false}, {"preemptible", true, false}, {"revocable", true, true}};
}

bool SchedulerLimits::allows_container(std::string_view type) const {
  return std::find(allowed_container_types.begin(), allowed_container_types.end(), type) !=
         allowed_container_types.end();
}

bool SchedulerLimits::has_executor(std::string_view name) const {
  return name == "AuroraExecutor" ||
         std::find(custom_executor_config.begin(), custom_executor_config.end(), name) != custom_executor_config.end();
}

const Tier* SchedulerLimits::tier(std::string_view name) const {
  return find_named(tier_config, name);
}

const Tier* SchedulerLimits::tier_of(bool production) const {
  for (const Tier& tier : tier_config) {
    if (!tier.preemptible == production && !tier.revocable) return &tier;
  }
  return tier(default_tier);
}

const SchedulerLimits& ClusterLimits::of(const std::string& cluster) const {
  const auto found = clusters.find(cluster);
  return found == clusters.end() ? fallback : found->second;
}

}  // namespace borealis::schema
