// Where a random case takes its decisions from: a seeded generator, or bytes that are given (a fuzzer's input, or the
// record of a case that is being made smaller).
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace borealis::lang::test {

// Each decision takes one byte and is recorded. When the bytes have run out every answer is 0: generators let 0 stand
// for the simplest thing, so that fewer and smaller bytes make a smaller case.
class Choices {
 public:
  explicit Choices(std::uint64_t seed) : random_(seed), endless_(true) {}
  explicit Choices(std::vector<std::uint8_t> given) : given_(std::move(given)) {}

  // 0 ... n-1; n is at most 256.
  unsigned below(unsigned n) {
    const std::uint8_t byte = next();
    taken_.push_back(byte);
    return byte % n;
  }
  // True in so many of 100 cases, never at the end of the bytes.
  bool chance(unsigned percent) { return below(100) >= 100 - percent; }

  const std::vector<std::uint8_t>& taken() const { return taken_; }

 private:
  std::uint8_t next() {
    if (endless_) return static_cast<std::uint8_t>(random_() >> 32);
    return taken_.size() < given_.size() ? given_[taken_.size()] : std::uint8_t{0};
  }

  std::mt19937_64 random_;
  bool endless_ = false;
  std::vector<std::uint8_t> given_;
  std::vector<std::uint8_t> taken_;
};

// The smallest record found for which `fails` still holds: without stretches of bytes, then with smaller bytes. It asks
// at most `attempts` times.
template <class Fails>
std::vector<std::uint8_t> shrunk(std::vector<std::uint8_t> record, const Fails& fails, int attempts = 2000) {
  const auto better = [&](std::vector<std::uint8_t> candidate) {
    if (attempts-- <= 0 || !fails(candidate)) return false;
    record = std::move(candidate);
    return true;
  };
  for (std::size_t length = record.size() / 2; length > 0; length /= 2) {
    for (std::size_t at = 0; at + length <= record.size() && attempts > 0;) {
      std::vector<std::uint8_t> shorter = record;
      const auto begin = shorter.begin() + static_cast<std::ptrdiff_t>(at);
      shorter.erase(begin, begin + static_cast<std::ptrdiff_t>(length));
      if (!better(std::move(shorter))) at += length;
    }
  }
  for (std::size_t at = 0; at < record.size() && attempts > 0; ++at) {
    for (std::uint8_t smaller = 0; smaller < record[at]; smaller = static_cast<std::uint8_t>(smaller * 2 + 1)) {
      std::vector<std::uint8_t> simpler = record;
      simpler[at] = smaller;
      if (better(std::move(simpler))) break;
    }
  }
  return record;
}

}  // namespace borealis::lang::test
