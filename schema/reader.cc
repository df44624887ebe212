#include "schema/reader.h"

#include "schema/declarations.h"

namespace borealis::schema {

namespace {

// Whether `path` is `root` or stands below it.
bool at_or_below(std::string_view path, std::string_view root) {
  if (!path.starts_with(root)) return false;
  return root.empty() || path.size() == root.size() || path[root.size()] == '.' || path[root.size()] == '[';
}

}  // namespace

template <class T>
std::optional<T> read(const lang::Data& data, std::string path, lang::Diagnostics& diagnostics, ReadMode mode) {
  Reading reading(diagnostics, std::move(path), mode);
  std::optional<T> value(std::in_place);
  if (!Codec<T>::read(data, *value, reading)) value.reset();
  return value;
}

std::string path_in_jobs(int index, std::string_view path) {
  std::string out = "jobs[" + std::to_string(index) + "]";
  if (!path.empty() && path.front() != '[') out += '.';
  return out.append(path);
}

bool PartialJob::good(std::string_view path) const {
  for (const std::string& bad : bad_paths) {
    if (at_or_below(path, bad) || at_or_below(bad, path)) return false;
  }
  return true;
}

PartialJob read_partial(const JobRecord& record, lang::Diagnostics& diagnostics) {
  PartialJob partial;
  const std::size_t first = diagnostics.size();
  const std::string root = path_in_jobs(record.index, "");
  Reading reading(diagnostics, root, ReadMode::strict);
  Codec<Job>::read(record.data, partial.job, reading);
  for (const std::string& path : reading.bad_paths()) {
    partial.bad_paths.push_back(path.size() > root.size() ? path.substr(root.size() + 1) : "");
  }
  for (std::size_t i = first; i < diagnostics.size(); ++i) {
    if (!diagnostics[i].place.known()) diagnostics[i].place = {record.site, "", ""};
  }
  return partial;
}

std::optional<Job> read_job(const JobRecord& record, lang::Diagnostics& diagnostics) {
  PartialJob partial = read_partial(record, diagnostics);
  if (!partial.bad_paths.empty()) return std::nullopt;
  return std::move(partial.job);
}

#define BOREALIS_READ(T) \
  template std::optional<T> read<T>(const lang::Data&, std::string, lang::Diagnostics&, ReadMode);
BOREALIS_STRUCTS(BOREALIS_READ)
#undef BOREALIS_READ

}  // namespace borealis::schema
