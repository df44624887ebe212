#include <algorithm>
#include <charconv>
#include <iterator>

#include "client/nouns/admin_words.h"
#include "client/nouns/operations.h"
#include "client/units.h"

namespace borealis::client {

lang::Status take_words(const Words& words, std::initializer_list<const char*> names) {
  std::string form;
  for (const char* name : names) form += (form.empty() ? "" : " ") + std::string(name);
  const std::string hint = "the arguments are " + form;
  if (words.size() < names.size())
    return usage(fmt::format("{} is missing", *(names.begin() + static_cast<long>(words.size()))), hint);
  if (words.size() > names.size())
    return usage(fmt::format("'{}' is one argument too many", words[names.size()]), hint);
  return lang::Unit{};
}

std::vector<std::string> split_list(const std::string& text) {
  std::vector<std::string> parts;
  std::string part;
  for (const char c : text + ",") {
    if (c != ',') {
      part += c;
    } else if (!part.empty()) {
      parts.push_back(std::exchange(part, {}));
    }
  }
  return parts;
}

lang::Result<std::set<std::string>> parse_states(const std::string& text) {
  std::set<std::string> states;
  for (const std::string& state : split_list(text)) {
    if (!is_task_state(state))
      return usage(fmt::format("'{}' is no state of a task", state),
                   fmt::format("the states are {}", fmt::join(task_states(), ", ")));
    states.insert(state);
  }
  return states;
}

namespace {

lang::Result<ResourceAmounts> parse_amounts(const Words& words) {
  ResourceAmounts amounts;
  const auto [end, error] = std::from_chars(words[2].data(), words[2].data() + words[2].size(), amounts.cpu);
  if (error != std::errc() || end != words[2].data() + words[2].size() || !(amounts.cpu >= 0) || amounts.cpu > 1e9)
    return usage(fmt::format("'{}' is no number of cores", words[2]), "it looks like 4 or 0.5");
  auto ram = parse_megabytes(words[3]);
  if (!ram) return std::move(ram).error();
  auto disk = parse_megabytes(words[4]);
  if (!disk) return std::move(disk).error();
  amounts.ram_mb = *ram;
  amounts.disk_mb = *disk;
  return amounts;
}

template <bool increase>
Run build_quota(CLI::App& app) {
  auto options = std::make_shared<SetQuotaOptions>();
  options->increase = increase;
  add_output(app, options->output);
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    if (auto status = take_words(words, {"CLUSTER", "ROLE", "CPU", "RAM", "DISK"}); !status)
      return std::move(status).error();
    auto amounts = parse_amounts(words);
    if (!amounts) return std::move(amounts).error();
    options->cluster = words[0];
    options->role = words[1];
    options->amounts = *amounts;
    return run_admin_set_quota(*options, context);
  };
}

Run build_cluster_config(CLI::App& app) {
  auto options = std::make_shared<ClusterConfigOptions>();
  add_flag(app, "--sh", options->shell, "as assignments for a shell: AURORA_CLUSTER_NAME=...");
  add_flag(app, "--export", options->export_lines, "with --sh: export each of them");
  return for_cluster(options, run_admin_get_cluster_config);
}

Run build_scheduler(CLI::App& app) {
  auto options = std::make_shared<AdminOptions>();
  add_output(app, options->output);
  return for_cluster(options, run_admin_get_scheduler);
}

}  // namespace

std::vector<Verb> admin_verbs() {
  std::vector<Verb> verbs = {
      {{"admin",
        "get-cluster-config",
        "CLUSTER",
        "print a cluster's entry of clusters.json",
        {"borealis admin get-cluster-config prod", "eval \"$(borealis admin get-cluster-config prod --sh --export)\""},
        "Prints the entry of the cluster in clusters.json on one line, with the keys that borealis does not use as "
        "well."},
       build_cluster_config},
      {{"admin",
        "get-scheduler",
        "CLUSTER",
        "print the address of the scheduler that answers",
        {"borealis admin get-scheduler prod"},
        "Asks the cluster's scheduler something and prints where it answered from."},
       build_scheduler},
      {{"admin",
        "set-quota",
        "CLUSTER ROLE CPU RAM DISK",
        "set what the production tasks of a role may use",
        {"borealis admin set-quota devcluster demo 4 8GB 100GB"},
        "Replaces the role's quota. RAM and DISK have a unit: KB, MB, GB or TB. The scheduler refuses a quota that is "
        "below what the role uses already."},
       build_quota<false>},
      {{"admin",
        "increase-quota",
        "CLUSTER ROLE CPU RAM DISK",
        "add to a role's quota",
        {"borealis admin increase-quota devcluster demo 2 4GB 0MB"},
        "Adds to the role's quota, and shows what it was before."},
       build_quota<true>},
  };
  for (const auto more : {admin_task_verbs, admin_host_verbs, admin_recovery_verbs}) {
    std::vector<Verb> some = more();
    std::move(some.begin(), some.end(), std::back_inserter(verbs));
  }
  return verbs;
}

}  // namespace borealis::client
