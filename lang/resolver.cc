// Values: what they become in their scopes (language.md §12.3, §13).
#include "lang/resolver.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>

#include "lang/choices.h"
#include "lang/depth.h"

namespace borealis::lang {

namespace {

// Each once, in the order of their first appearance.
void drop_repetitions(std::vector<Ref>& refs) {
  if (refs.size() < 2) return;
  std::unordered_set<Ref> seen;
  std::erase_if(refs, [&](const Ref& ref) { return !seen.insert(ref).second; });
}

// Alternatives of a Choice give way to the next on these.
bool is_value_error(ErrorKind kind) {
  return kind == ErrorKind::coercion || kind == ErrorKind::value || kind == ErrorKind::not_mapping;
}

}  // namespace

Interpolated Resolver::interpolate(const ValuePtr& value, const Scope& scope) {
  if (value->closed_form()) return {value->closed_form(), {}};
  const Depth depth;
  Interpolated result;
  switch (value->type().kind()) {
    case TypeKind::list:
      result = interpolate_list(*value, scope);
      break;
    case TypeKind::map:
      result = interpolate_map(*value, scope);
      break;
    case TypeKind::structure:
      result = interpolate_struct(value, scope);
      break;
    case TypeKind::choice:
      result = interpolate_choice(*value, scope);
      break;
    default:
      result = interpolate_scalar(value, scope);
  }
  // A value that is its own closed form would keep itself alive.
  if (!value->has_tags() && !(result.value == value)) value->keep_closed_form(result.value);
  return result;
}

Interpolated Resolver::interpolate_scalar(const ValuePtr& value, const Scope& scope) {
  const Type* type = &value->type();
  Raw raw = value->raw();
  if (const Text* text = raw.text(); text != nullptr && text->has_tags()) {
    ResolvedText resolved = resolve_text(*text, scope);
    if (!resolved.unbound.empty()) {
      const ValuePtr open =
          make_rc<const Value>(type, Raw(std::move(resolved.text)), true, Scope(), value->site(), value->class_id());
      return {open, std::move(resolved.unbound)};
    }
    raw = Raw(std::move(resolved.text));
  }
  std::string error;
  ErrorKind kind = ErrorKind::coercion;
  std::optional<Raw> coerced = coerce(*type, raw, &error, &kind);
  if (!coerced) throw LanguageError(kind, std::move(error));
  const bool unchanged = coerced->payload() == value->raw().payload();
  // What holds no tags never asks its scope again.
  const bool has_tags = coerced->has_tags();
  if (unchanged && !has_tags) return {value, {}};
  return {make_rc<const Value>(type, std::move(*coerced), has_tags, has_tags ? scope : Scope(), value->site(),
                               value->class_id()),
          {}};
}

ValuePtr Resolver::part(const ValuePtr& value, const Scope& scope, std::vector<Ref>& unbound) {
  Interpolated resolved = interpolate(value, scope);
  std::move(resolved.unbound.begin(), resolved.unbound.end(), std::back_inserter(unbound));
  if (value->type().kind() != TypeKind::choice) return resolved.value;
  const ValuePtr* instance = value->raw().get<ValuePtr>();
  if (instance != nullptr && *instance == resolved.value && value->own().empty()) return value;
  return make_choice(&value->type(), Raw(std::move(resolved.value)), value->site());
}

Interpolated Resolver::interpolate_list(const Value& value, const Scope& scope) {
  Interpolated result;
  std::vector<ValuePtr> elements;
  elements.reserve(value.elements().size());
  bool unchanged = value.own().empty();
  for (const ValuePtr& element : value.elements()) {
    elements.push_back(part(element, element->own().followed_by(scope), result.unbound));
    unchanged &= elements.back() == element;
  }
  if (unchanged) return {ValuePtr(&value), {}};
  drop_repetitions(result.unbound);
  result.value = make_list(&value.type(), std::move(elements), value.site());
  return result;
}

Interpolated Resolver::interpolate_map(const Value& value, const Scope& scope) {
  Interpolated result;
  std::vector<MapEntry> entries;
  entries.reserve(value.entries().size());
  for (const MapEntry& entry : value.entries()) {
    ValuePtr key = part(entry.key, entry.key->own().followed_by(scope), result.unbound);
    entries.push_back({std::move(key), part(entry.value, entry.value->own().followed_by(scope), result.unbound)});
  }
  drop_repetitions(result.unbound);
  result.value = make_map(&value.type(), std::move(entries), value.site());
  return result;
}

Interpolated Resolver::interpolate_struct(const ValuePtr& value, const Scope& scope) {
  Interpolated result;
  const Scope within = inside(value, scope);
  std::vector<FieldValue> fields = value->fields();
  bool unchanged = value->own().empty();
  // In the order in which they are shown: of several errors the first is thrown.
  for (const std::size_t i : value->type().field_order(value->rebuilt())) {
    FieldValue& field = fields[i];
    if (!field.value) continue;
    ValuePtr resolved = part(field.value, field.value->own().followed_by(within), result.unbound);
    unchanged &= resolved == field.value;
    field.value = std::move(resolved);
  }
  if (unchanged) return {value, {}};
  drop_repetitions(result.unbound);
  result.value = make_struct(&value->type(), std::move(fields), value->site(), value->rebuilt());
  return result;
}

Interpolated Resolver::interpolate_choice(const Value& value, const Scope& scope) {
  const Raw& raw = value.raw();
  for (const Type* alternative : value.type().alternatives()) {
    const ValuePtr* instance = raw.get<ValuePtr>();
    if (instance != nullptr && &(*instance)->type() == alternative) {
      return interpolate(*instance, (*instance)->own().followed_by(scope));
    }
    if (is_other_struct(*alternative, raw)) continue;
    try {
      return interpolate(as_type(alternative, raw, value.site()), scope);
    } catch (const LanguageError& error) {
      if (!is_value_error(error.kind)) throw;
    }
  }
  throw LanguageError(ErrorKind::coercion, "Cannot coerce '" + raw.str() + "' to " + value.type().name());
}

// str() of the parts resolves them once more, as the original does (language.md §6, §7, §9.4).
std::string Resolver::str(const ValuePtr& value) {
  const Depth depth;
  const ValuePtr resolved = interpolate(value, value->own()).value;
  if (value->type().kind() == TypeKind::choice) return str(resolved);
  const Type& type = resolved->type();
  std::string out;
  const auto separate = [&](std::string_view separator, bool first) {
    if (!first) out += separator;
  };
  switch (type.kind()) {
    case TypeKind::list:
      out = type.name() + "(";
      for (const ValuePtr& element : resolved->elements()) {
        separate(", ", &element == resolved->elements().data());
        out += str(element);
      }
      return out += ')';
    case TypeKind::map:
      out = type.name() + "(";
      for (const MapEntry& entry : resolved->entries()) {
        separate(", ", &entry == resolved->entries().data());
        out.append(str(entry.key)).append(" => ").append(str(entry.value));
      }
      return out += ')';
    case TypeKind::structure: {
      const std::string separator = ",\n" + std::string(type.name().size() + 1, ' ');
      out = type.name() + "(";
      bool first = true;
      for (const std::size_t i : type.field_order(resolved->rebuilt())) {
        const ValuePtr& field = resolved->fields()[i].value;
        if (!field) continue;
        separate(separator, std::exchange(first, false));
        out.append(type.fields()[i].name).append("=").append(str(field));
      }
      return out += ')';
    }
    default:
      return resolved->raw().str();
  }
}

}  // namespace borealis::lang
