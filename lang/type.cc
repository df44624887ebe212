#include "lang/type.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <memory>
#include <numeric>
#include <unordered_map>

#include "lang/error.h"
#include "lang/ref.h"
#include "lang/value.h"

namespace borealis::lang {

namespace {

std::uint64_t bit_of(std::string_view name) {
  if (name.empty()) return 1;
  const auto first = static_cast<unsigned char>(name.front());
  const auto last = static_cast<unsigned char>(name.back());
  return std::uint64_t{1} << ((name.size() * 7 + first * 3u + last) & 63);
}

constexpr int kDeepest = 64;
constexpr std::size_t kLongestName = 1u << 16;

// A text that two equal values share and two different ones don't.
void describe(const Value& value, std::string& out) {
  switch (value.type().kind()) {
    case TypeKind::list:
      out += '[';
      for (const ValuePtr& element : value.elements()) describe(*element, out);
      out += ']';
      break;
    case TypeKind::map:
      out += '{';
      for (const MapEntry& entry : value.entries()) {
        describe(*entry.key, out);
        describe(*entry.value, out);
      }
      out += '}';
      break;
    case TypeKind::structure:
      out += '(';
      for (const FieldValue& field : value.fields()) {
        if (field.value) {
          describe(*field.value, out);
        } else {
          out += '-';
        }
      }
      out += ')';
      break;
    default: {
      const std::string text = value.raw().repr();
      out += fmt::format("{}:{}", text.size(), text);
    }
  }
}

}  // namespace

// All types there are. It is never destroyed: values outlive everything.
class TypeTable {
 public:
  static TypeTable& instance() {
    static TypeTable& table = *new TypeTable;
    return table;
  }

  // The type of this description, made when it is new. `identity` tells apart types of one kind and name.
  const Type* intern(TypeKind kind, std::string name, std::vector<const Type*> parts, std::string identity,
                     const auto& fill) {
    if (name.size() > kLongestName) throw LanguageError(ErrorKind::limit, "the name of a type is too long");
    const std::string key = fmt::format("{}/{}/{}", static_cast<int>(kind), name, identity);
    const auto known = types_.find(key);
    if (known != types_.end()) return known->second.get();
    std::unique_ptr<Type> type(new Type);
    type->kind_ = kind;
    type->name_ = std::move(name);
    type->parts_ = std::move(parts);
    type->identity_ = std::move(identity);
    fill(*type);
    for (const Type* part : type->parts_) type->depth_ = std::max(type->depth_, part->depth_ + 1);
    for (const Field& field : type->fields_) type->depth_ = std::max(type->depth_, field.type->depth_ + 1);
    if (type->depth_ > kDeepest) throw LanguageError(ErrorKind::depth, "types are nested too deeply");
    return types_.emplace(key, std::move(type)).first->second.get();
  }
  const Type* intern(TypeKind kind, std::string name, std::vector<const Type*> parts, std::string identity) {
    return intern(kind, std::move(name), std::move(parts), std::move(identity), [](Type&) {});
  }

  static std::string identity_of(const std::vector<const Type*>& parts) {
    std::string out;
    for (const Type* part : parts) out += fmt::format("{},", static_cast<const void*>(part));
    return out;
  }

  // Sorts the fields of a new struct by name, for field_index().
  static void set_fields(Type& type, std::vector<Field> fields, std::vector<std::uint16_t> by_name) {
    type.declared_.resize(fields.size());
    std::iota(type.declared_.begin(), type.declared_.end(), std::uint16_t{0});
    type.fields_ = std::move(fields);
    for (const Field& field : type.fields_) type.field_mask_ |= bit_of(field.name);
    type.by_name_ = std::move(by_name);
    type.slots_.resize(std::bit_ceil(2 * type.fields_.size() + 1));
    for (std::size_t i = 0; i < type.fields_.size(); ++i) {
      std::size_t at = type.slot_of(Component(false, type.fields_[i].name).hash);
      while (type.slots_[at] != 0) at = (at + 1) & (type.slots_.size() - 1);
      type.slots_[at] = static_cast<std::uint16_t>(i + 1);
    }
  }
  static void set_values(Type& type, std::vector<std::string> values) { type.values_ = std::move(values); }

 private:
  std::unordered_map<std::string, std::unique_ptr<Type>> types_;
};

const Type* Type::string() {
  static const Type* type = TypeTable::instance().intern(TypeKind::string, "String", {}, "");
  return type;
}

const Type* Type::integer() {
  static const Type* type = TypeTable::instance().intern(TypeKind::integer, "Integer", {}, "");
  return type;
}

const Type* Type::floating() {
  static const Type* type = TypeTable::instance().intern(TypeKind::floating, "Float", {}, "");
  return type;
}

const Type* Type::boolean() {
  static const Type* type = TypeTable::instance().intern(TypeKind::boolean, "Boolean", {}, "");
  return type;
}

const Type* Type::enumeration(std::string name, std::vector<std::string> values) {
  if (name.empty()) name = fmt::format("Enum_{}", fmt::join(values, "_"));
  std::string identity;
  for (const std::string& value : values) identity += fmt::format("{}:{},", value.size(), value);
  return TypeTable::instance().intern(TypeKind::enumeration, std::move(name), {}, std::move(identity),
                                      [&](Type& type) { TypeTable::set_values(type, std::move(values)); });
}

const Type* Type::list(const Type* element) {
  return TypeTable::instance().intern(TypeKind::list, element->name() + "List", {element},
                                      TypeTable::identity_of({element}));
}

const Type* Type::map(const Type* key, const Type* value) {
  return TypeTable::instance().intern(TypeKind::map, key->name() + value->name() + "Map", {key, value},
                                      TypeTable::identity_of({key, value}));
}

const Type* Type::choice(std::string name, std::vector<const Type*> alternatives) {
  if (name.empty()) {
    for (const Type* alternative : alternatives) name.append(name.empty() ? "" : "_").append(alternative->name());
    name = "Choice_" + name;
  }
  std::string identity = TypeTable::identity_of(alternatives);
  return TypeTable::instance().intern(TypeKind::choice, std::move(name), std::move(alternatives), std::move(identity));
}

const Type* Type::structure(std::string name, std::vector<Field> fields) {
  std::vector<std::uint16_t> by_name(fields.size());
  std::iota(by_name.begin(), by_name.end(), std::uint16_t{0});
  std::sort(by_name.begin(), by_name.end(),
            [&](std::uint16_t a, std::uint16_t b) { return fields[a].name < fields[b].name; });
  std::string identity;
  for (const std::uint16_t index : by_name) {
    Field& field = fields[index];
    if (field.default_value) field.default_value = without_bindings(*field.default_value);
    identity += fmt::format("{}:{}={}", field.name, field.required ? "required" : "optional",
                            static_cast<const void*>(field.type));
    if (field.default_value) describe(*field.default_value, identity += '=');
    identity += ';';
  }
  return TypeTable::instance().intern(TypeKind::structure, std::move(name), {}, std::move(identity), [&](Type& type) {
    TypeTable::set_fields(type, std::move(fields), std::move(by_name));
  });
}

int Type::field_index(std::string_view name) const {
  if ((field_mask_ & bit_of(name)) == 0) return -1;
  const auto at = std::lower_bound(by_name_.begin(), by_name_.end(), name,
                                   [&](std::uint16_t index, std::string_view n) { return fields_[index].name < n; });
  return at != by_name_.end() && fields_[*at].name == name ? *at : -1;
}

int Type::field_index(const Component& step) const {
  if (step.index || slots_.empty()) return -1;
  for (std::size_t at = slot_of(step.hash); slots_[at] != 0; at = (at + 1) & (slots_.size() - 1)) {
    const int index = slots_[at] - 1;
    if (fields_[static_cast<std::size_t>(index)].name == step.value) return index;
  }
  return -1;
}

bool Type::same_fields(const Type& other) const {
  return kind_ == other.kind_ && identity_ == other.identity_;
}

}  // namespace borealis::lang
