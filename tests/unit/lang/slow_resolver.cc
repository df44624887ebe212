#include "slow_resolver.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "lang/coerce.h"
#include "lang/resolve.h"

namespace borealis::lang::test::slow {

namespace {

constexpr int kPasses = 100;
constexpr std::size_t kLongest = 20000;

bool is_namable(const Object& object) {
  const TypeKind kind = object.type->kind();
  return kind == TypeKind::structure || kind == TypeKind::list || kind == TypeKind::map;
}

std::shared_ptr<Object> copy(const ObjectPtr& object) {
  return std::make_shared<Object>(*object);
}

// The object with these scopes asked after its own.
ObjectPtr in_scope(const ObjectPtr& object, const std::vector<Scope>& scopes) {
  std::shared_ptr<Object> out = copy(object);
  out->scopes.insert(out->scopes.end(), scopes.begin(), scopes.end());
  return out;
}

Ref named(const char* name) {
  return Ref({Component(false, name)});
}

Table below(const Ref& prefix, const Scope& scope) {
  Table out;
  if (const Table* table = std::get_if<Table>(&scope)) {
    for (const auto& [ref, entry] : *table) out[prefix + ref] = entry;
  } else {
    out[prefix] = std::get<ObjectPtr>(scope);
  }
  return out;
}

// What the parts of an object are resolved in (§13).
std::vector<Scope> scopes_of(const Object& object) {
  if (object.type->kind() != TypeKind::structure) return object.scopes;
  Table fields;
  for (std::size_t i = 0; i < object.parts.size(); ++i) {
    if (object.parts[i]) fields[Ref({Component(false, object.type->fields()[i].name)})] = object.parts[i];
  }
  std::vector<Scope> out{below(named("self"), fields), fields};
  for (const Scope& scope : object.scopes) out.emplace_back(scope);
  for (const Scope& scope : object.scopes) out.emplace_back(below(named("super"), scope));
  return out;
}

struct Piece {
  std::string text;
  char kind = 't';  // 't'ext, 'r'eference, 'e'scape; the text of the last two is what stands between the braces
};

// The longest run without braces between two pairs of them is a tag (§12.1).
std::vector<Piece> pieces_of(const std::string& text) {
  std::vector<Piece> out;
  const auto add_text = [&](char c) {
    if (out.empty() || out.back().kind != 't') out.push_back({"", 't'});
    out.back().text += c;
  };
  for (std::size_t i = 0; i < text.size();) {
    if (text.compare(i, 2, "{{") == 0) {
      std::size_t end = i + 2;
      while (end < text.size() && text[end] != '{' && text[end] != '}') ++end;
      if (end > i + 2 && text.compare(end, 2, "}}") == 0) {
        std::string body = text.substr(i + 2, end - i - 2);
        const bool escape = body.size() > 1 && body[0] == '&';
        if (escape) body.erase(0, 1);
        if (escape && body.size() > 1 && body.back() == '&') body.pop_back();
        out.push_back({body, escape ? 'e' : 'r'});
        i = end + 2;
        continue;
      }
    }
    add_text(text[i++]);
  }
  return out;
}

ObjectPtr scalar(const Type* type, Raw raw) {
  if (type->kind() == TypeKind::enumeration) check_literal(*type, raw);
  auto out = std::make_shared<Object>();
  out->type = type;
  out->raw = std::move(raw);
  return out;
}

Raw coerced(const Type& type, const Raw& raw) {
  std::string error;
  ErrorKind kind = ErrorKind::coercion;
  if (std::optional<Raw> out = coerce(type, raw, &error, &kind)) return *out;
  throw LanguageError(kind, error);
}

// A default: its value without bindings.
ObjectPtr from_value(const Value& value) {
  auto out = std::make_shared<Object>();
  out->type = &value.type();
  out->raw = value.raw();
  return out;
}

}  // namespace

void Resolver::step() {
  if (--steps_ < 0) throw TooSlow();
}

// A struct's field, a list's element or a map's value that one component leads to (§11).
bool Resolver::part_of(const Object& object, const Component& component, ObjectPtr& part) {
  if (component.index == (object.type->kind() == TypeKind::structure)) return false;
  if (object.type->kind() == TypeKind::structure) {
    const int index = object.type->field_index(component.value);
    if (index < 0 || !object.parts[static_cast<std::size_t>(index)]) return false;
    part = object.parts[static_cast<std::size_t>(index)];
    return true;
  }
  if (object.type->kind() == TypeKind::list) {
    const std::optional<Raw> number = parse_integer(component.value);
    if (!number) return false;
    auto index = *number->get<std::int64_t>();
    const auto size = static_cast<std::int64_t>(object.parts.size());
    if (index >= size) return false;
    if (index < 0) index += size;
    if (index < 0) throw LanguageError(ErrorKind::index, "");
    part = object.parts[static_cast<std::size_t>(index)];
    return true;
  }
  const ObjectPtr wanted = scalar(object.type->key(), Raw(component.value));
  for (std::size_t i = 0; i < object.parts.size(); i += 2) {
    const Raw mine = interpolate(object.parts[i]).object->raw;
    const Raw other = interpolate(wanted).object->raw;
    // Texts and numbers never meet: what is open in a key of numbers is text.
    if ((mine.text() != nullptr) != (other.text() != nullptr)) continue;
    if (mine.str() != other.str()) continue;
    part = object.parts[i + 1];
    return true;
  }
  return false;
}

bool Resolver::descend(const ObjectPtr& object, const Ref& ref, Entry& found) {
  step();
  if (!is_namable(*object)) return false;
  ObjectPtr part;
  if (!part_of(*object, ref.components().front(), part)) return false;
  part = in_scope(part, scopes_of(*object));
  if (ref.size() == 1) {
    found = part;
    return true;
  }
  return descend(part, ref.rest(), found);
}

bool Resolver::find(const Scope& scope, const Ref& ref, Entry& found) {
  step();
  if (const ObjectPtr* object = std::get_if<ObjectPtr>(&scope)) return descend(*object, ref, found);
  const Table& table = std::get<Table>(scope);
  if (const auto exact = table.find(ref); exact != table.end()) {
    found = exact->second;
    return true;
  }
  // A Table is in the order of its references, the longer ones last.
  for (auto entry = table.rbegin(); entry != table.rend(); ++entry) {
    const std::optional<Ref> rest = ref.below(entry->first);
    const ObjectPtr* object = std::get_if<ObjectPtr>(&entry->second);
    if (rest && object != nullptr && descend(*object, *rest, found)) return true;
  }
  return false;
}

bool Resolver::look_up(const std::vector<Scope>& scopes, const Ref& ref, Entry& found) {
  return std::any_of(scopes.begin(), scopes.end(), [&](const Scope& scope) { return find(scope, ref, found); });
}

// §12.2
std::pair<std::string, std::vector<Ref>> Resolver::resolve(std::string text, const std::vector<Scope>& scopes) {
  bool replaced = true;
  for (int pass = 0; replaced; ++pass) {
    if (pass == kPasses) throw LanguageError(ErrorKind::uninterpolatable, "");
    replaced = false;
    std::string next;
    for (const Piece& piece : pieces_of(text)) {
      step();
      if (piece.kind == 't') next += piece.text;
      if (piece.kind == 'e') next += "{{&" + piece.text + "}}";
      if (piece.kind != 'r') continue;
      const Ref ref = Ref::parse(piece.text);
      Entry found;
      if (look_up(scopes, ref, found)) {
        const ObjectPtr* object = std::get_if<ObjectPtr>(&found);
        next += object != nullptr ? str(*object) : std::get<std::string>(found);
        replaced = true;
      } else {
        next += "{{" + ref.address() + "}}";
      }
      if (next.size() > kLongest) throw TooSlow();
    }
    text = next;
  }
  std::pair<std::string, std::vector<Ref>> out;
  for (const Piece& piece : pieces_of(text)) {
    if (piece.kind == 'r') out.second.push_back(Ref::parse(piece.text));
    out.first += piece.kind == 't' ? piece.text : "{{" + piece.text + "}}";
  }
  return out;
}

Resolver::Resolved Resolver::interpolate_choice(const ObjectPtr& choice) {
  const auto held = [&](const Type* alternative) -> ObjectPtr {
    if (!choice->parts.empty()) {
      if (choice->parts[0]->type == alternative) return choice->parts[0];
      // An object where another type belongs. The words about it hold its text, which must be had for them.
      if (alternative->is_scalar()) str(choice->parts[0]);
      throw LanguageError(ErrorKind::value, "");
    }
    if (alternative->is_scalar()) return scalar(alternative, choice->raw);
    throw LanguageError(ErrorKind::not_mapping, "");
  };
  for (const Type* alternative : choice->type->alternatives()) {
    const bool instance = !choice->parts.empty() && choice->parts[0]->type == alternative;
    try {
      return interpolate(in_scope(held(alternative), choice->scopes));
    } catch (const LanguageError& error) {
      const bool next =
          error.kind == ErrorKind::coercion || error.kind == ErrorKind::value || error.kind == ErrorKind::not_mapping;
      if (instance || !next) throw;
    }
  }
  throw LanguageError(ErrorKind::coercion, "");
}

// §12.3
Resolver::Resolved Resolver::interpolate(const ObjectPtr& object) {
  step();
  if (object->type->kind() == TypeKind::choice) return interpolate_choice(object);
  Resolved out;
  if (object->type->is_scalar()) {
    const Text* text = object->raw.text();
    if (text == nullptr) {
      out.object = scalar(object->type, coerced(*object->type, object->raw));
      return out;
    }
    auto [resolved, unbound] = resolve(text->str(), object->scopes);
    if (!unbound.empty()) return {scalar(object->type, Raw(resolved)), unbound};
    std::shared_ptr<Object> bound = copy(object);
    bound->raw = coerced(*object->type, Raw(resolved));
    out.object = bound;
    return out;
  }
  const std::vector<Scope> scopes = scopes_of(*object);
  auto rebuilt = copy(object);
  rebuilt->scopes.clear();
  for (ObjectPtr& part : rebuilt->parts) {
    if (!part) continue;
    const Type* type = part->type;
    Resolved resolved = interpolate(in_scope(part, scopes));
    part = resolved.object;
    out.unbound.insert(out.unbound.end(), resolved.unbound.begin(), resolved.unbound.end());
    if (type->kind() != TypeKind::choice) continue;
    auto wrapped = std::make_shared<Object>();
    wrapped->type = type;
    wrapped->parts.push_back(part);
    part = wrapped;
  }
  out.object = rebuilt;
  return out;
}

std::string Resolver::str(const ObjectPtr& object) {
  const ObjectPtr resolved = interpolate(object).object;
  const Type& type = *resolved->type;
  if (object->type->kind() == TypeKind::choice) return str(resolved);
  if (type.is_scalar()) return resolved->raw.str();
  std::vector<std::string> parts;
  if (type.kind() == TypeKind::structure) {
    for (const std::size_t i : type.field_order(resolved->rebuilt)) {
      if (resolved->parts[i]) parts.push_back(type.fields()[i].name + "=" + str(resolved->parts[i]));
    }
  } else if (type.kind() == TypeKind::map) {
    for (std::size_t i = 0; i < resolved->parts.size(); i += 2) {
      parts.push_back(str(resolved->parts[i]) + " => " + str(resolved->parts[i + 1]));
    }
  } else {
    for (const ObjectPtr& part : resolved->parts) parts.push_back(str(part));
  }
  const bool lines = type.kind() == TypeKind::structure;
  std::string out = type.name() + "(";
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += lines ? ",\n" + std::string(type.name().size() + 1, ' ') : ", ";
    out += parts[i];
  }
  return out + ")";
}

ObjectPtr object_of(const Plan& plan) {
  auto out = std::make_shared<Object>();
  out->type = plan.type;
  if (plan.type->is_scalar()) {
    out->raw = scalar(plan.type, plan.raw)->raw;
  } else {
    out->raw = plan.raw;
  }
  for (std::size_t i = 0; i < plan.parts.size(); ++i) {
    ObjectPtr part = plan.parts[i] ? object_of(*plan.parts[i]) : nullptr;
    if (!part && plan.type->kind() == TypeKind::structure) {
      if (const ValuePtr& value = plan.type->fields()[i].default_value) part = from_value(*value);
    }
    out->parts.push_back(part);
  }
  for (const PlannedCall& call : plan.calls) {
    std::vector<Scope> scopes;
    for (const PlannedBinding& argument : call.arguments) {
      if (argument.value) {
        scopes.emplace_back(object_of(*argument.value));
        continue;
      }
      Table table;
      for (const auto& [address, bound] : argument.entries) {
        const std::string* text = std::get_if<std::string>(&bound);
        table[Ref::parse(address)] = text != nullptr ? Entry(*text) : Entry(object_of(*std::get<PlanPtr>(bound)));
      }
      scopes.emplace_back(std::move(table));
    }
    // bind() puts the last argument first, before all that is there; in_scope() puts the first argument after it.
    if (!call.weaker) std::reverse(scopes.begin(), scopes.end());
    out->scopes.insert(call.weaker ? out->scopes.end() : out->scopes.begin(), scopes.begin(), scopes.end());
  }
  return out;
}

std::string dump(const ObjectPtr& object) {
  if (!object) return "-";
  std::string out = object->type->name() + "(";
  if (object->parts.empty() && (object->type->is_scalar() || object->type->kind() == TypeKind::choice)) {
    out += object->raw.repr();
  }
  for (const ObjectPtr& part : object->parts) out += dump(part) + ";";
  return out + ")";
}

std::string dump(const ValuePtr& value) {
  if (!value) return "-";
  std::string out = value->type().name() + "(";
  const auto add = [&](const ValuePtr& part) { out += dump(part) + ";"; };
  switch (value->type().kind()) {
    case TypeKind::list:
      for (const ValuePtr& element : value->elements()) add(element);
      break;
    case TypeKind::map:
      for (const MapEntry& entry : value->entries()) {
        add(entry.key);
        add(entry.value);
      }
      break;
    case TypeKind::structure:
      for (const FieldValue& field : value->fields()) add(field.value);
      break;
    case TypeKind::choice:
      if (const ValuePtr* held = value->raw().get<ValuePtr>()) {
        add(*held);
        break;
      }
      [[fallthrough]];
    default:
      out += value->raw().repr();
  }
  return out + ")";
}

}  // namespace borealis::lang::test::slow
