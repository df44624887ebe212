// The lines that reports quote, read from the files on disk.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "lang/render/source_reader.h"

namespace borealis::client {

// Keeps what it read: a report quotes the same few files over and over. Bytes that are no UTF-8 become U+FFFD.
class FileSources : public lang::SourceReader {
 public:
  // A file's text, where it isn't to be had from disk.
  void add(const std::string& file, const std::string& text);
  std::optional<std::string> line(const std::string& file, int line) override;

 private:
  std::map<std::string, std::vector<std::string>> files_;
};

// The working directory, absolute; empty when there is none any more.
std::string working_directory();

}  // namespace borealis::client
