#include "client/nouns/words.h"

#include <fmt/format.h>

#include <algorithm>

namespace borealis::client {

lang::Error usage(std::string message, std::string hint) {
  return {lang::ErrorClass::usage, std::move(message), std::move(hint), {}};
}

namespace {

lang::Status set_job(ConfigOptions& config, const std::string& key) {
  if (config.job && *config.job != key)
    return usage(fmt::format("two jobs are named: {} and --job {}", key, *config.job));
  config.job = key;
  return lang::Unit{};
}

}  // namespace

lang::Status take_file(const Words& words, FilePlace place, ConfigOptions& config) {
  const char* form = place == FilePlace::first ? "FILE [JOBKEY]" : "[JOBKEY] FILE";
  if (words.empty()) return usage("the FILE with the jobs is missing", fmt::format("the arguments are {}", form));
  if (words.size() > 2)
    return usage(fmt::format("'{}' is one argument too many", words[2]), fmt::format("the arguments are {}", form));
  const bool first = place == FilePlace::first || words.size() == 1;
  config.file = words[first ? 0 : 1];
  if (words.size() == 2) {
    const std::string& key = words[first ? 1 : 0];
    if (looks_like_key(config.file) && !looks_like_key(key))
      return usage(fmt::format("'{}' stands where FILE is expected", config.file),
                   fmt::format("the arguments are {}, in this order", form));
    if (auto status = set_job(config, key); !status) return status;
  }
  if (config.job) {
    if (auto key = parse_job_key(*config.job); !key) return std::move(key).error();
  }
  return lang::Unit{};
}

lang::Status take_instances(std::string& key, std::optional<Instances>& instances) {
  // What is no key is complained of where it is taken as one.
  if (std::count(key.begin(), key.end(), '/') != 4) return lang::Unit{};
  auto parsed = parse_instances_key(key);
  if (!parsed) return std::move(parsed).error();
  instances = std::move(parsed->instances);
  key = parsed->job.text();
  return lang::Unit{};
}

lang::Result<std::string> take_one(const Words& words, const std::optional<std::string>& job, const char* what) {
  if (words.size() > 1) return usage(fmt::format("'{}' is one argument too many", words[1]));
  if (!words.empty() && job && *job != words[0])
    return usage(fmt::format("two jobs are named: {} and --job {}", words[0], *job));
  if (words.empty() && !job) return usage(fmt::format("{} is missing", what));
  return words.empty() ? *job : words[0];
}

lang::Status take_nothing(const Words& words) {
  if (!words.empty()) return usage(fmt::format("'{}' is one argument too many", words[0]));
  return lang::Unit{};
}

}  // namespace borealis::client
