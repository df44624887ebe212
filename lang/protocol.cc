// The protocol of all values, and access to their parts (language.md §3, §6-§9, §11).
#include <algorithm>

#include "lang/depth.h"
#include "lang/resolve.h"
#include "lang/resolver.h"

namespace borealis::lang {

namespace {

ValuePtr shared(const Value& value) {
  return ValuePtr(&value);
}

// Resolves the parts of a container, in all of the container's scopes.
class Parts {
 public:
  explicit Parts(const Value& container) : within_(Resolver::inside(shared(container), container.own())) {}

  ValuePtr operator()(const ValuePtr& part) {
    std::vector<Ref> unbound;
    return resolver_.part(part, part->own().followed_by(within_), unbound);
  }

 private:
  Resolver resolver_;
  Scope within_;
};

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
  const Depth depth;
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
  return field ? Parts(structure)(field) : nullptr;
}

bool has_field(const Value& structure, int index) {
  return static_cast<bool>(structure.fields()[static_cast<std::size_t>(index)].value);
}

ValuePtr element(const Value& list, std::int64_t index) {
  const auto size = static_cast<std::int64_t>(list.elements().size());
  if (index < 0) index += size;
  if (index < 0 || index >= size) throw LanguageError(ErrorKind::index, "tuple index out of range");
  return Parts(list)(list.elements()[static_cast<std::size_t>(index)]);
}

std::vector<ValuePtr> elements(const Value& list) {
  Parts resolved(list);
  std::vector<ValuePtr> out;
  out.reserve(list.elements().size());
  for (const ValuePtr& element : list.elements()) out.push_back(resolved(element));
  return out;
}

ValuePtr lookup(const Value& map, const Value& key) {
  Parts resolved(map);
  for (const MapEntry& entry : map.entries()) {
    if (equal(*resolved(entry.key), key)) return resolved(entry.value);
  }
  throw LanguageError(ErrorKind::key, str(key) + " not found");
}

std::vector<ValuePtr> keys(const Value& map) {
  Parts resolved(map);
  std::vector<ValuePtr> out;
  out.reserve(map.entries().size());
  for (const MapEntry& entry : map.entries()) out.push_back(resolved(entry.key));
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
