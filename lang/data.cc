#include "lang/data.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "lang/json.h"
#include "lang/path.h"
#include "lang/utf8.h"

namespace borealis::lang {

namespace {

constexpr std::size_t kQuoted = 60;

bool same_entries(const std::vector<Entry>& a, const std::vector<Entry>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Entry& x, const Entry& y) { return x.name == y.name && same_data(x.value, y.value); });
}

const Data* step(const Data& data, const PathStep& step, const Entry** entry) {
  *entry = nullptr;
  if (const Data::List* list = data.list()) {
    if (!step.index) return nullptr;
    std::size_t i = 0;
    const char* end = step.name.data() + step.name.size();
    const auto [stop, error] = std::from_chars(step.name.data(), end, i);
    return error == std::errc() && stop == end && i < list->size() ? &(*list)[i] : nullptr;
  }
  // `a.b` is a field, `a[b]` a map's key; a key that is no list index may also be asked for with a dot.
  if (step.index && data.object() != nullptr) return nullptr;
  *entry = data.entry(step.name);
  return *entry == nullptr ? nullptr : &(*entry)->value;
}

}  // namespace

std::string Data::describe() const {
  if (boolean() != nullptr) return "a truth value";
  if (integer() != nullptr || real() != nullptr || get<BigInteger>() != nullptr) return "a number";
  if (text() != nullptr) return "a text";
  if (list() != nullptr) return "a list";
  if (map() != nullptr) return "a map";
  if (const Object* o = object()) return o->type.empty() ? "a struct" : "`" + o->type + "`";
  const Foreign& foreign = *get<Foreign>();
  return foreign.type == "NoneType" ? "None" : "a Python `" + foreign.type + "`";
}

std::string Data::quote() const {
  if (const bool* b = boolean()) return *b ? "True" : "False";
  if (const std::int64_t* i = integer()) return std::to_string(*i);
  if (const double* d = real()) return float_repr(*d);
  if (const BigInteger* big = get<BigInteger>()) return shortened(big->digits, kQuoted);
  if (const std::string* s = text()) {
    // One line, whatever the text holds.
    std::string flat = shortened(*s, kQuoted);
    std::string out = "'";
    for (const char c : flat) {
      if (c == '\n') {
        out += "\\n";
      } else if (static_cast<unsigned char>(c) < 0x20) {
        out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
      } else {
        out += c;
      }
    }
    return out + "'";
  }
  if (const Foreign* foreign = get<Foreign>()) return shortened(foreign->text, kQuoted);
  if (const Object* o = object()) return (o->type.empty() ? "struct" : o->type) + "(...)";
  return shortened(to_json(*this, {.indent = 0, .ascii = false}), kQuoted);
}

const std::vector<Entry>* Data::entries() const {
  if (const Object* o = object()) return &o->entries;
  if (const Map* m = map()) return &m->entries;
  return nullptr;
}

std::vector<Entry>* Data::entries() {
  return const_cast<std::vector<Entry>*>(std::as_const(*this).entries());
}

const Entry* Data::entry(std::string_view name) const {
  const std::vector<Entry>* all = entries();
  if (all == nullptr) return nullptr;
  const auto found = std::find_if(all->begin(), all->end(), [&](const Entry& e) { return e.name == name; });
  return found == all->end() ? nullptr : &*found;
}

const Data* Data::field(std::string_view name) const {
  const Entry* found = entry(name);
  return found == nullptr ? nullptr : &found->value;
}

void Data::set(std::string name, Data value, SiteId site) {
  std::vector<Entry>* all = entries();
  if (all == nullptr) return;
  for (Entry& e : *all) {
    if (e.name != name) continue;
    e.value = std::move(value);
    e.site = site;
    return;
  }
  all->push_back({std::move(name), std::move(value), site});
}

bool Data::erase(std::string_view name) {
  std::vector<Entry>* all = entries();
  return all != nullptr && std::erase_if(*all, [&](const Entry& e) { return e.name == name; }) > 0;
}

const Data* Data::find(std::string_view path) const {
  const Data* at = this;
  const Entry* entry = nullptr;
  for (PathReader reader(path); at != nullptr && !reader.at_end();) at = step(*at, reader.next(), &entry);
  return at;
}

Place Data::place_of(std::string_view path) const {
  Place best;
  const Data* at = this;
  if (const Object* o = object()) best.site = o->site;
  for (PathReader reader(path); !reader.at_end();) {
    const PathStep next = reader.next();
    const Entry* entry = nullptr;
    const Object* owner = at->object();
    at = step(*at, next, &entry);
    const bool by_keyword = entry != nullptr && owner != nullptr && entry->site != 0;
    if (by_keyword) best = {entry->site, entry->name, ""};
    if (at == nullptr) break;
    // What is inside a struct is nearer to the struct's own call than to the argument that took the struct.
    const Object* o = at->object();
    if (o != nullptr && o->site != 0 && !(by_keyword && reader.at_end())) best = {o->site, "", ""};
  }
  return best;
}

bool same_data(const Data& a, const Data& b) {
  if (const Data::List* x = a.list()) {
    const Data::List* y = b.list();
    return y != nullptr && std::equal(x->begin(), x->end(), y->begin(), y->end(), same_data);
  }
  if (const Data::Map* x = a.map()) {
    const Data::Map* y = b.map();
    return y != nullptr && same_entries(x->entries, y->entries);
  }
  if (const Data::Object* x = a.object()) {
    const Data::Object* y = b.object();
    return y != nullptr && same_entries(x->entries, y->entries);
  }
  const auto same = [&]<class T>(const T* x) {
    const T* y = b.get<T>();
    return y != nullptr && *x == *y;
  };
  if (const bool* x = a.boolean()) return same(x);
  if (const std::int64_t* x = a.integer()) return same(x);
  if (const std::string* x = a.text()) return same(x);
  if (const BigInteger* x = a.get<BigInteger>()) return same(x);
  if (const Foreign* x = a.get<Foreign>()) return same(x);
  // NaN is the same data as NaN.
  const double* x = a.real();
  const double* y = b.real();
  return x != nullptr && y != nullptr && (*x == *y || (*x != *x && *y != *y));
}

}  // namespace borealis::lang
