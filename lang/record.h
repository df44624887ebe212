// Length-prefixed binary records of plain data: how the evaluating child answers its parent, and how a runner is handed
// its task. A reader believes nothing: every length is checked against what is left and against the limits, and a
// record that does not fit is an error, never a crash or a huge allocation.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lang/data.h"
#include "lang/diagnostic.h"

namespace borealis::lang {

struct RecordLimits {
  std::size_t max_bytes = 256u << 20;
  int max_depth = 200;
  std::size_t max_values = 4u << 20;  // of data
};

class RecordWriter {
 public:
  void u8(std::uint8_t v) { *room(1) = static_cast<char>(v); }
  void u32(std::uint32_t v);  // little-endian, fixed width
  void u64(std::uint64_t v);
  void f64(double v);
  void text(std::string_view v);
  void data(const Data& v);
  void place(const Place& v);
  void span(const Span& v);
  void diagnostic(const Diagnostic& v);
  void diagnostics(const Diagnostics& v);

  std::string_view bytes() const { return {bytes_.data(), used_}; }
  // Begins anew, in the memory that there is.
  void clear() { used_ = 0; }
  std::string take() {
    bytes_.resize(std::exchange(used_, 0));
    return std::move(bytes_);
  }

 private:
  // Where the next `n` bytes go.
  char* room(std::size_t n) {
    if (bytes_.size() - used_ < n) enlarge(n);
    return bytes_.data() + std::exchange(used_, used_ + n);
  }
  void enlarge(std::size_t n);
  void raw(std::string_view v);

  std::string bytes_;  // longer than what is used, so that adding is cheap
  std::size_t used_ = 0;
};

// After the first failed read ok() is false for good and every further read answers an empty value.
class RecordReader {
 public:
  explicit RecordReader(std::string_view bytes, RecordLimits limits = {})
      : rest_(bytes), limits_(limits), ok_(bytes.size() <= limits.max_bytes) {}

  std::uint8_t u8();
  std::uint32_t u32();
  std::uint64_t u64();
  double f64();
  std::string text();
  Data data();
  Place place();
  Span span();
  Diagnostic diagnostic();
  Diagnostics diagnostics();

  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view take(std::size_t n);
  // A number of elements that take at least `least_bytes` each.
  std::uint32_t count(std::size_t least_bytes);
  bool flag();
  std::string digits();  // of a whole number
  Data data_at(int depth);
  std::vector<Entry> entries_at(int depth);

  std::string_view rest_;
  RecordLimits limits_;
  bool ok_;
  std::size_t values_ = 0;
};

}  // namespace borealis::lang
