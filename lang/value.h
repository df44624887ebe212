// Values of the language: immutable, shared nodes (language.md §3-§9).
//
// A value is a type, a raw payload, its own bindings, and the site where it was made. Payloads stay raw until they are
// resolved: constructing a scalar checks nothing. What resolves stands in lang/resolve.h.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "lang/data.h"
#include "lang/error.h"
#include "lang/rc.h"
#include "lang/scope.h"
#include "lang/site.h"
#include "lang/template.h"
#include "lang/type.h"

namespace borealis::lang {

// What `interp` keeps of a Python object that is no value; it derives from this.
class ForeignHandle : public RefCounted {};

struct ForeignObject : RefCounted {
  std::string type;  // class name
  std::string text;  // str()
  std::string repr;  // repr(); empty: made of `text`
  Rc<const ForeignHandle> handle;

  ForeignObject(std::string type_, std::string text_, std::string repr_ = {}, Rc<const ForeignHandle> handle_ = {})
      : type(std::move(type_)), text(std::move(text_)), repr(std::move(repr_)), handle(std::move(handle_)) {}
};

// The class Empty where a value was expected: the field is to be unset.
struct Unset {
  friend bool operator==(Unset, Unset) { return true; }
};

class Raw;
struct RawList;
struct RawMap;

// Plain data as Python gave it: what a scalar or a Choice holds, what a value is constructed from, and what get()
// answers.
class Raw {
 public:
  using Payload = std::variant<bool, std::int64_t, double, Rc<const Text>, Rc<const ForeignObject>, ValuePtr,
                               std::shared_ptr<const BigInteger>, Rc<const RawList>, Rc<const RawMap>, Unset>;

  Raw() : payload_(false) {}
  Raw(bool v) : payload_(v) {}
  Raw(std::int64_t v) : payload_(v) {}
  Raw(int v) : payload_(std::int64_t{v}) {}
  Raw(double v) : payload_(v) {}
  Raw(std::string text) : payload_(make_rc<const Text>(std::move(text))) {}
  Raw(const char* text) : Raw(std::string(text)) {}
  Raw(TextPtr text) : payload_(std::move(text)) {}
  Raw(BigInteger v) : payload_(std::make_shared<const BigInteger>(std::move(v))) {}
  Raw(Rc<const ForeignObject> v) : payload_(std::move(v)) {}
  Raw(ValuePtr v) : payload_(std::move(v)) {}
  Raw(Rc<const RawList> v) : payload_(std::move(v)) {}
  Raw(Rc<const RawMap> v) : payload_(std::move(v)) {}
  Raw(Unset v) : payload_(v) {}

  template <class T>
  const T* get() const {
    return std::get_if<T>(&payload_);
  }
  const Payload& payload() const { return payload_; }

  const Text* text() const;               // nullptr: no text
  const BigInteger* big_integer() const;  // nullptr: none
  const ForeignObject* foreign() const;
  const Value* value() const;
  const RawList* list() const;
  const RawMap* map() const;

  // Whether a template may stand anywhere in it.
  bool has_tags() const;
  // Python's str() and repr() of it. str() of a Value resolves it and can throw.
  std::string str() const;
  std::string repr() const;

 private:
  Payload payload_;
};

struct RawList : RefCounted {
  std::vector<Raw> items;
  bool tuple = false;  // what get() answers is one; a list otherwise: for repr()
  explicit RawList(std::vector<Raw> items_, bool tuple_ = false) : items(std::move(items_)), tuple(tuple_) {}
};

// A mapping in its order. get() answers one for maps and structs (a frozendict).
struct RawMap : RefCounted {
  std::vector<std::pair<Raw, Raw>> items;
  SiteId site = 0;  // where it stands in a JSON config; 0: not known
  explicit RawMap(std::vector<std::pair<Raw, Raw>> items_, SiteId site_ = 0) : items(std::move(items_)), site(site_) {}
};

// The Python class that a value came from, as `==` of scalars compares it (language.md §4, §5): 0 is the class that
// stands for the type itself; `interp` numbers the classes that Enum() makes.
using ClassId = std::uint32_t;

// A field of a struct value. `value` null: unset. `site` is the call that set it; 0 for a default.
struct FieldValue {
  ValuePtr value;
  SiteId site = 0;
};
struct MapEntry {
  ValuePtr key;
  ValuePtr value;
};

class Value : public RefCounted {
 public:
  const Type& type() const { return *type_; }
  SiteId site() const { return site_; }
  ClassId class_id() const { return class_id_; }
  // The bindings on this value itself, strongest first.
  const Scope& own() const { return own_; }
  // A struct that was not made by calling its class but from a dict for a field, an element or a default: the original
  // shows its fields in the order of their names (language.md §9.4).
  bool rebuilt() const { return rebuilt_; }
  // Whether a template may stand anywhere inside.
  bool has_tags() const { return has_tags_; }

  // The payload; each only for its kinds of type.
  const Raw& raw() const { return std::get<Raw>(payload_); }                    // scalars and choices
  const std::vector<ValuePtr>& elements() const { return list().elements; }     // lists
  const std::vector<MapEntry>& entries() const { return map().entries; }        // maps, in order, duplicates kept
  const std::vector<FieldValue>& fields() const { return structure().fields; }  // structs: as type().fields()

  // Implementation: the shared payloads.
  struct ListPayload : RefCounted {
    std::vector<ValuePtr> elements;
  };
  struct MapPayload : RefCounted {
    std::vector<MapEntry> entries;
  };
  struct StructPayload : RefCounted {
    std::vector<FieldValue> fields;
  };
  using Payload = std::variant<Raw, Rc<const ListPayload>, Rc<const MapPayload>, Rc<const StructPayload>>;
  Value(const Type* type, Payload payload, bool has_tags, Scope own, SiteId site, ClassId class_id,
        bool rebuilt = false)
      : type_(type),
        payload_(std::move(payload)),
        own_(std::move(own)),
        site_(site),
        class_id_(class_id),
        has_tags_(has_tags),
        rebuilt_(rebuilt) {}
  const Payload& payload() const { return payload_; }
  // What a value without templates resolves to, kept once it is known (null: not yet).
  const ValuePtr& closed_form() const { return closed_form_; }
  void keep_closed_form(ValuePtr form) const { closed_form_ = std::move(form); }

 private:
  const ListPayload& list() const { return *std::get<Rc<const ListPayload>>(payload_); }
  const MapPayload& map() const { return *std::get<Rc<const MapPayload>>(payload_); }
  const StructPayload& structure() const { return *std::get<Rc<const StructPayload>>(payload_); }

  const Type* type_;
  Payload payload_;
  Scope own_;
  SiteId site_;
  ClassId class_id_;
  bool has_tags_;
  bool rebuilt_;
  mutable ValuePtr closed_form_;
};

// --- making values -------------------------------------------------------------------------------------------------

// Constructs as `T(raw)` does: parts that are values of the wanted type already are kept, others are constructed.
// Throws LanguageError as language.md §5-§9 and §14 say (value, coercion, not_mapping, attribute).
ValuePtr construct(const Type* type, const Raw& raw, SiteId site = 0);
// As a field, element, key or value is taken: a value of this very type is kept, anything else constructed.
ValuePtr as_type(const Type* type, const Raw& raw, SiteId site = 0);

// A scalar of any raw payload. An Enum checks a literal at once (value, coercion, invalid_ref).
ValuePtr make_scalar(const Type* type, Raw raw, SiteId site = 0, ClassId class_id = 0);
// What an Enum does with what it is constructed from; throws as make_scalar() does.
void check_literal(const Type& enumeration, const Raw& raw);
// The elements (keys, values) must be of the type that `type` asks for.
ValuePtr make_list(const Type* type, std::vector<ValuePtr> elements, SiteId site = 0);
ValuePtr make_map(const Type* type, std::vector<MapEntry> entries, SiteId site = 0);
ValuePtr make_choice(const Type* type, Raw raw, SiteId site = 0);
// The fields of a struct before anything is given: its defaults, with site 0.
std::vector<FieldValue> default_fields(const Type* type);
// `fields` as type->fields(); each value of its field's type, or null. `rebuilt`: see Value::rebuilt().
ValuePtr make_struct(const Type* type, std::vector<FieldValue> fields, SiteId site = 0, bool rebuilt = false);

// Derives (`inst(ram=5)`): a copy with these fields replaced (a null value unsets), bindings kept.
struct FieldChange {
  int index = 0;
  ValuePtr value;
};
ValuePtr with_fields(const Value& value, std::vector<FieldChange> changes, SiteId site);

// --- scopes --------------------------------------------------------------------------------------------------------

// `bindings` in the order of the arguments, keywords last: bind() puts them before what is there, the last strongest;
// in_scope() after it, the first strongest.
ValuePtr bind(const Value& value, const std::vector<Binding>& bindings);
ValuePtr in_scope(const Value& value, const std::vector<Binding>& bindings);
// The same value with this for its own bindings; an empty one: `dup()`.
ValuePtr with_scope(const Value& value, Scope own);
// Without bindings and Python classes, on itself and on everything inside: what a default is flattened to; rebuilt.
ValuePtr without_bindings(const Value& value);

}  // namespace borealis::lang
