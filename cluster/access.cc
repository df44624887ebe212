#include "cluster/access.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>

#include "cluster/dump.h"
#include "fmt/format.h"

namespace borealis::cluster {

namespace {

std::string trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) text.remove_suffix(1);
  return std::string(text);
}

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> out;
  while (true) {
    const std::size_t end = text.find(at);
    out.push_back(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

// The bytes of base64 text; nothing: it is none.
std::optional<std::string> from_base64(std::string_view text) {
  static constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0;
  int count = 0;
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  for (const char c : text) {
    const std::size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = (bits << 6) | static_cast<unsigned>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>((bits >> count) & 0xff);
  }
  return out;
}

bool is_basic(std::string_view scheme) {
  return std::ranges::equal(scheme, std::string_view("basic"),
                            [](unsigned char a, unsigned char b) { return std::tolower(a) == b; });
}

constexpr auto kReads = std::to_array<std::string_view>(
    {"getRoleSummary", "getJobSummary", "getTasksStatus", "getTasksWithoutConfigs", "getPendingReason",
     "getConfigSummary", "getJobs", "getQuota", "populateJobConfig", "getJobUpdateSummaries", "getJobUpdateDetails",
     "getJobUpdateDiff", "getTierConfigs"});
constexpr auto kManager = std::to_array<std::string_view>(
    {"createJob", "scheduleCronJob", "descheduleCronJob", "startCronJob", "restartShards", "killTasks", "addInstances",
     "replaceCronTemplate", "startJobUpdate", "pauseJobUpdate", "resumeJobUpdate", "abortJobUpdate",
     "rollbackJobUpdate", "pulseJobUpdate"});

}  // namespace

lang::Result<Access> Access::read(const std::string& path) {
  std::ifstream file(path);
  if (!file) return lang::Error{lang::ErrorClass::usage, path + ": it can't be read", "", {}};
  Access access;
  access.required_ = true;
  std::string section;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    line = trimmed(line);
    if (line.empty() || line.front() == '#' || line.front() == ';') continue;
    if (line.front() == '[' && line.back() == ']') {
      section = line.substr(1, line.size() - 2);
      continue;
    }
    const std::size_t equals = line.find('=');
    if (equals == std::string::npos || (section != "users" && section != "roles")) {
      return lang::Error{lang::ErrorClass::usage,
                         fmt::format("{}:{}: neither `name = ...` nor a section `[users]` or `[roles]`", path, number),
                         "",
                         {}};
    }
    const std::string name = trimmed(std::string_view(line).substr(0, equals));
    std::vector<std::string> values = split(std::string_view(line).substr(equals + 1), ',');
    if (section == "users") {
      access.users_[name] = {values.front(), {values.begin() + 1, values.end()}};
    } else {
      for (const std::string& value : values) access.roles_[name].push_back(parse_permission(value));
    }
  }
  return access;
}

Login Access::login(const char* authorization) const {
  if (!required_ || authorization == nullptr) return {};
  const std::string_view text = authorization;
  const std::size_t blank = text.find(' ');
  if (!is_basic(text.substr(0, blank))) return {};
  const auto credentials =
      blank == std::string_view::npos ? std::nullopt : from_base64(trimmed(text.substr(blank + 1)));
  const std::size_t colon = credentials ? credentials->find(':') : std::string::npos;
  if (colon == std::string::npos) return {true, ""};
  const auto user = users_.find(credentials->substr(0, colon));
  if (user == users_.end() || user->second.password != credentials->substr(colon + 1)) return {true, ""};
  return {false, user->first};
}

Access::Permission Access::parse_permission(std::string_view text) {
  Permission out;
  for (const std::string& part : split(text, ':')) {
    const std::vector<std::string> words = split(part, ',');
    out.emplace_back(words.begin(), words.end());
  }
  return out;
}

bool Access::implies(const Permission& given, const Permission& asked) {
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (i >= given.size()) return true;
    if (!given[i].contains("*") && !std::ranges::includes(given[i], asked[i])) return false;
  }
  // What is narrower than asked for is not enough.
  return std::all_of(given.begin() + static_cast<std::ptrdiff_t>(std::min(given.size(), asked.size())), given.end(),
                     [](const auto& part) { return part.contains("*"); });
}

bool Access::permits(const std::string& user, const std::string& permission) const {
  if (!required_) return true;
  const auto known = users_.find(user);
  if (known == users_.end()) return false;
  const Permission asked = parse_permission(permission);
  return std::ranges::any_of(known->second.roles, [&](const std::string& name) {
    const auto role = roles_.find(name);
    return role != roles_.end() &&
           std::ranges::any_of(role->second, [&](const Permission& given) { return implies(given, asked); });
  });
}

MethodKind kind_of(std::string_view method) {
  if (std::ranges::find(kReads, method) != kReads.end()) return MethodKind::read;
  return std::ranges::find(kManager, method) != kManager.end() ? MethodKind::manager : MethodKind::admin;
}

std::optional<std::string> denial(const Access& access, const std::string& user, std::string_view method,
                                  const api::JobKey* job) {
  const MethodKind kind = kind_of(method);
  if (!access.required() || kind == MethodKind::read) return std::nullopt;
  const char* domain = kind == MethodKind::admin ? "thrift.AuroraAdmin" : "thrift.AuroraSchedulerManager";
  const std::string whole = fmt::format("{}:{}", domain, method);
  if (access.permits(user, whole)) return std::nullopt;
  if (job == nullptr) {
    return fmt::format("Subject {} lacks permission UnscopedRpcPermission{{domain={}, rpc={}}}", user, domain, method);
  }
  if (access.permits(user, fmt::format("{}:{}:{}:{}", whole, job->role, job->environment, job->name))) {
    return std::nullopt;
  }
  return fmt::format("Subject {} is not permitted to JobScopedRpcPermission{{rpc={}, permittedJob={}}}.", user, method,
                     dump(*job));
}

}  // namespace borealis::cluster
