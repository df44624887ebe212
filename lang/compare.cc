// Equality, order and hashes of values (language.md §4-§9).
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "lang/coerce.h"
#include "lang/depth.h"
#include "lang/resolve.h"
#include "lang/resolver.h"

namespace borealis::lang {

namespace {

struct Number {
  bool valid = false;
  double floating = 0;
  const BigInteger* big = nullptr;
  std::int64_t small = 0;
  bool exact = false;  // `small` holds it
};

Number number_of(const Raw& raw) {
  Number n;
  n.valid = true;
  if (const bool* b = raw.get<bool>()) {
    n.small = *b ? 1 : 0;
    n.exact = true;
  } else if (const std::int64_t* i = raw.get<std::int64_t>()) {
    n.small = *i;
    n.exact = true;
  } else if (const double* d = raw.get<double>()) {
    n.floating = *d;
    return n;
  } else if (const BigInteger* big = raw.big_integer()) {
    n.big = big;
    n.floating = to_float(*big).value_or(big->digits.front() == '-' ? -INFINITY : INFINITY);
    return n;
  } else {
    n.valid = false;
  }
  n.floating = static_cast<double>(n.small);
  return n;
}

std::partial_ordering compare_big(const BigInteger& a, const BigInteger& b) {
  const bool negative = a.digits.front() == '-';
  if (negative != (b.digits.front() == '-')) {
    return negative ? std::partial_ordering::less : std::partial_ordering::greater;
  }
  auto order = a.digits.size() <=> b.digits.size();
  if (order == 0) order = a.digits.compare(b.digits) <=> 0;
  return negative ? 0 <=> order : order;
}

// Of what a scalar is coerced to.
const char* python_type(const Raw& raw) {
  if (raw.text() != nullptr) return "str";
  if (raw.get<bool>() != nullptr) return "bool";
  return raw.get<double>() != nullptr ? "float" : "int";
}

std::partial_ordering compare_raw(const Raw& a, const Raw& b) {
  const Number x = number_of(a);
  const Number y = number_of(b);
  if (x.valid && y.valid) {
    if (x.exact && y.exact) return x.small <=> y.small;
    if (x.big != nullptr && y.big != nullptr) return compare_big(*x.big, *y.big);
    // Equal is what is neither less nor greater: so is NaN to every number.
    const std::partial_ordering order = x.floating <=> y.floating;
    return order == std::partial_ordering::unordered ? std::partial_ordering::equivalent : order;
  }
  if (a.text() != nullptr && b.text() != nullptr) return a.text()->str() <=> b.text()->str();
  throw LanguageError(ErrorKind::type, fmt::format("'<' not supported between instances of '{}' and '{}'",
                                                   python_type(a), python_type(b)));
}

bool equal_raw(const Raw& a, const Raw& b) {
  const bool texts = a.text() != nullptr && b.text() != nullptr;
  if (!texts && (!number_of(a).valid || !number_of(b).valid)) return false;
  return compare_raw(a, b) == 0;
}

Raw resolved_raw(const Value& value) {
  return interpolate(value).value->raw();
}

bool equal_fields(const Value& a, const Value& b) {
  if (!a.type().same_fields(b.type())) return false;
  const ValuePtr x = interpolate(a).value;
  const ValuePtr y = interpolate(b).value;
  // By name: where fields differ, errors in later ones are not met.
  for (const std::size_t i : x->type().field_order(true)) {
    const int other = y->type().field_index(x->type().fields()[i].name);
    const ValuePtr& p = x->fields()[i].value;
    const ValuePtr& q = y->fields()[static_cast<std::size_t>(other)].value;
    if (static_cast<bool>(p) != static_cast<bool>(q)) return false;
    if (p && !equal(*p, *q)) return false;
  }
  return true;
}

class Hasher {
 public:
  void add(std::uint64_t n) { hash_ = (hash_ ^ n) * 0x100000001b3ULL; }
  void add(std::string_view text) {
    for (const char c : text) add(static_cast<std::uint64_t>(static_cast<unsigned char>(c)));
    add(text.size());
  }
  void add(const Raw& raw) {
    const Number number = number_of(raw);
    if (number.valid && number.big == nullptr) {
      add_number(number);
    } else if (const RawList* list = raw.list()) {
      add(list->items.size());
      for (const Raw& item : list->items) add(item);
    } else if (const RawMap* map = raw.map()) {
      // Whatever the order.
      std::uint64_t sum = 0;
      for (const auto& [key, value] : map->items) {
        Hasher pair;
        pair.add(key);
        pair.add(value);
        sum += pair.hash_;
      }
      add(sum);
    } else if (const Value* value = raw.value()) {
      const Depth depth;
      add(get(*value));
    } else {
      add(std::string_view(raw.str()));
    }
  }
  std::uint64_t value() const { return hash_; }

 private:
  // 1, 1.0 and True are one key.
  void add_number(const Number& number) {
    const double whole = std::trunc(number.floating);
    if (number.exact || (whole == number.floating && std::abs(whole) < 9e18)) {
      add(static_cast<std::uint64_t>(number.exact ? number.small : static_cast<std::int64_t>(whole)));
      return;
    }
    std::uint64_t bits = 0;
    std::memcpy(&bits, &number.floating, sizeof bits);
    add(bits);
  }

  std::uint64_t hash_ = 0xcbf29ce484222325ULL;
};

}  // namespace

bool equal(const Value& a, const Value& b) {
  if (a.type().kind() != b.type().kind()) return false;
  switch (a.type().kind()) {
    case TypeKind::list:
    case TypeKind::map: {
      if (&a.type() != &b.type()) return false;
      const ValuePtr x = interpolate(a).value;
      const ValuePtr y = interpolate(b).value;
      const auto same = [](const ValuePtr& p, const ValuePtr& q) { return equal(*p, *q); };
      if (a.type().kind() == TypeKind::list) {
        return std::equal(x->elements().begin(), x->elements().end(), y->elements().begin(), y->elements().end(), same);
      }
      return std::equal(
          x->entries().begin(), x->entries().end(), y->entries().begin(), y->entries().end(),
          [&](const MapEntry& p, const MapEntry& q) { return same(p.key, q.key) && same(p.value, q.value); });
    }
    case TypeKind::structure:
      return equal_fields(a, b);
    case TypeKind::choice:
      return a.type().alternatives() == b.type().alternatives() && equal(*unwrap(a), *unwrap(b));
    default:
      return &a.type() == &b.type() && a.class_id() == b.class_id() && equal_raw(resolved_raw(a), resolved_raw(b));
  }
}

std::partial_ordering compare(const Value& a, const Value& b) {
  return compare_raw(resolved_raw(a), resolved_raw(b));
}

std::uint64_t hash(const Value& value) {
  Hasher hasher;
  hasher.add(get(value));
  return hasher.value();
}

}  // namespace borealis::lang
