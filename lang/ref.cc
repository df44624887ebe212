#include "lang/ref.h"

#include <algorithm>
#include <utility>

#include "lang/error.h"
#include "lang/prefixes.h"
#include "lang/words.h"

namespace borealis::lang {

namespace {

constexpr std::uint64_t kBasis = 0xcbf29ce484222325ULL;
constexpr std::uint64_t kPrime = 0x100000001b3ULL;

std::uint64_t combine(std::uint64_t hash, std::uint64_t part) {
  hash ^= part + 0x9e3779b97f4a7c15ULL + (hash << 6) + (hash >> 2);
  return hash * kPrime;
}

// Reads components while they are well formed; false when something else stands there. `bare`: the first is written
// without its dot.
bool read_components(std::string_view text, bool bare, std::vector<Component>& out) {
  const auto steps = std::count_if(text.begin(), text.end(), [](char c) { return c == '.' || c == '['; });
  out.reserve(static_cast<std::size_t>(steps) + 1);
  while (!text.empty()) {
    const bool index = text.front() == '[';
    if (!std::exchange(bare, false)) {
      if (!index && text.front() != '.') return false;
      text.remove_prefix(1);
    }
    const std::size_t length = index ? index_prefix(text) : identifier_prefix(text);
    if (length == 0) return false;
    out.emplace_back(index, std::string(text.substr(0, length)));
    text.remove_prefix(length);
    if (!index) continue;
    if (text.empty() || text.front() != ']') return false;
    text.remove_prefix(1);
  }
  return true;
}

}  // namespace

Component::Component(bool index_, std::string value_) : index(index_), value(std::move(value_)) {
  hash = index ? kBasis ^ 0x5bULL : kBasis;
  for (const char c : value) hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
}

std::uint64_t hash_of(Components components) {
  std::uint64_t hash = kBasis;
  for (const Component& c : components) hash = combine(hash, c.hash);
  return hash;
}

std::vector<std::uint64_t> hashes_of_prefixes(Components components) {
  std::vector<std::uint64_t> hashes;
  hashes.reserve(components.size());
  std::uint64_t hash = kBasis;
  for (const Component& c : components) {
    hash = combine(hash, c.hash);
    hashes.push_back(hash);
  }
  return hashes;
}

std::string address_of(Components components) {
  std::string out;
  for (const Component& c : components) {
    if (c.index) {
      out.append("[").append(c.value).append("]");
    } else {
      if (!out.empty()) out += '.';
      out += c.value;
    }
  }
  return out;
}

Ref::Ref(std::vector<Component> components) {
  if (components.empty()) return;
  Rc<Node> node = make_rc<Node>();
  node->hash = hash_of(components);
  node->components = std::move(components);
  node_ = node;
}

std::optional<Ref> Ref::try_parse(std::string_view address, std::string* why) {
  const auto refuse = [&](std::string text) {
    if (why != nullptr) *why = std::move(text);
    return std::nullopt;
  };
  if (address.empty()) return refuse("Invalid address: ''");
  const char first = address.front();
  const bool bare = first != '[' && first != '.';
  if (bare) {
    const bool letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || first == '_';
    if (!letter) return refuse(std::string(address));
  }
  std::vector<Component> components;
  if (!read_components(address, bare, components)) {
    return refuse((bare ? "Badly formed address ." : "Badly formed address ") + std::string(address));
  }
  return Ref(std::move(components));
}

Ref Ref::parse(std::string_view address) {
  std::string why;
  if (std::optional<Ref> ref = try_parse(address, &why)) return *ref;
  throw LanguageError(ErrorKind::invalid_ref, std::move(why));
}

Components Ref::components() const {
  return node_ ? Components(node_->components) : Components();
}

std::uint64_t Ref::hash() const {
  return node_ ? node_->hash : hash_of({});
}

std::string Ref::address() const {
  return address_of(components());
}

std::string Ref::str() const {
  return "{{" + address() + "}}";
}

std::string Ref::repr() const {
  return "Ref(" + address() + ")";
}

Ref Ref::rest(std::size_t n) const {
  const Components all = components();
  if (n == 0) return *this;
  return n >= all.size() ? Ref() : Ref(std::vector<Component>(all.begin() + static_cast<std::ptrdiff_t>(n), all.end()));
}

Ref Ref::operator+(const Ref& other) const {
  const Components a = components();
  const Components b = other.components();
  if (a.empty()) return other;
  if (b.empty()) return *this;
  std::vector<Component> joined(a.begin(), a.end());
  joined.insert(joined.end(), b.begin(), b.end());
  return Ref(std::move(joined));
}

bool Ref::starts_with(const Ref& prefix) const {
  const Components a = components();
  const Components b = prefix.components();
  return b.size() <= a.size() && std::equal(b.begin(), b.end(), a.begin());
}

std::optional<Ref> Ref::below(const Ref& prefix) const {
  if (prefix.size() >= size() || !starts_with(prefix)) return std::nullopt;
  return rest(prefix.size());
}

bool operator==(const Ref& a, const Ref& b) {
  if (a.node_ == b.node_) return true;
  if (a.hash() != b.hash()) return false;
  const Components x = a.components();
  const Components y = b.components();
  return std::equal(x.begin(), x.end(), y.begin(), y.end());
}

std::strong_ordering operator<=>(const Ref& a, const Ref& b) {
  const Components x = a.components();
  const Components y = b.components();
  if (const auto order = x.size() <=> y.size(); order != 0) return order;
  return std::lexicographical_compare_three_way(x.begin(), x.end(), y.begin(), y.end());
}

}  // namespace borealis::lang
