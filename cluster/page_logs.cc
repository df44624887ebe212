#include "cluster/page_logs.h"

#include <sys/stat.h>

#include <algorithm>
#include <vector>

#include "cluster/beneath.h"

namespace borealis::cluster {

namespace {

// Rotated files are stdout.1, the youngest, and so on; a reader this far behind has lost its place.
constexpr int kRotatedFiles = 1000;

struct OpenLog {
  Descriptor file;
  std::uint64_t id = 0;
  std::int64_t size = 0;
};

std::optional<OpenLog> open_log(const std::string& run_dir, const LogQuery& query, int rotated) {
  const std::string name = query.stream + (rotated == 0 ? "" : "." + std::to_string(rotated));
  OpenLog log{open_beneath(run_dir, {"sandbox", ".logs", query.process, std::to_string(query.run), name}), 0, 0};
  struct stat info {};
  if (!log.file || fstat(log.file.get(), &info) != 0) return std::nullopt;
  log.id = info.st_ino;
  log.size = info.st_size;
  return log;
}

std::string read_piece(const OpenLog& log, std::int64_t offset, std::size_t limit) {
  const auto wanted = std::min<std::int64_t>(log.size - offset, static_cast<std::int64_t>(limit));
  std::string bytes(static_cast<std::size_t>(std::max<std::int64_t>(0, wanted)), '\0');
  const ssize_t got = pread(log.file.get(), bytes.data(), bytes.size(), offset);
  bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(0, got)));
  return bytes;
}

LogPiece piece_of(const OpenLog& log, std::int64_t offset, std::size_t limit) {
  LogPiece piece;
  piece.bytes = read_piece(log, offset, limit);
  piece.file = log.id;
  piece.offset = offset;
  piece.next = offset + static_cast<std::int64_t>(piece.bytes.size());
  piece.size = log.size;
  piece.more = piece.next < log.size && !piece.bytes.empty();
  return piece;
}

// From a place in a file that was rotated away: the rest of it, then from the beginning of the next younger one.
std::optional<LogPiece> read_rotated(const std::string& run_dir, const LogQuery& query) {
  for (int i = 1; i <= kRotatedFiles; ++i) {
    const auto older = open_log(run_dir, query, i);
    if (!older) return std::nullopt;
    if (older->id != query.file) continue;
    if (query.offset < older->size) {
      LogPiece piece = piece_of(*older, query.offset, query.limit);
      piece.more = true;
      return piece;
    }
    const auto younger = open_log(run_dir, query, i - 1);
    if (!younger) return std::nullopt;
    LogPiece piece = piece_of(*younger, 0, query.limit);
    piece.more = piece.more || i > 1;
    return piece;
  }
  return std::nullopt;
}

}  // namespace

std::optional<LogPiece> read_log(const std::string& run_dir, const LogQuery& query) {
  const auto newest = open_log(run_dir, query, 0);
  if (!newest) return std::nullopt;
  if (query.file != 0 && query.file != newest->id) {
    if (auto piece = read_rotated(run_dir, query)) return piece;
  }
  const bool same = query.file == 0 || query.file == newest->id;
  std::int64_t offset = query.offset < 0 ? std::max<std::int64_t>(0, newest->size + query.offset) : query.offset;
  // Lost its place, or the file was cut.
  const bool gap = !same || offset > newest->size;
  LogPiece piece = piece_of(*newest, gap ? 0 : offset, query.limit);
  piece.gap = gap;
  return piece;
}

}  // namespace borealis::cluster
