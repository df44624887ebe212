// Types: interned descriptions (language.md §2). Two equal descriptions are one `const Type*`, which lives as long as
// the program: this pointer is what the original's structural isinstance() compares.
//
// Struct fields stand in declaration order. Their order is no part of the identity: of two declarations that differ in
// order alone, the first gives the order.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lang/rc.h"

namespace borealis::lang {

class Type;
class Value;
struct Component;
using ValuePtr = Rc<const Value>;

enum class TypeKind : std::uint8_t { string, integer, floating, boolean, enumeration, list, map, choice, structure };

struct Field {
  std::string name;
  const Type* type = nullptr;
  bool required = false;
  ValuePtr default_value;  // null: unset unless given
};

class Type {
 public:
  // The constructors of descriptions. They throw LanguageError (limit) for one nested deeper than 64 levels or with an
  // endless name.
  static const Type* string();
  static const Type* integer();
  static const Type* floating();
  static const Type* boolean();
  // An empty name: made of the values, "Enum_Red_Green".
  static const Type* enumeration(std::string name, std::vector<std::string> values);
  static const Type* list(const Type* element);
  static const Type* map(const Type* key, const Type* value);
  // An empty name: made of the alternatives, "Choice_Integer_String".
  static const Type* choice(std::string name, std::vector<const Type*> alternatives);
  // Defaults must be values of their field's type; their bindings are dropped (as the original flattens them).
  static const Type* structure(std::string name, std::vector<Field> fields);

  TypeKind kind() const { return kind_; }
  const std::string& name() const { return name_; }
  bool is_scalar() const { return kind_ <= TypeKind::enumeration; }
  int depth() const { return depth_; }

  const std::vector<std::string>& values() const { return values_; }       // enumeration
  const Type* element() const { return parts_[0]; }                        // list
  const Type* key() const { return parts_[0]; }                            // map
  const Type* value() const { return parts_[1]; }                          // map
  const std::vector<const Type*>& alternatives() const { return parts_; }  // choice
  const std::vector<Field>& fields() const { return fields_; }             // structure
  int field_index(std::string_view name) const;                            // -1: no such field
  int field_index(const Component& step) const;                            // the same for a dereference
  // The indices of the fields, as declared or by name (Value::rebuilt()).
  const std::vector<std::uint16_t>& field_order(bool by_name) const { return by_name ? by_name_ : declared_; }

  // Equal fields, whatever the structs' names: what `==` of struct values compares (language.md §9.4).
  bool same_fields(const Type& other) const;

  Type(const Type&) = delete;
  Type& operator=(const Type&) = delete;

 private:
  friend class TypeTable;
  Type() = default;

  std::size_t slot_of(std::uint64_t hash) const { return hash & (slots_.size() - 1); }

  TypeKind kind_ = TypeKind::string;
  int depth_ = 1;
  std::string name_;
  std::vector<std::string> values_;
  std::vector<const Type*> parts_;
  std::vector<Field> fields_;
  std::uint64_t field_mask_ = 0;         // a bit for each field's name: most names that are none are told by it
  std::vector<std::uint16_t> declared_;  // 0, 1, 2 ...
  std::vector<std::uint16_t> by_name_;   // field indices in the order of their names
  std::vector<std::uint16_t> slots_;     // an open hash table of 1 + field index, by Component::hash; 0: free
  std::string identity_;                 // the description, without the name of a struct
};

}  // namespace borealis::lang
