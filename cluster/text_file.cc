#include "cluster/text_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cstdio>

#include "cluster/descriptor.h"

namespace borealis::cluster {

std::optional<std::string> read_from(const std::string& path, std::size_t offset) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat info {};
  if (!file || fstat(file.get(), &info) != 0) return std::nullopt;
  const auto size = static_cast<std::size_t>(info.st_size);
  if (size <= offset) return std::string();
  std::string text(size - offset, '\0');
  const ssize_t got = pread(file.get(), text.data(), text.size(), static_cast<off_t>(offset));
  if (got < 0) return std::nullopt;
  text.resize(static_cast<std::size_t>(got));
  return text;
}

bool replace_file(const std::string& path, std::string_view content) {
  const std::string made = path + ".new";
  Descriptor file(open(made.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!file) return false;
  while (!content.empty()) {
    const ssize_t put = write(file.get(), content.data(), content.size());
    if (put < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(put));
  }
  file.reset();
  return std::rename(made.c_str(), path.c_str()) == 0;
}

}  // namespace borealis::cluster
