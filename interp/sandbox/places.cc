#include "interp/sandbox/places.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>

#include "interp/sandbox/sandbox.h"

namespace borealis::interp {
namespace {

// No file that a person wrote has more lines, or a longer one.
constexpr int kLargestNumber = 100'000'000;
constexpr std::size_t kMostKnown = 10'000;
constexpr off_t kLargestQuoted = 64 << 20;

std::optional<std::string> real_path(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(realpath(path.c_str(), nullptr), &std::free);
  if (!real) return std::nullopt;
  return std::string(real.get());
}

bool lies_in(const std::string& path, const std::string& directory) {
  if (directory == "/") return true;
  return path.starts_with(directory) && (path.size() == directory.size() || path[directory.size()] == '/');
}

// Reading anything else (a pipe, a device, a disk's worth of nothing) might not come to an end.
bool can_be_quoted(const std::string& file) {
  struct stat status = {};
  if (stat(file.c_str(), &status) != 0) return true;
  return S_ISREG(status.st_mode) && status.st_size <= kLargestQuoted;
}

bool is_sane(int number) {
  return number >= 0 && number <= kLargestNumber;
}

}  // namespace

bool is_below(const std::string& file, const std::vector<std::string>& directories) {
  const auto path = file.find('\0') == std::string::npos ? real_path(file) : std::nullopt;
  if (!path) return true;
  return std::any_of(directories.begin(), directories.end(), [&](const std::string& directory) {
    const auto real = real_path(directory);
    return real && lies_in(*path, *real);
  });
}

bool PlaceGuard::may_quote(const std::string& file) {
  if (!options_.sandbox.on || (options_.text && file == options_.file)) return true;
  if (const auto found = known_.find(file); found != known_.end()) return found->second;
  const bool may = known_.size() < kMostKnown && is_below(file, options_.sandbox.read_roots) && can_be_quoted(file);
  known_.emplace(file, may);
  return may;
}

bool PlaceGuard::may_have_read(const std::string& file) {
  if (!options_.sandbox.on || (options_.text && file == options_.file)) return true;
  struct stat status = {};
  const bool there = stat(file.c_str(), &status) == 0;
  if (there && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) return false;
  return is_below(file, options_.sandbox.read_roots) || is_below(file, system_paths(options_.sandbox.hermetic));
}

void PlaceGuard::check(lang::Span& span) {
  const bool sane = is_sane(span.line) && is_sane(span.column) && is_sane(span.end_line) && is_sane(span.end_column);
  if (sane && (span.line == 0 || may_quote(span.file))) return;
  span.line = span.column = span.end_line = span.end_column = 0;
}

void PlaceGuard::check(std::vector<lang::Note>& notes) {
  for (lang::Note& note : notes) check(note.span);
}

void PlaceGuard::check(std::vector<lang::IncludeFrame>& includes) {
  for (lang::IncludeFrame& frame : includes) {
    if (!is_sane(frame.line)) frame.line = 0;
  }
}

void PlaceGuard::check(lang::Diagnostic& diagnostic) {
  check(diagnostic.span);
  check(diagnostic.notes);
  check(diagnostic.includes);
  if (diagnostic.fix) check(diagnostic.fix->span);
}

void PlaceGuard::check(lang::Diagnostics& diagnostics) {
  for (lang::Diagnostic& diagnostic : diagnostics) check(diagnostic);
}

void PlaceGuard::check(schema::JobRecord& job) {
  check(job.diagnostics);
  for (schema::OpenRef& ref : job.open_refs) check(ref.chain);
}

void PlaceGuard::check(schema::Inputs& inputs) {
  for (auto* list : {&inputs.files, &inputs.directories}) {
    std::erase_if(*list, [&](const std::string& path) {
      if (may_have_read(path)) return false;
      inputs.looked_for.push_back(path);
      return true;
    });
  }
}

}  // namespace borealis::interp
