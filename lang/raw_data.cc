#include "lang/raw_data.h"

#include "lang/resolve.h"
#include "lang/utf8.h"

namespace borealis::lang {

namespace {

constexpr std::size_t kForeignText = 200;
// Of so many keys one looks at each.
constexpr std::size_t kFew = 16;

Data foreign(const std::string& type, const std::string& text) {
  return Data(Foreign{type, std::string(first_code_points(text, kForeignText))});
}

Data data_of_list(const RawList& list) {
  Data::List items;
  items.reserve(list.items.size());
  for (const Raw& item : list.items) items.push_back(data_of(item));
  return Data(std::move(items));
}

// As JSON writes the key of a mapping.
std::string key_text(const Raw& key) {
  if (const bool* b = key.get<bool>()) return *b ? "true" : "false";
  return key.str();
}

Data data_of_map(const RawMap& map) {
  MapBuilder out;
  for (const auto& [key, value] : map.items) out.set(key_text(key), data_of(value));
  return out.build();
}

Data data_of_value(const Value& value) {
  std::string text;
  try {
    text = str(value);
  } catch (const LanguageError& error) {
    text = error.text;
  }
  return foreign(value.type().name(), text);
}

}  // namespace

Data data_of(const Raw& raw) {
  if (const bool* b = raw.get<bool>()) return Data(*b);
  if (const std::int64_t* i = raw.get<std::int64_t>()) return Data(*i);
  if (const double* d = raw.get<double>()) return Data(*d);
  if (const BigInteger* big = raw.big_integer()) return Data(*big);
  if (const Text* text = raw.text()) return Data(text->str());
  if (const ForeignObject* f = raw.foreign()) return foreign(f->type, f->text);
  if (const RawList* list = raw.list()) return data_of_list(*list);
  if (const RawMap* map = raw.map()) return data_of_map(*map);
  if (const Value* value = raw.value()) return data_of_value(*value);
  return foreign("type", "Empty");
}

void MapBuilder::set(std::string key, Data value) {
  if (entries_.size() < kFew) {
    for (Entry& entry : entries_) {
      if (entry.name != key) continue;
      entry.value = std::move(value);
      return;
    }
    entries_.push_back({std::move(key), std::move(value), 0});
    return;
  }
  if (places_.empty()) {
    for (std::size_t i = 0; i < entries_.size(); ++i) places_.emplace(entries_[i].name, i);
  }
  const auto [at, is_new] = places_.emplace(key, entries_.size());
  if (is_new) {
    entries_.push_back({std::move(key), std::move(value), 0});
  } else {
    entries_[at->second].value = std::move(value);
  }
}

Data MapBuilder::build() {
  return Data(Data::Map{std::move(entries_)});
}

}  // namespace borealis::lang
