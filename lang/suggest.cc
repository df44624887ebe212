#include "lang/suggest.h"

#include <algorithm>
#include <cctype>

namespace borealis::lang {

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
  return out;
}

// The only candidate that begins like that, or "".
std::string begun(const std::string& wanted, const std::vector<std::string>& candidates) {
  constexpr std::size_t kLeast = 3;
  if (wanted.size() < kLeast) return "";
  const std::string* only = nullptr;
  for (const std::string& candidate : candidates) {
    if (candidate.size() < wanted.size() || lower(candidate.substr(0, wanted.size())) != wanted) continue;
    if (only != nullptr && *only != candidate) return "";
    only = &candidate;
  }
  return only == nullptr ? "" : *only;
}

}  // namespace

int edit_distance(std::string_view a, std::string_view b) {
  // Three rows of the table: a swap looks two back.
  std::vector<int> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before.swap(last);
    last.swap(row);
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int change = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  // Names are short; a long text is no misspelling and would cost time.
  constexpr std::size_t kLongest = 200;
  if (word.empty() || word.size() > kLongest) return "";
  const std::string wanted = lower(word);
  const std::string* best = nullptr;
  int best_distance = 0;
  int best_exact = 0;
  for (const std::string& candidate : candidates) {
    if (candidate.empty() || candidate.size() > kLongest) continue;
    const int allowed = std::max(1, static_cast<int>(std::max(word.size(), candidate.size()) / 3));
    const int distance = edit_distance(wanted, lower(candidate));
    if (distance > allowed) continue;
    // Among equals, the one whose case fits better.
    const int exact = edit_distance(word, candidate);
    if (best == nullptr || distance < best_distance || (distance == best_distance && exact < best_exact)) {
      best = &candidate;
      best_distance = distance;
      best_exact = exact;
    }
  }
  return best == nullptr ? begun(wanted, candidates) : *best;
}

}  // namespace borealis::lang
