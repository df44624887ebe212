// The protocol of all values, and access to their parts (language.md §3, §6-§9, §11).
#include <algorithm>

#include "lang/resolve.h"
#include "lang/resolver.h"

namespace borealis::lang {

namespace {

ValuePtr shared(const Value& value) {
  return ValuePtr(&value);
}

// A part of a container, resolved in all of the container's scopes.
ValuePtr resolved_part(const Value& container, const ValuePtr& part) {
  Resolver resolver;
  const Scope within = Resolver::inside(shared(container), container.own());
  return resolver.interpolate(part, part->own().followed_by(within)).value;
}

Raw get_of(const ValuePtr& value) {
  return get(*value);
}

}  // namespace

Interpolated interpolate(const Value& value) {
  return Resolver().interpolate(shared(value), value.own());
}

Raw get(const Value& value) {
  switch (value.type().kind()) {
    case TypeKind::list: {
      std::vector<Raw> items;
      for (const ValuePtr& element : value.elements()) items.push_back(get_of(element));
      return Raw(make_rc<const RawList>(std::move(items), true));
    }
    case TypeKind::map: {
      std::vector<std::pair<Raw, Raw>> items;
      for (const MapEntry& entry : value.entries()) items.emplace_back(get_of(entry.key), get_of(entry.value));
      return Raw(make_rc<const RawMap>(std::move(items)));
    }
    case TypeKind::structure: {
      std::vector<std::pair<Raw, Raw>> items;
      for (const std::size_t i : value.type().field_order(value.rebuilt())) {
        const ValuePtr& field = value.fields()[i].value;
        if (field) items.emplace_back(Raw(value.type().fields()[i].name), get_of(field));
      }
      return Raw(make_rc<const RawMap>(std::move(items)));
    }
    case TypeKind::choice:
      return get_of(unwrap(value));
    default:
      return value.raw();
  }
}

std::string str(const Value& value) {
  return Resolver().str(shared(value));
}

std::string repr(const Value& value) {
  switch (value.type().kind()) {
    case TypeKind::list:
    case TypeKind::map:
    case TypeKind::structure:
      return str(value);
    case TypeKind::choice:
      return value.type().name() + "(" + value.raw().repr() + ")";
    default:
      return value.type().name() + "(" + str(value) + ")";
  }
}

ValuePtr field(const Value& structure, int index) {
  const ValuePtr& field = structure.fields()[static_cast<std::size_t>(index)].value;
  if (!field) return nullptr;
  ValuePtr resolved = resolved_part(structure, field);
  if (field->type().kind() != TypeKind::choice) return resolved;
  return make_choice(&field->type(), Raw(std::move(resolved)), field->site());
}

bool has_field(const Value& structure, int index) {
  return static_cast<bool>(structure.fields()[static_cast<std::size_t>(index)].value);
}

ValuePtr element(const Value& list, std::int64_t index) {
  const auto size = static_cast<std::int64_t>(list.elements().size());
  if (index < 0) index += size;
  if (index < 0 || index >= size) throw LanguageError(ErrorKind::index, "tuple index out of range");
  return resolved_part(list, list.elements()[static_cast<std::size_t>(index)]);
}

std::vector<ValuePtr> elements(const Value& list) {
  Resolver resolver;
  std::vector<ValuePtr> out;
  for (const ValuePtr& element : list.elements()) {
    out.push_back(resolver.interpolate(element, element->own().followed_by(list.own())).value);
  }
  return out;
}

ValuePtr lookup(const Value& map, const Value& key) {
  for (const MapEntry& entry : map.entries()) {
    if (equal(*resolved_part(map, entry.key), key)) return resolved_part(map, entry.value);
  }
  throw LanguageError(ErrorKind::key, str(key) + " not found");
}

std::vector<ValuePtr> keys(const Value& map) {
  std::vector<ValuePtr> out;
  for (const MapEntry& entry : map.entries()) out.push_back(resolved_part(map, entry.key));
  return out;
}

ValuePtr unwrap(const Value& choice) {
  return interpolate(choice).value;
}

ValuePtr find(const Value& value, const Ref& ref) {
  Found found;
  Refusal refusal;
  MapKeys keys;
  if (!descend(shared(value), value.own(), ref.components(), found, keys, &refusal)) {
    throw LanguageError(refusal.kind, std::move(refusal.text));
  }
  return with_scope(*std::get<ValuePtr>(found.bound), found.scope);
}

}  // namespace borealis::lang
