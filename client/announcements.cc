#include "client/announcements.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "client/files.h"

namespace borealis::client {

namespace fs = std::filesystem;
using nlohmann::json;

std::uint64_t process_start_time(int pid) {
  std::ifstream file(fmt::format("/proc/{}/stat", pid));
  std::string line;
  if (!std::getline(file, line)) return 0;
  // The command's name, in parentheses, may hold anything; the fields after it are numbers but the first.
  const auto name_end = line.rfind(')');
  if (name_end == std::string::npos) return 0;
  std::istringstream fields(line.substr(name_end + 1));
  std::string field;
  fields >> field;  // 3: state
  if (field == "Z" || field == "X") return 0;
  for (int number = 4; number <= 22; ++number) fields >> field;
  return fields ? std::strtoull(field.c_str(), nullptr, 10) : 0;
}

bool Announcement::alive() const {
  const std::uint64_t running = pid > 0 ? process_start_time(pid) : 0;
  return running != 0 && (start_time == 0 || running == start_time);
}

std::string state_root(const Context& context) {
  if (const auto state = context.environment("XDG_STATE_HOME"); state && state->front() == '/')
    return *state + "/borealis";
  return home_directory(context) + "/.local/state/borealis";
}

std::string announcement_path(const Context& context, const std::string& name) {
  return state_root(context) + "/" + name + "/cluster.json";
}

std::optional<Announcement> read_announcement(const std::string& path) {
  const auto text = read_file(path);
  if (!text) return std::nullopt;
  const json object = json::parse(*text, nullptr, false);
  if (!object.is_object()) return std::nullopt;
  const auto text_of = [&](const char* field) {
    const auto found = object.find(field);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  Announcement announcement;
  announcement.name = text_of("name");
  announcement.url = text_of("url");
  announcement.state_dir = text_of("state_dir");
  if (const auto pid = object.find("pid"); pid != object.end() && pid->is_number_integer())
    announcement.pid = pid->get<int>();
  if (const auto start = object.find("start_time"); start != object.end() && start->is_number_unsigned())
    announcement.start_time = start->get<std::uint64_t>();
  if (announcement.name.empty() || announcement.url.empty() || announcement.pid <= 0) return std::nullopt;
  return announcement;
}

lang::Status write_announcement(const std::string& path, const Announcement& announcement) {
  const nlohmann::ordered_json object = {{"name", announcement.name},
                                         {"url", announcement.url},
                                         {"pid", announcement.pid},
                                         {"state_dir", announcement.state_dir},
                                         {"start_time", announcement.start_time}};
  return write_file(path, object.dump(2) + "\n");
}

std::vector<Announcement> read_announcements(const Context& context) {
  std::vector<Announcement> announcements;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(state_root(context), error)) {
    const std::string path = entry.path() / "cluster.json";
    if (auto announcement = read_announcement(path)) announcements.push_back(std::move(*announcement));
  }
  std::sort(announcements.begin(), announcements.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return announcements;
}

}  // namespace borealis::client
