#include "schema/job_key.h"

#include <vector>

#include "schema/identifiers.h"

namespace borealis::schema {

namespace {

lang::Error refuse(std::string_view text, const std::string& why) {
  return {lang::ErrorClass::usage,
          "`" + std::string(text) + "` is no job key: " + why,
          "a job key is CLUSTER/ROLE/ENV/NAME",
          {}};
}

}  // namespace

lang::Result<JobKey> parse_job_key(std::string_view text) {
  std::vector<std::string> parts(1);
  for (char c : text) {
    if (c == '/') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  if (parts.size() != 4) {
    return refuse(text, "it has " + std::to_string(parts.size()) + (parts.size() == 1 ? " part" : " parts"));
  }
  if (parts[0].empty()) return refuse(text, "the cluster is empty");
  const char* labels[] = {"cluster", "role", "environment", "name"};
  for (std::size_t i = 1; i < parts.size(); ++i) {
    if (std::string problem = identifier_problem(parts[i]); !problem.empty()) {
      return refuse(text, std::string("the ") + labels[i] + " " + problem);
    }
  }
  return JobKey{parts[0], parts[1], parts[2], parts[3]};
}

}  // namespace borealis::schema
