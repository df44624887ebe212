#include "lang/value.h"

#include <algorithm>
#include <cassert>

#include "lang/resolve.h"

namespace borealis::lang {

namespace {

template <class Payload>
ValuePtr make_value(const Type* type, Payload payload, bool has_tags, SiteId site, bool rebuilt = false) {
  return make_rc<const Value>(type, std::move(payload), has_tags, Scope(), site, ClassId{0}, rebuilt);
}

[[maybe_unused]] bool same_type(const ValuePtr& value, const Type* type) {
  return &value->type() == type;
}

}  // namespace

ValuePtr make_scalar(const Type* type, Raw raw, SiteId site, ClassId class_id) {
  assert(type->is_scalar());
  if (type->kind() == TypeKind::enumeration) check_literal(*type, raw);
  const bool has_tags = raw.has_tags();
  return make_rc<const Value>(type, std::move(raw), has_tags, Scope(), site, class_id);
}

ValuePtr make_list(const Type* type, std::vector<ValuePtr> elements, SiteId site) {
  assert(type->kind() == TypeKind::list);
  bool has_tags = false;
  for (const ValuePtr& element : elements) {
    assert(same_type(element, type->element()));
    has_tags |= element->has_tags();
  }
  Rc<Value::ListPayload> payload = make_rc<Value::ListPayload>();
  payload->elements = std::move(elements);
  return make_value(type, Rc<const Value::ListPayload>(payload), has_tags, site);
}

ValuePtr make_map(const Type* type, std::vector<MapEntry> entries, SiteId site) {
  assert(type->kind() == TypeKind::map);
  bool has_tags = false;
  for (const MapEntry& entry : entries) {
    assert(same_type(entry.key, type->key()) && same_type(entry.value, type->value()));
    has_tags |= entry.key->has_tags() || entry.value->has_tags();
  }
  Rc<Value::MapPayload> payload = make_rc<Value::MapPayload>();
  payload->entries = std::move(entries);
  return make_value(type, Rc<const Value::MapPayload>(payload), has_tags, site);
}

ValuePtr make_choice(const Type* type, Raw raw, SiteId site) {
  assert(type->kind() == TypeKind::choice);
  const bool has_tags = raw.has_tags();
  return make_value(type, std::move(raw), has_tags, site);
}

std::vector<FieldValue> default_fields(const Type* type) {
  std::vector<FieldValue> fields;
  fields.reserve(type->fields().size());
  for (const Field& field : type->fields()) fields.push_back({field.default_value, 0});
  return fields;
}

ValuePtr make_struct(const Type* type, std::vector<FieldValue> fields, SiteId site, bool rebuilt) {
  assert(type->kind() == TypeKind::structure && fields.size() == type->fields().size());
  bool has_tags = false;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    assert(!fields[i].value || same_type(fields[i].value, type->fields()[i].type));
    has_tags |= fields[i].value && fields[i].value->has_tags();
  }
  Rc<Value::StructPayload> payload = make_rc<Value::StructPayload>();
  payload->fields = std::move(fields);
  return make_value(type, Rc<const Value::StructPayload>(payload), has_tags, site, rebuilt);
}

ValuePtr with_fields(const Value& value, std::vector<FieldChange> changes, SiteId site) {
  std::vector<FieldValue> fields = value.fields();
  for (FieldChange& change : changes) fields[static_cast<std::size_t>(change.index)] = {std::move(change.value), site};
  const ValuePtr derived = make_struct(&value.type(), std::move(fields), site, value.rebuilt());
  return value.own().empty() ? derived : with_scope(*derived, value.own());
}

ValuePtr bind(const Value& value, const std::vector<Binding>& bindings) {
  Scope own = value.own();
  for (const Binding& binding : bindings) own = own.pushed(binding);
  return with_scope(value, std::move(own));
}

ValuePtr in_scope(const Value& value, const std::vector<Binding>& bindings) {
  Scope added;
  for (auto binding = bindings.rbegin(); binding != bindings.rend(); ++binding) added = added.pushed(*binding);
  return with_scope(value, value.own().followed_by(added));
}

ValuePtr with_scope(const Value& value, Scope own) {
  if (value.own() == own) return ValuePtr(&value);
  return make_rc<const Value>(&value.type(), value.payload(), value.has_tags(), std::move(own), value.site(),
                              value.class_id(), value.rebuilt());
}

ValuePtr without_bindings(const Value& value) {
  switch (value.type().kind()) {
    case TypeKind::list: {
      std::vector<ValuePtr> elements;
      for (const ValuePtr& element : value.elements()) elements.push_back(without_bindings(*element));
      return make_list(&value.type(), std::move(elements), value.site());
    }
    case TypeKind::map: {
      std::vector<MapEntry> entries;
      for (const MapEntry& e : value.entries()) {
        entries.push_back({without_bindings(*e.key), without_bindings(*e.value)});
      }
      return make_map(&value.type(), std::move(entries), value.site());
    }
    case TypeKind::structure: {
      std::vector<FieldValue> fields = value.fields();
      for (FieldValue& field : fields) {
        if (field.value) field.value = without_bindings(*field.value);
      }
      return make_struct(&value.type(), std::move(fields), value.site(), true);
    }
    case TypeKind::choice:
      // The one type whose plain data is what it resolves to.
      return make_choice(&value.type(), get(value), value.site());
    default:
      return make_scalar(&value.type(), value.raw(), value.site());
  }
}

}  // namespace borealis::lang
