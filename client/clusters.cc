#include "client/clusters.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "client/announcements.h"
#include "client/files.h"
#include "lang/suggest.h"

namespace borealis::client {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string text_of(const json& object, const char* field, std::string otherwise = {}) {
  const auto found = object.find(field);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::move(otherwise);
}

// What is of no type that a flag has becomes an empty text, which no flag takes.
FlagValue flag_value(const json& value) {
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (value.is_array()) {
    std::vector<std::string> words;
    for (const json& element : value) words.push_back(element.is_string() ? element.get<std::string>() : "");
    return words;
  }
  if (value.is_object()) {
    Tiers tiers;
    for (const auto& [name, tier] : value.items()) {
      const auto flag = [&tier = tier](const char* key) {
        return tier.is_object() && tier.contains(key) && tier[key].is_boolean() && tier[key].get<bool>();
      };
      tiers.push_back({name, flag("preemptible"), flag("revocable")});
    }
    return tiers;
  }
  return value.is_string() ? value.get<std::string>() : std::string();
}

void read_flags(const json& object, Cluster& cluster) {
  const auto flags = object.find("scheduler_flags");
  if (flags == object.end()) return;
  if (!flags->is_object()) {
    cluster.scheduler_flag_problems.emplace_back("`scheduler_flags` must be an object");
    return;
  }
  for (const auto& [name, value] : flags->items()) {
    SchedulerFlag flag{name, flag_value(value)};
    if (const auto problem = problem_with_flag(flag)) {
      cluster.scheduler_flag_problems.push_back(problem->message +
                                                (problem->hint.empty() ? "" : " (" + problem->hint + ")"));
    } else {
      cluster.scheduler_flags.push_back(std::move(flag));
    }
  }
}

// Reads the fields of an entry; one of a wrong type is a problem of the cluster, not of the file.
class EntryReader {
 public:
  EntryReader(const json& object, Cluster& cluster) : object_(object), cluster_(cluster) {}

  void text(const char* field, std::string& target) {
    const json* value = given(field);
    if (value == nullptr) return;
    if (value->is_string()) {
      target = value->get<std::string>();
    } else {
      problem(field, "a text");
    }
  }
  void port(const char* field, int& target) {
    const json* value = given(field);
    if (value == nullptr) return;
    const auto number = value->is_number_integer() ? value->get<std::int64_t>() : 0;
    if (number >= 1 && number <= 65535) {
      target = static_cast<int>(number);
    } else {
      problem(field, "a number from 1 to 65535");
    }
  }
  void texts(const char* field, std::vector<std::string>& target) {
    const json* value = given(field);
    if (value == nullptr) return;
    bool good = value->is_array();
    for (const json& element : *value) {
      good = good && element.is_string();
      if (good) target.push_back(element.get<std::string>());
    }
    if (!good) problem(field, "a list of texts");
  }
  // A file; a relative one stands beside clusters.json, `~` is the user's home.
  void file(const char* field, std::string& target, const std::string& source, const std::string& home) {
    text(field, target);
    if (target.starts_with("~/")) target = home + target.substr(1);
    if (!target.empty() && target.front() != '/') target = fs::path(source).parent_path() / target;
  }

 private:
  // null counts as absent.
  const json* given(const char* field) const {
    const auto found = object_.find(field);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
  }
  void problem(const char* field, const char* wanted) {
    cluster_.problems.push_back(fmt::format("has a `{}` that is not {}", field, wanted));
  }
  const json& object_;
  Cluster& cluster_;
};

Cluster cluster_of(const json& object, const std::string& source, const std::string& home) {
  Cluster cluster;
  cluster.name = text_of(object, "name");
  cluster.source = source;
  EntryReader entry(object, cluster);
  entry.text("zk", cluster.zk);
  entry.port("zk_port", cluster.zk_port);
  entry.text("scheduler_zk_path", cluster.scheduler_zk_path);
  entry.text("scheduler_uri", cluster.scheduler_uri);
  entry.text("proxy_url", cluster.proxy_url);
  entry.text("auth_mechanism", cluster.auth_mechanism);
  entry.file("ca_file", cluster.ca_file, source, home);
  entry.file("credentials_file", cluster.credentials_file, source, home);
  entry.texts("credentials_hosts", cluster.credentials_hosts);
  entry.text("slave_root", cluster.slave_root);
  entry.text("slave_run_directory", cluster.slave_run_directory);
  entry.text("docker_registry", cluster.docker_registry);
  read_flags(object, cluster);
  return cluster;
}

// "line 3, column 7" of a byte.
std::string place_in(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, byte);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const auto start = before.rfind('\n');
  return fmt::format("line {}, column {}", line, before.size() - (start == std::string_view::npos ? 0 : start + 1) + 1);
}

std::vector<std::string> clusters_files(const Context& context) {
  return {context.environment("AURORA_CONFIG_ROOT").value_or("/etc/aurora") + "/clusters.json",
          home_directory(context) + "/.aurora/clusters.json"};
}

Cluster cluster_of(const Announcement& announcement, const std::string& source) {
  Cluster cluster;
  cluster.name = announcement.name;
  cluster.scheduler_uri = announcement.url;
  cluster.source = source;
  cluster.embedded = announcement;
  return cluster;
}

}  // namespace

std::string home_directory(const Context& context) {
  if (const auto home = context.environment("HOME")) return *home;
  const passwd* account = getpwuid(getuid());
  return account != nullptr ? account->pw_dir : "/";
}

lang::Result<std::vector<Cluster>> parse_clusters(std::string_view text, const std::string& source,
                                                  const std::string& home) {
  const auto wrong = [&](const std::string& why) {
    return lang::Error{lang::ErrorClass::not_found,
                       fmt::format("{} is no list of clusters in JSON{}", source, why),
                       R"(it looks like [{"name": "devcluster", "scheduler_uri": "http://127.0.0.1:8081"}])",
                       {}};
  };
  json document;
  try {
    document = json::parse(text);
  } catch (const json::parse_error& error) {
    return wrong(": it breaks at " + place_in(text, error.byte == 0 ? 0 : error.byte - 1));
  }
  if (!document.is_structured()) return wrong("");
  std::vector<Cluster> clusters;
  for (const json& entry : document) {
    if (!entry.is_object() || text_of(entry, "name").empty()) continue;
    clusters = merge_clusters(std::move(clusters), {cluster_of(entry, source, home)});
  }
  return clusters;
}

std::vector<Cluster> merge_clusters(std::vector<Cluster> earlier, std::vector<Cluster> later) {
  for (Cluster& cluster : later) {
    const auto same =
        std::find_if(earlier.begin(), earlier.end(), [&](const Cluster& other) { return other.name == cluster.name; });
    if (same != earlier.end()) {
      *same = std::move(cluster);
    } else {
      earlier.push_back(std::move(cluster));
    }
  }
  return earlier;
}

lang::Result<std::vector<Cluster>> load_clusters(Context& context) {
  std::vector<Cluster> running;
  std::vector<Cluster> clusters;
  for (const Announcement& announcement : read_announcements(context)) {
    Cluster cluster = cluster_of(announcement, announcement_path(context, announcement.name));
    (announcement.alive() ? running : clusters).push_back(std::move(cluster));
  }
  for (const std::string& path : clusters_files(context)) {
    const auto text = read_file(path);
    if (!text && errno == ENOENT) continue;
    if (!text) {
      warn(context, fmt::format("{} cannot be read: {}", path, std::strerror(errno)));
      continue;
    }
    auto parsed = parse_clusters(*text, path, home_directory(context));
    if (!parsed) return std::move(parsed).error();
    clusters = merge_clusters(std::move(clusters), std::move(*parsed));
  }
  return merge_clusters(std::move(clusters), std::move(running));
}

lang::Result<Cluster> find_cluster(Context& context, const std::string& name) {
  auto clusters = load_clusters(context);
  if (!clusters) return std::move(clusters).error();
  std::vector<std::string> names;
  for (Cluster& cluster : *clusters) {
    if (cluster.name == name) {
      if (cluster.embedded && !cluster.embedded->alive())
        return lang::Error{lang::ErrorClass::unreachable,
                           fmt::format("the embedded cluster '{}' is announced in {}, but its process {} is gone", name,
                                       cluster.source, cluster.embedded->pid),
                           fmt::format("start it again with `borealis cluster up --name {}`", name),
                           {}};
      return std::move(cluster);
    }
    names.push_back(cluster.name);
  }
  const auto files = clusters_files(context);
  std::string hint;
  if (const std::string near = lang::nearest(name, names); !near.empty())
    hint = fmt::format("did you mean '{}'? ", near);
  hint += names.empty() ? "no cluster is known" : fmt::format("known: {}", fmt::join(names, ", "));
  hint += fmt::format("; clusters are defined in {} and {}, or started with `borealis cluster up --name {}`", files[0],
                      files[1], name);
  return lang::Error{lang::ErrorClass::not_found, fmt::format("there is no cluster '{}'", name), std::move(hint), {}};
}

}  // namespace borealis::client
