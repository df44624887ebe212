#include "client/scheduler_flags.h"

#include <fmt/format.h>

#include <algorithm>

#include "lang/suggest.h"

namespace borealis::client {

namespace {

using schema::SchedulerLimits;

using Texts = std::vector<std::string>;

struct Known {
  const char* name;
  std::variant<bool SchedulerLimits::*, std::int64_t SchedulerLimits::*, std::string SchedulerLimits::*,
               Texts SchedulerLimits::*, Tiers SchedulerLimits::*, schema::EnvironmentPattern SchedulerLimits::*>
      member;
};

constexpr Known kKnown[] = {
    {"allow_container_volumes", &SchedulerLimits::allow_container_volumes},
    {"allow_docker_parameters", &SchedulerLimits::allow_docker_parameters},
    {"allow_gpu_resource", &SchedulerLimits::allow_gpu_resource},
    {"allowed_container_types", &SchedulerLimits::allowed_container_types},
    {"allowed_job_environments", &SchedulerLimits::allowed_job_environments},
    {"announcer_allow_custom_serverset_path", &SchedulerLimits::announcer_allow_custom_serverset_path},
    {"custom_executor_config", &SchedulerLimits::custom_executor_config},
    {"default_tier", &SchedulerLimits::default_tier},
    {"max_sla_duration_secs", &SchedulerLimits::max_sla_duration_secs},
    {"max_tasks_per_job", &SchedulerLimits::max_tasks_per_job},
    {"max_update_instance_failures", &SchedulerLimits::max_update_instance_failures},
    {"min_required_instances_for_sla_check", &SchedulerLimits::min_required_instances_for_sla_check},
    {"sla_aware_kill_non_prod", &SchedulerLimits::sla_aware_kill_non_prod},
    {"tier_config", &SchedulerLimits::tier_config},
};

const Known* find(const std::string& name) {
  const auto* found =
      std::find_if(std::begin(kKnown), std::end(kKnown), [&](const Known& known) { return name == known.name; });
  return found == std::end(kKnown) ? nullptr : found;
}

// "MESOS,DOCKER" is as good as a list.
std::vector<std::string> list_of(const FlagValue& value) {
  if (const auto* list = std::get_if<std::vector<std::string>>(&value)) return *list;
  std::vector<std::string> words;
  const auto* text = std::get_if<std::string>(&value);
  for (std::size_t at = 0; text != nullptr && at < text->size();) {
    const std::size_t comma = std::min(text->find(',', at), text->size());
    words.push_back(text->substr(at, comma - at));
    at = comma + 1;
  }
  return words;
}

struct Expected {
  const FlagValue& value;
  const std::string& name;

  std::optional<FlagProblem> must_be(bool right, const char* what, std::string hint) const {
    if (right) return std::nullopt;
    return FlagProblem{fmt::format("`{}` must be {}", name, what), std::move(hint)};
  }
  std::optional<FlagProblem> operator()(bool SchedulerLimits::*) const {
    return must_be(std::holds_alternative<bool>(value), "true or false", "");
  }
  std::optional<FlagProblem> operator()(std::int64_t SchedulerLimits::*) const {
    const auto* number = std::get_if<std::int64_t>(&value);
    return must_be(number != nullptr && *number >= 0, "a whole number that is not negative", "");
  }
  std::optional<FlagProblem> operator()(std::string SchedulerLimits::*) const {
    const auto* text = std::get_if<std::string>(&value);
    return must_be(text != nullptr && !text->empty(), "a text", "");
  }
  std::optional<FlagProblem> operator()(schema::EnvironmentPattern SchedulerLimits::*) const {
    const auto* text = std::get_if<std::string>(&value);
    return must_be(text != nullptr && !text->empty() && schema::EnvironmentPattern::parse(*text).ok(),
                   "a regular expression", R"(for example "^(prod|uat\\d*)$")");
  }
  std::optional<FlagProblem> operator()(Texts SchedulerLimits::*member) const {
    const Texts words = list_of(value);
    if (auto wrong =
            must_be(!words.empty() && std::find(words.begin(), words.end(), "") == words.end(), "a list of texts", ""))
      return wrong;
    if (member != &SchedulerLimits::allowed_container_types) return std::nullopt;
    for (const std::string& word : words) {
      if (word == "MESOS" || word == "DOCKER") continue;
      const std::string near = lang::nearest(word, {"MESOS", "DOCKER"});
      return FlagProblem{fmt::format("there is no container type '{}'", word),
                         near.empty() ? "the types are MESOS and DOCKER" : fmt::format("did you mean {}?", near)};
    }
    return std::nullopt;
  }
  std::optional<FlagProblem> operator()(Tiers SchedulerLimits::*) const {
    const auto* tiers = std::get_if<Tiers>(&value);
    return must_be(tiers != nullptr && !tiers->empty(), "a table of tiers",
                   "for example { preferred = { preemptible = false, revocable = false } }");
  }
};

// Of a value that has no problem.
struct Assignment {
  const FlagValue& value;
  SchedulerLimits& limits;

  template <class T>
  void operator()(T SchedulerLimits::*member) const {
    limits.*member = std::get<T>(value);
  }
  void operator()(Texts SchedulerLimits::*member) const { limits.*member = list_of(value); }
  void operator()(schema::EnvironmentPattern SchedulerLimits::*member) const {
    limits.*member = *schema::EnvironmentPattern::parse(std::get<std::string>(value));
  }
};

}  // namespace

std::optional<FlagProblem> problem_with_flag(const SchedulerFlag& flag) {
  if (const Known* known = find(flag.name)) return std::visit(Expected{flag.value, flag.name}, known->member);
  std::vector<std::string> names;
  for (const Known& known : kKnown) names.emplace_back(known.name);
  const std::string near = lang::nearest(flag.name, names);
  return FlagProblem{
      fmt::format("`{}` is no flag of a scheduler that the rules look at", flag.name),
      near.empty() ? fmt::format("they look at {}", fmt::join(names, ", ")) : fmt::format("did you mean `{}`?", near)};
}

void apply_flag(const SchedulerFlag& flag, SchedulerLimits& limits) {
  const Known* known = find(flag.name);
  if (known == nullptr || problem_with_flag(flag)) return;
  std::visit(Assignment{flag.value, limits}, known->member);
}

}  // namespace borealis::client
