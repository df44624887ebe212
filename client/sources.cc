#include "client/sources.h"

#include <algorithm>
#include <filesystem>

#include "client/files.h"
#include "lang/utf8.h"

namespace borealis::client {

namespace {

// Python's idea of lines: \n, \r\n and \r end one.
std::vector<std::string> split_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find_first_of("\r\n", start), text.size());
    lines.push_back(text.substr(start, end - start));
    start = end + (text.compare(end, 2, "\r\n") == 0 ? 2 : 1);
  }
  return lines;
}

std::string valid_utf8(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const lang::CodePoint point = lang::decode_utf8(text, at);
    out += point.valid ? text.substr(at, point.size) : "\uFFFD";
    at += point.size;
  }
  return out;
}

}  // namespace

void FileSources::add(const std::string& file, const std::string& text) {
  files_[file] = split_lines(text);
}

std::optional<std::string> FileSources::line(const std::string& file, int line) {
  auto known = files_.find(file);
  if (known == files_.end()) known = files_.emplace(file, split_lines(read_file(file).value_or(""))).first;
  const std::vector<std::string>& lines = known->second;
  if (line < 1 || static_cast<std::size_t>(line) > lines.size()) return std::nullopt;
  return valid_utf8(lines[static_cast<std::size_t>(line) - 1]);
}

std::string working_directory() {
  std::error_code error;
  return std::filesystem::current_path(error).string();
}

}  // namespace borealis::client
