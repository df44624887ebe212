#include "interp/sandbox/places.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>

namespace borealis::interp {
namespace {

// No file that a person wrote has more lines, or a longer one.
constexpr int kLargestNumber = 100'000'000;
constexpr std::size_t kMostKnown = 10'000;

std::optional<std::string> real_path(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(realpath(path.c_str(), nullptr), &std::free);
  if (!real) return std::nullopt;
  return std::string(real.get());
}

bool lies_in(const std::string& path, const std::string& directory) {
  if (directory == "/") return true;
  return path.starts_with(directory) && (path.size() == directory.size() || path[directory.size()] == '/');
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
  const bool may = known_.size() < kMostKnown && is_below(file, options_.sandbox.read_roots);
  known_.emplace(file, may);
  return may;
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
  std::erase_if(inputs.files, [&](const std::string& file) { return !may_quote(file); });
}

}  // namespace borealis::interp
