#include "client/near_job.h"

#include <fmt/format.h>

#include <array>
#include <limits>

#include "lang/suggest.h"

namespace borealis::client {

namespace {

// How many letters of the parts differ; nothing when one of them is another word.
std::optional<int> distance(const schema::JobKey& a, const schema::JobKey& b) {
  const std::array<std::pair<const std::string*, const std::string*>, 3> parts = {
      {{&a.role, &b.role}, {&a.environment, &b.environment}, {&a.name, &b.name}}};
  int sum = 0;
  for (const auto& [one, other] : parts) {
    if (*one != *other && lang::nearest(*one, {*other}).empty()) return std::nullopt;
    sum += lang::edit_distance(*one, *other);
  }
  return sum;
}

}  // namespace

std::string near_job_hint(Engine& engine, const schema::JobKey& key) {
  const auto jobs = engine.jobs(std::nullopt);
  if (!jobs) return {};
  int least = std::numeric_limits<int>::max();
  std::string nearest;
  for (const JobSummary& job : *jobs) {
    const auto far = distance(key, job.key);
    if (far && *far == 0) return {};
    if (!far || *far >= least) continue;
    least = *far;
    nearest = job.key.text();
  }
  return nearest.empty() ? "" : fmt::format("did you mean {}?", nearest);
}

}  // namespace borealis::client
