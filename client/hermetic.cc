#include "client/hermetic.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "client/digest.h"
#include "client/docker_images.h"
#include "client/files.h"
#include "client/sources.h"
#include "lang/json.h"
#include "lang/render/render.h"
#include "lang/render/screen.h"

namespace borealis::client {

namespace {

namespace fs = std::filesystem;

// Nobody's config reads a larger file within its limits.
constexpr std::uintmax_t kLargestFile = 1u << 30;

// Names and what they are, since a listing tells both.
std::string digest_of_listing(const fs::path& directory) {
  std::vector<std::string> lines;
  std::error_code error;
  for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    const fs::file_status status = at->symlink_status(ignored);
    const char* kind = fs::is_directory(status) ? "/" : fs::is_symlink(status) ? "@" : "";
    lines.push_back(at->path().filename().string() + kind + '\0');
  }
  if (error) return "unreadable";
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) text += line;
  return digest_of(text);
}

std::string kind_of(const fs::path& path, const fs::file_status& status) {
  if (!fs::exists(status)) return "absent";
  if (fs::is_directory(status)) return "a directory";
  if (!fs::is_regular_file(status)) return "no file";
  std::error_code error;
  const auto size = fs::file_size(path, error);
  const bool runs = (status.permissions() & fs::perms::owner_exec) != fs::perms::none;
  return fmt::format("a file of {} bytes{}", error ? 0 : size, runs ? ", executable" : "");
}

// What the status of a path tells.
std::string status_of(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  const fs::file_status own = fs::symlink_status(path, error);
  if (!fs::is_symlink(own)) return kind_of(path, status);
  return fmt::format("a link to {}: {}", fs::read_symlink(path, error).string(), kind_of(path, status));
}

std::string digest_of_file(const fs::path& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) return digest_of_listing(path);
  if (!fs::is_regular_file(path, error)) return "no file";
  if (fs::file_size(path, error) > kLargestFile) return status_of(path);
  const auto text = read_file(path.string());
  return text ? digest_of(*text) : "unreadable";
}

// A line of what digests are made of: nothing in it can pose as another field or line.
std::string line_of(const HermeticPart& part) {
  return lang::to_json(lang::Data(lang::Data::List{part.kind, part.name, part.value})) + "\n";
}

}  // namespace

std::string HermeticSession::name_of(const std::string& path) const {
  std::string below = project_.below_root(path);
  if (!below.empty()) return below;
  const fs::path whole = absolute_path(path);
  const auto& roots = options_.sandbox.read_roots;
  const bool allowed = std::any_of(roots.begin(), roots.end(), [&](const std::string& root) {
    const fs::path relative = whole.lexically_relative(root);
    return !relative.empty() && *relative.begin() != "..";
  });
  return (allowed ? whole.lexically_relative(project_.root) : whole).generic_string();
}

std::vector<HermeticPart> HermeticSession::parts(const schema::Inputs& inputs) const {
  std::vector<HermeticPart> parts = {
      {"program", "borealis", context_.program.version},
      {"program", "language", context_.evaluator.language()},
      {"config", name_of(options_.file), options_.json ? "JSON" : "Python"},
      {"working-directory", name_of(working_directory()), ""},
      {"limit", "time", fmt::format("{} s", options_.limits.wall.count())},
      {"limit", "cpu", fmt::format("{} s", options_.limits.cpu.count())},
      {"limit", "memory", fmt::format("{} bytes", options_.limits.memory_bytes)},
  };
  for (std::size_t i = 0; i < options_.binds.size(); ++i) {
    const auto& [name, value] = options_.binds[i];
    parts.push_back({"bind", fmt::format("{:04} {}", i, name), digest_of(value)});
  }
  for (const std::string& name : options_.sandbox.variables) {
    const auto value = context_.environment(name);
    parts.push_back({"variable", name, value ? digest_of(*value) : "unset or empty"});
  }
  if (options_.text) parts.push_back({"file", name_of(options_.file), digest_of(*options_.text)});
  for (const std::string& file : inputs.files) {
    if (options_.text && file == options_.file) continue;
    const fs::path path = absolute_path(file);
    std::error_code error;
    parts.push_back({fs::is_directory(path, error) ? "directory" : "file", name_of(file), digest_of_file(path)});
  }
  for (const std::string& directory : inputs.directories)
    parts.push_back({"directory", name_of(directory), digest_of_listing(absolute_path(directory))});
  for (const std::string& path : inputs.looked_for) {
    const fs::path whole = absolute_path(path);
    // Whoever follows a path from the top passes what the project lies in.
    const fs::path from_it = project_.root.lexically_relative(whole);
    if (!from_it.empty() && *from_it.begin() != "..") continue;
    parts.push_back({"looked-for", name_of(path), status_of(whole)});
  }
  std::sort(parts.begin(), parts.end());
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  return parts;
}

std::optional<schema::JobRecord> HermeticSession::next() {
  auto job = session_->next();
  if (!job) return job;
  came_out_ += digest_of(lang::to_json(job->data)) + "\n";
  for (const lang::Diagnostic& finding : job->diagnostics) came_out_ += line_of({finding.rule, finding.path, ""});
  return job;
}

schema::Session::Outcome HermeticSession::finish() {
  Outcome outcome = session_->finish();
  HermeticRecord record;
  record.parts = parts(outcome.inputs);
  std::string lines;
  for (const HermeticPart& part : record.parts) lines += line_of(part);
  record.inputs = digest_of(lines);
  came_out_ += outcome.has_jobs ? "jobs\n" : "no jobs\n";
  for (const lang::Diagnostic& finding : outcome.diagnostics) came_out_ += line_of({finding.rule, finding.path, ""});
  record.result = digest_of(came_out_);
  record_ = std::move(record);
  return outcome;
}

std::vector<lang::Note> HermeticSession::origins(const std::string& path) {
  auto* origins = dynamic_cast<schema::Origins*>(session_.get());
  return origins == nullptr ? std::vector<lang::Note>() : origins->origins(path);
}

schema::HookAnswer HermeticSession::call_hooks(const schema::HookCall& call) {
  auto* hooks = dynamic_cast<schema::Hooks*>(session_.get());
  return hooks == nullptr ? schema::HookAnswer{} : hooks->call_hooks(call);
}

const HermeticRecord* hermetic_record(const schema::Session& session) {
  if (const auto* around = dynamic_cast<const ImageSession*>(&session)) return hermetic_record(around->inner());
  const auto* hermetic = dynamic_cast<const HermeticSession*>(&session);
  return hermetic == nullptr || !hermetic->record() ? nullptr : &*hermetic->record();
}

std::string hermetic_line(const std::string& file, const std::string& inputs, const std::string& result) {
  return fmt::format("hermetic: {}: inputs {}, result {}",
                     lang::shown(lang::shown_path(file, working_directory())).text, inputs, result);
}

void show_hermetic(const schema::Session& session, const std::string& file, Context& context) {
  if (const HermeticRecord* record = hermetic_record(session))
    say(context, hermetic_line(file, record->inputs, record->result));
}

lang::Data hermetic_data(const HermeticRecord& record, bool with_parts) {
  lang::Data::Map document;
  document.entries.push_back({"inputs", record.inputs});
  document.entries.push_back({"result", record.result});
  if (with_parts) {
    lang::Data::List parts;
    for (const HermeticPart& part : record.parts) {
      lang::Data::Map item;
      item.entries.push_back({"kind", part.kind});
      item.entries.push_back({"name", part.name});
      item.entries.push_back({"value", part.value});
      parts.emplace_back(std::move(item));
    }
    document.entries.push_back({"parts", std::move(parts)});
  }
  return document;
}

}  // namespace borealis::client
