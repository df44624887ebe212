// What a type makes of plain data (language.md §5-§9, §14).
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "lang/resolve.h"
#include "lang/utf8.h"
#include "lang/value.h"

namespace borealis::lang {

namespace {

ValuePtr construct_list(const Type* type, const Raw& raw, SiteId site) {
  const RawList* list = raw.list();
  if (list == nullptr) {
    throw LanguageError(ErrorKind::value, "ListContainer expects an iterable, got " + raw.repr());
  }
  std::vector<ValuePtr> elements;
  elements.reserve(list->items.size());
  for (const Raw& item : list->items) elements.push_back(as_type(type->element(), item, site));
  return make_list(type, std::move(elements), site);
}

// The two halves of what is taken for one pair: a text of two characters or a sequence of two elements.
std::optional<std::pair<Raw, Raw>> pair_of(const Raw& raw) {
  if (const RawList* list = raw.list()) {
    if (list->items.size() != 2) return std::nullopt;
    return std::make_pair(list->items[0], list->items[1]);
  }
  const Text* text = raw.text();
  if (text == nullptr || text->str().empty()) return std::nullopt;
  const std::string_view first = first_code_points(text->str(), 1);
  const std::string_view second = std::string_view(text->str()).substr(first.size());
  if (second.empty() || first_code_points(second, 1).size() != second.size()) return std::nullopt;
  return std::make_pair(Raw(std::string(first)), Raw(std::string(second)));
}

ValuePtr construct_map(const Type* type, const Raw& raw, SiteId site) {
  std::vector<MapEntry> entries;
  const auto add = [&](const Raw& key, const Raw& value) {
    entries.push_back({as_type(type->key(), key, site), as_type(type->value(), value, site)});
  };
  if (const RawMap* map = raw.map()) {
    for (const auto& [key, value] : map->items) add(key, value);
  } else if (const std::optional<std::pair<Raw, Raw>> pair = pair_of(raw)) {
    add(pair->first, pair->second);
  } else {
    throw LanguageError(ErrorKind::value, "Unexpected input to MapContainer: (" + raw.repr() + ",)");
  }
  return make_map(type, std::move(entries), site);
}

ValuePtr construct_struct(const Type* type, const Raw& raw, SiteId site, bool rebuilt) {
  const RawMap* map = raw.map();
  if (map == nullptr) throw LanguageError(ErrorKind::not_mapping, raw.str());
  std::vector<FieldValue> fields = default_fields(type);
  for (const auto& [key, value] : map->items) {
    const int index = key.text() != nullptr ? type->field_index(key.text()->str()) : -1;
    if (index < 0) throw LanguageError(ErrorKind::attribute, "Unknown schema attribute " + key.str());
    const bool unset = value.get<Unset>() != nullptr;
    ValuePtr taken = unset ? nullptr : as_type(type->fields()[static_cast<std::size_t>(index)].type, value, site);
    fields[static_cast<std::size_t>(index)] = {std::move(taken), map->site};
  }
  return make_struct(type, std::move(fields), map->site != 0 ? map->site : site, rebuilt);
}

}  // namespace

ValuePtr construct(const Type* type, const Raw& raw, SiteId site) {
  switch (type->kind()) {
    case TypeKind::list:
      return construct_list(type, raw, site);
    case TypeKind::map:
      return construct_map(type, raw, site);
    case TypeKind::structure:
      return construct_struct(type, raw, site, false);
    case TypeKind::choice:
      return make_choice(type, raw, site);
    default:
      return make_scalar(type, raw, site);
  }
}

ValuePtr as_type(const Type* type, const Raw& raw, SiteId site) {
  if (const ValuePtr* value = raw.get<ValuePtr>(); value != nullptr && &(*value)->type() == type) return *value;
  if (type->kind() == TypeKind::structure) return construct_struct(type, raw, site, true);
  return construct(type, raw, site);
}

void check_literal(const Type& type, const Raw& raw) {
  std::string error;
  const std::optional<Raw> text = coerce(*Type::string(), raw, &error);
  if (!text) throw LanguageError(ErrorKind::coercion, std::move(error));
  // A template is checked when it is filled in; one that only escapes is filled in now.
  std::string literal;
  for (const Token& token : text->text()->tokens()) {
    if (token.kind == Token::Kind::malformed) throw LanguageError(ErrorKind::invalid_ref, token.why());
    if (token.kind == Token::Kind::reference) return;
    literal += token.text;
  }
  const std::vector<std::string>& values = type.values();
  if (std::find(values.begin(), values.end(), literal) != values.end()) return;
  throw LanguageError(ErrorKind::value,
                      fmt::format("{} only accepts the following values: {}", type.name(), fmt::join(values, ", ")));
}

}  // namespace borealis::lang
