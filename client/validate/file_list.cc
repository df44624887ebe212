#include "client/validate/file_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

namespace borealis::client {

namespace {

namespace fs = std::filesystem;

ListedFile problem(const std::string& path, const char* rule, std::string message, std::string hint = "") {
  lang::Diagnostic d;
  d.rule = rule;
  d.message = std::move(message);
  d.hint = std::move(hint);
  d.span.file = path;
  ListedFile listed;
  listed.path = path;
  listed.problems.push_back(std::move(d));
  return listed;
}

// Links followed; the path itself when that can't be done.
fs::path real_path(const fs::path& path) {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(path, error);
  return error ? path : real;
}

class Lister {
 public:
  std::vector<ListedFile> run(const std::vector<std::string>& arguments) {
    for (const std::string& argument : arguments) take(argument);
    return std::move(files_);
  }

 private:
  void take(const std::string& argument) {
    std::error_code error;
    if (argument == "-") {
      add(argument, false);
    } else if (!fs::is_directory(argument, error)) {
      add(argument, false);
    } else {
      const std::size_t before = found_;
      entered_.clear();
      walk(argument);
      if (found_ == before)
        files_.push_back(problem(argument, "no-jobs",
                                 fmt::format("no .aurora file lies below the directory `{}`", argument),
                                 "hidden directories are not looked into"));
    }
  }

  void walk(const fs::path& directory) {
    // A directory that is entered again lies in a loop of links, or was looked at.
    if (!entered_.insert(real_path(directory)).second) return;
    std::error_code error;
    std::vector<fs::path> entries;
    for (auto entry = fs::directory_iterator(directory, error); !error && entry != fs::directory_iterator();
         entry.increment(error))
      entries.push_back(entry->path());
    if (error) {
      ++found_;
      files_.push_back(
          problem(directory, "unreadable-file",
                  fmt::format("the directory `{}` can't be read: {}", directory.string(), error.message())));
      return;
    }
    std::sort(entries.begin(), entries.end());
    for (const fs::path& path : entries) {
      if (path.filename().string().starts_with('.')) continue;
      std::error_code ignored;
      if (fs::is_directory(path, ignored)) {
        walk(path);
      } else if (path.extension() == ".aurora") {
        add(path, true);
      }
    }
  }

  void add(const fs::path& path, bool in_directory) {
    ++found_;
    const fs::path real = path == "-" ? path : real_path(path);
    const auto [known, is_new] = seen_.emplace(real, files_.size());
    if (is_new) {
      files_.push_back({path.string(), in_directory, {}});
    } else if (!in_directory) {
      files_[known->second].in_directory = false;
    }
  }

  std::vector<ListedFile> files_;
  std::map<fs::path, std::size_t> seen_;  // where it stands in files_
  std::set<fs::path> entered_;
  std::size_t found_ = 0;
};

}  // namespace

std::vector<ListedFile> list_files(const std::vector<std::string>& arguments) {
  return Lister().run(arguments);
}

}  // namespace borealis::client
