#include "cluster/runner/thrift_binary.h"

namespace borealis::runner {

std::string_view WireReader::take(std::size_t n) {
  if (!ok_ || n > rest_.size()) {
    ok_ = false;
    return {};
  }
  const std::string_view taken = rest_.substr(0, n);
  rest_.remove_prefix(n);
  return taken;
}

std::uint64_t WireReader::number(int width) {
  std::uint64_t v = 0;
  for (const char c : take(static_cast<std::size_t>(width))) v = v << 8 | static_cast<std::uint8_t>(c);
  return v;
}

void WireReader::skip(WireType type, int depth) {
  if (depth == 0) ok_ = false;
  if (!ok_) return;
  switch (type) {
    case WireType::boolean:
    case WireType::byte:
      take(1);
      return;
    case WireType::i16:
      take(2);
      return;
    case WireType::i32:
      take(4);
      return;
    case WireType::real:
    case WireType::i64:
      take(8);
      return;
    case WireType::text:
      text();
      return;
    case WireType::record:
      fields([&](std::int16_t, WireType field) {
        skip(field, depth - 1);
        return true;
      });
      return;
    case WireType::map: {
      const auto key = static_cast<WireType>(byte());
      const auto value = static_cast<WireType>(byte());
      for (std::int32_t n = i32(); n > 0 && ok_; --n) {
        skip(key, depth - 1);
        skip(value, depth - 1);
      }
      return;
    }
    case WireType::set:
    case WireType::list: {
      const auto element = static_cast<WireType>(byte());
      for (std::int32_t n = i32(); n > 0 && ok_; --n) skip(element, depth - 1);
      return;
    }
    case WireType::stop:
      break;
  }
  ok_ = false;
}

}  // namespace borealis::runner
