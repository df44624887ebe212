// Making values of what a config gives: `T(object)` of language.md §4-§9, with every mistake offered to the recorder.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interp/objects.h"
#include "interp/python.h"
#include "lang/value.h"

namespace borealis::interp {

// For whom a value is made: the call under way, the keyword of it, the struct that has the field, and the field. Within
// a dict that is the keyword's value the field is one of the dict's keys.
struct Origin {
  lang::SiteId site = 0;
  std::string_view field;
  std::string_view owner;
  std::string_view name = field;

  bool in_dict() const { return name != field; }
};

// Null: the recorder dropped it. Nothing: an exception is set.
using Made = std::optional<lang::ValuePtr>;

// `object` as a value of the type: itself when it is one, else made from it.
Made make_value(const lang::Type* type, PyObject* object, const Origin& origin);

// What the constructors of the containers take (language.md §6, §7, §9.2).
Made make_list_value(const lang::Type* type, PyObject* sequence, const Origin& origin);
Made make_map_value(const lang::Type* type, PyObject* const* args, Py_ssize_t count, const Origin& origin);
Made make_struct_value(const lang::Type* type, PyObject* mapping, const Origin& origin);

// Sets a field as keyword or key `name` of the call `origin.site`. False: an exception is set.
bool assign_field(const lang::Type* type, std::vector<lang::FieldValue>& fields, PyObject* name, PyObject* object,
                  const Origin& origin);
// Every entry of a mapping, as assign_field().
bool assign_mapping(const lang::Type* type, std::vector<lang::FieldValue>& fields, PyObject* mapping,
                    const Origin& origin);
// The index of a field; for one that the struct lacks, what refuse_field() answers.
int index_of_field(const lang::Type* type, PyObject* name, const Origin& origin);

// A dict or another Mapping.
bool is_mapping(PyObject* object);

}  // namespace borealis::interp
