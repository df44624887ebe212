// Just enough of Thrift's binary protocol for checkpoint records: structs without a message header, big-endian.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

namespace borealis::runner {

enum class WireType : std::uint8_t {
  stop = 0,
  boolean = 2,
  byte = 3,
  real = 4,
  i16 = 6,
  i32 = 8,
  i64 = 10,
  text = 11,
  record = 12,
  map = 13,
  set = 14,
  list = 15,
};

class WireWriter {
 public:
  void field(WireType type, std::int16_t id) {
    byte(static_cast<std::uint8_t>(type));
    number(static_cast<std::uint16_t>(id), 2);
  }
  void stop() { byte(0); }
  void byte(std::uint8_t v) { bytes_.push_back(static_cast<char>(v)); }
  void i32(std::int32_t v) { number(static_cast<std::uint32_t>(v), 4); }
  void i64(std::int64_t v) { number(static_cast<std::uint64_t>(v), 8); }
  void real(double v) { number(std::bit_cast<std::uint64_t>(v), 8); }
  void text(std::string_view v) {
    i32(static_cast<std::int32_t>(v.size()));
    bytes_ += v;
  }

  const std::string& bytes() const { return bytes_; }

 private:
  void number(std::uint64_t v, int width) {
    while (width-- > 0) byte(static_cast<std::uint8_t>(v >> (8 * width)));
  }

  std::string bytes_;
};

// After the first failed read ok() is false for good and every read answers zero.
class WireReader {
 public:
  explicit WireReader(std::string_view bytes) : rest_(bytes) {}

  bool ok() const { return ok_; }
  std::uint8_t byte() { return static_cast<std::uint8_t>(number(1)); }
  std::int16_t i16() { return static_cast<std::int16_t>(number(2)); }
  std::int32_t i32() { return static_cast<std::int32_t>(number(4)); }
  std::int64_t i64() { return static_cast<std::int64_t>(number(8)); }
  double real() { return std::bit_cast<double>(number(8)); }
  std::string_view text() { return take(static_cast<std::uint32_t>(i32())); }
  std::string_view take(std::size_t n);
  // Steps over a value of any type; at most `depth` levels deep.
  void skip(WireType type, int depth = 16);

  // Calls `visit(id, type)` for each field of a struct; `visit` reads the value, or answers false to have it skipped.
  template <class Visit>
  void fields(Visit visit) {
    while (ok_) {
      const auto type = static_cast<WireType>(byte());
      if (type == WireType::stop) return;
      const std::int16_t id = i16();
      if (!visit(id, type)) skip(type);
    }
  }

 private:
  std::uint64_t number(int width);

  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace borealis::runner
