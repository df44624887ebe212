// What the reports of many files say about each other: which file is there for others to include, which ignore comment
// was of use anywhere, which finding was made several times.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "client/validate/file_check.h"
#include "client/validate/file_list.h"

namespace borealis::client {

// Who has read which file. The reports stay where they are while it lives.
class Readers {
 public:
  explicit Readers(const std::vector<FileReport>& reports);
  const std::vector<const FileReport*>& of(const std::string& file) const;

 private:
  std::unordered_map<std::string, std::vector<const FileReport*>> readers_;  // by absolute path
};

// A file found in a directory that has no list of jobs of its own is no mistake when another file of the run includes
// it (then it was checked with that one), nor when it sets nothing like `jobs` at all (then a note says so). `listed`
// stands beside `reports`.
void settle_includes(std::vector<FileReport>& reports, const std::vector<ListedFile>& listed);

// What the comments of a file name in vain. Nothing when that can't be known, for a file whose jobs, or those of a file
// that includes it, could not be had.
std::vector<IgnoredRule> unused_ignores(const FileReport& file, const Readers& readers);

// One finding of an included file is made by every file that includes it: it is told once, with the first.
void merge_repetitions(std::vector<FileReport>& reports);

}  // namespace borealis::client
