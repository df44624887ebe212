// Reading borealis.toml: the one place that knows the TOML library.
#include <fmt/format.h>

#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
// The parser asserts what bad input can break (`[a.{`), and reports the same as an error a moment later.
#define TOML_ASSERT(expr) static_assert(true)
#include <toml++/toml.h>

#include <algorithm>

#include "client/validate/project_file.h"
#include "lang/suggest.h"

namespace borealis::client {

namespace {

constexpr const char* kSettings[] = {"select", "ignore", "strict", "time_limit", "cpu_limit", "memory_limit"};

class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  lang::Result<ProjectFile> read(std::string_view text) {
    const toml::parse_result parsed = toml::parse(text);
    if (!parsed) {
      say(parsed.error().source(), std::string(parsed.error().description()), "");
    } else {
      read(parsed.table());
    }
    if (found_.empty()) return std::move(project_);
    lang::sort_and_deduplicate(found_);
    return lang::Error{lang::ErrorClass::usage, fmt::format("the settings in {} cannot be used", file_),
                       "docs/configuration.md lists them", std::move(found_)};
  }

 private:
  void read(const toml::table& root) {
    for (const auto& [key, value] : root) {
      if (key == "files") {
        read_files(value);
      } else if (key == "clusters") {
        read_clusters(value);
      } else if (key == "rule_pages") {
        read_rule_pages(key, value);
      } else if (key == "sandbox") {
        read_sandbox(key, value);
      } else if (key == "hermetic") {
        project_.hermetic = value.value_exact<bool>();
        if (!project_.hermetic) wrong(key, value, "true or false");
      } else if (!read_setting(key, value, project_.settings)) {
        unknown_key(key, {"files", "clusters", "rule_pages", "sandbox", "hermetic"});
      }
    }
  }

  void read_rule_pages(const toml::key& key, const toml::node& value) {
    std::string& pages = project_.rule_pages;
    pages = value.value_exact<std::string>().value_or("");
    if (pages.find("://") == std::string::npos)
      wrong(key, value, "an absolute URI", R"(for example "https://docs.example.org/borealis/rules/")");
    if (!pages.ends_with('/')) pages += '/';
  }

  void read_sandbox(const toml::key& key, const toml::node& value) {
    const auto on = value.value_exact<bool>();
    if (on) {
      project_.sandbox = *on ? SandboxMode::on : SandboxMode::off;
    } else if (value.value_exact<std::string>() == "required") {
      project_.sandbox = SandboxMode::required;
    } else {
      wrong(key, value, R"(true, false or "required")");
    }
  }

  // False when there is no such setting.
  bool read_setting(const toml::key& key, const toml::node& value, FileSettings& settings) {
    if (key == "select") {
      settings.select = rules(key, value, false);
    } else if (key == "ignore") {
      settings.ignore = rules(key, value, true);
    } else if (key == "strict") {
      settings.strict = value.value_exact<bool>();
      if (!settings.strict) wrong(key, value, "true or false");
    } else if (key == "time_limit") {
      settings.time_limit = duration(key, value);
    } else if (key == "cpu_limit") {
      settings.cpu_limit = duration(key, value);
    } else if (key == "memory_limit") {
      settings.memory_limit = memory(key, value);
    } else {
      return false;
    }
    return true;
  }

  std::vector<std::string> rules(const toml::key& key, const toml::node& value, bool to_ignore) {
    std::vector<std::string> ids;
    const toml::array* list = value.as_array();
    if (list == nullptr) {
      wrong(key, value, "a list of rules", R"(for example ["tier", "task-links"])");
      return ids;
    }
    for (const toml::node& element : *list) {
      const auto id = element.value_exact<std::string>();
      if (!id) {
        wrong(key, element, "a list of rules", R"(for example ["tier", "task-links"])");
      } else if (const auto problem = problem_with_rule(*id, to_ignore)) {
        say(element.source(), problem->message, problem->hint);
      } else {
        ids.push_back(*id);
      }
    }
    return ids;
  }

  std::optional<std::chrono::seconds> duration(const toml::key& key, const toml::node& value) {
    constexpr std::int64_t most = 100'000'000;
    auto seconds = value.value_exact<std::int64_t>();
    if (const auto text = value.value_exact<std::string>()) {
      const std::size_t digits = std::min(text->find_first_not_of("0123456789"), text->size());
      const std::string unit = text->substr(digits);
      const int factor = unit.empty() || unit == "s" ? 1 : unit == "m" ? 60 : unit == "h" ? 3600 : 0;
      if (digits > 0 && digits < 10 && factor > 0) seconds = std::stol(text->substr(0, digits)) * factor;
    }
    if (seconds && *seconds > 0 && *seconds <= most) return std::chrono::seconds(*seconds);
    wrong(key, value, "a duration", R"(for example 90, "90s", "5m" or "1h")");
    return std::nullopt;
  }

  std::optional<std::uint64_t> memory(const toml::key& key, const toml::node& value) {
    const auto megabytes = value.value_exact<std::int64_t>();
    if (megabytes && *megabytes > 0 && *megabytes <= 1 << 20) return static_cast<std::uint64_t>(*megabytes) << 20;
    wrong(key, value, "a whole number of MB", "for example 4096");
    return std::nullopt;
  }

  void read_files(const toml::node& value) {
    const toml::array* list = value.as_array();
    if (list == nullptr || !list->is_array_of_tables()) {
      say(value.source(), "`files` must be a list of tables", "write [[files]] above each");
      return;
    }
    for (const toml::node& element : *list) {
      ProjectFile::Override entry;
      for (const auto& [key, setting] : *element.as_table()) {
        if (key == "path") {
          entry.pattern = setting.value_exact<std::string>().value_or("");
          if (entry.pattern.empty()) wrong(key, setting, "a pattern of paths", R"(for example "services/legacy/**")");
        } else if (!read_setting(key, setting, entry.settings)) {
          unknown_key(key, {"path"});
        }
      }
      if (!element.as_table()->contains("path"))
        say(element.source(), "an entry of `files` must say which files it is about",
            R"(add a `path`, for example path = "services/legacy/**")");
      project_.files.push_back(std::move(entry));
    }
  }

  void read_clusters(const toml::node& value) {
    const toml::table* clusters = value.as_table();
    if (clusters == nullptr) {
      say(value.source(), "`clusters` must be a table of clusters", "write [clusters.NAME]");
      return;
    }
    for (const auto& [name, flags] : *clusters) {
      const toml::table* table = flags.as_table();
      if (table == nullptr) {
        say(name.source(), fmt::format("`clusters.{}` must be a table of flags", name.str()),
            "write [clusters.NAME] and the flags below it");
        continue;
      }
      SchedulerFlags& target = project_.clusters[std::string(name.str())];
      for (const auto& [key, flag] : *table) read_flag(key, flag, target);
    }
  }

  void read_flag(const toml::key& key, const toml::node& node, SchedulerFlags& target) {
    SchedulerFlag flag{std::string(key.str()), flag_value(node)};
    if (const auto problem = problem_with_flag(flag)) {
      say(key.source(), problem->message, problem->hint);
    } else {
      target.push_back(std::move(flag));
    }
  }

  // What is of no type that a flag has becomes an empty text, which no flag takes.
  static FlagValue flag_value(const toml::node& node) {
    if (const auto flag = node.value_exact<bool>()) return *flag;
    if (const auto number = node.value_exact<std::int64_t>()) return *number;
    if (const toml::array* list = node.as_array()) {
      std::vector<std::string> words;
      for (const toml::node& element : *list) words.push_back(element.value_exact<std::string>().value_or(""));
      return words;
    }
    if (const toml::table* table = node.as_table()) {
      Tiers tiers;
      for (const auto& [name, tier] : *table) {
        const toml::table* settings = tier.as_table();
        if (settings == nullptr) return std::string();
        schema::Tier& target = tiers.emplace_back();
        target.name = name.str();
        for (const auto& [key, setting] : *settings) {
          const auto yes = setting.value_exact<bool>();
          if (!yes || (key != "preemptible" && key != "revocable")) return std::string();
          (key == "preemptible" ? target.preemptible : target.revocable) = *yes;
        }
      }
      return tiers;
    }
    return node.value_exact<std::string>().value_or("");
  }

  void unknown_key(const toml::key& key, std::vector<std::string> names) {
    names.insert(names.begin(), std::begin(kSettings), std::end(kSettings));
    const std::string near = lang::nearest(std::string(key.str()), names);
    say(key.source(), fmt::format("there is no setting `{}`", key.str()),
        near.empty() ? fmt::format("the settings are {}", fmt::join(names, ", "))
                     : fmt::format("did you mean `{}`?", near));
  }

  void wrong(const toml::key& key, const toml::node& value, const char* what, std::string hint = "") {
    say(value.source(), fmt::format("`{}` must be {}", key.str(), what), std::move(hint));
  }

  void say(const toml::source_region& region, std::string message, std::string hint) {
    lang::Diagnostic d;
    d.rule = "project-file";
    d.message = std::move(message);
    d.hint = std::move(hint);
    d.span = {file_, static_cast<int>(region.begin.line), static_cast<int>(region.begin.column),
              static_cast<int>(region.end.line), static_cast<int>(region.end.column)};
    if (d.span.end_line == d.span.line && d.span.end_column <= d.span.column) d.span.end_column = d.span.column + 1;
    found_.push_back(std::move(d));
  }

  std::string file_;
  ProjectFile project_;
  lang::Diagnostics found_;
};

}  // namespace

lang::Result<ProjectFile> parse_project_file(std::string_view text, const std::string& file) {
  return Reader(file).read(text);
}

}  // namespace borealis::client
