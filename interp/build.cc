#include "interp/build.h"

#include "interp/convert.h"
#include "interp/exceptions.h"
#include "interp/refusal.h"
#include "interp/site.h"
#include "interp/values.h"

namespace borealis::interp {
namespace {

bool is_abstract_base(PyObject* object, const char* name) {
  PyRef module = PyRef::steal(PyImport_ImportModule("_collections_abc"));
  PyRef base = PyRef::steal(module ? PyObject_GetAttrString(module.get(), name) : nullptr);
  const int answer = base ? PyObject_IsInstance(object, base.get()) : -1;
  if (answer < 0) PyErr_Clear();
  return answer > 0;
}

bool is_sequence(PyObject* object) {
  if (PyList_Check(object) || PyTuple_Check(object) || PyRange_Check(object) || PyBytes_Check(object)) return true;
  if (PyUnicode_Check(object) || PyDict_Check(object) || PyLong_Check(object) || object == Py_None) return false;
  if (is_value(object)) return false;
  return is_abstract_base(object, "Sequence");
}

// What the original's copy of its argument refused: with a TypeError of pickle.
bool is_uncopyable(PyObject* object) {
  return PyGen_Check(object) || PyDictKeys_Check(object) || PyDictValues_Check(object) || PyDictItems_Check(object);
}

// An iterator, a list or a map of the language: what len() refuses.
bool has_no_length(PyObject* object) {
  if (is_value(object)) {
    const lang::TypeKind kind = value_in(object).type().kind();
    return kind == lang::TypeKind::list || kind == lang::TypeKind::map;
  }
  return PyIter_Check(object) != 0 && PyObject_Size(object) < 0 && (PyErr_Clear(), true);
}

// The items of a two-element iterable; false without exception when it is none.
bool split_pair(PyObject* object, PyRef& key, PyRef& value) {
  if (is_value(object)) return false;
  // Of a set it would be chance which is the key.
  if (PyAnySet_Check(object)) return false;
  PyRef items = PyRef::steal(PySequence_Fast(object, ""));
  if (!items) {
    PyErr_Clear();
    return false;
  }
  if (PySequence_Fast_GET_SIZE(items.get()) != 2) return false;
  key = PyRef::borrow(PySequence_Fast_GET_ITEM(items.get(), 0));
  value = PyRef::borrow(PySequence_Fast_GET_ITEM(items.get(), 1));
  return true;
}

// False: an exception is set.
bool add_entry(const lang::Type* type, std::vector<lang::MapEntry>& entries, PyObject* key, PyObject* value,
               const Origin& origin) {
  Made made_key = make_value(type->key(), key, origin);
  if (!made_key) return false;
  Made made_value = make_value(type->value(), value, origin);
  if (!made_value) return false;
  if (*made_key && *made_value) entries.push_back({*std::move(made_key), *std::move(made_value)});
  return true;
}

// Calls `each(key, value)` for the entries of a mapping until it answers false. It may run code of the author's, which
// may change the mapping: what is handed out is owned.
template <class F>
bool for_each_entry(PyObject* mapping, F&& each) {
  if (PyDict_CheckExact(mapping)) {
    Py_ssize_t position = 0;
    PyObject* key = nullptr;
    PyObject* value = nullptr;
    while (PyDict_Next(mapping, &position, &key, &value)) {
      const PyRef own_key = PyRef::borrow(key);
      const PyRef own_value = PyRef::borrow(value);
      if (!each(key, value)) return false;
    }
    return true;
  }
  PyRef items = PyRef::steal(PyMapping_Items(mapping));
  if (!items) return false;
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(items.get()); ++i) {
    PyObject* item = PyList_GET_ITEM(items.get(), i);
    if (!PyTuple_Check(item) || PyTuple_GET_SIZE(item) != 2) continue;
    if (!each(PyTuple_GET_ITEM(item, 0), PyTuple_GET_ITEM(item, 1))) return false;
  }
  return true;
}

std::string tuple_repr(PyObject* const* args, Py_ssize_t count) {
  PyRef tuple = PyRef::steal(PyTuple_New(count));
  if (!tuple) return "()";
  for (Py_ssize_t i = 0; i < count; ++i) PyTuple_SET_ITEM(tuple.get(), i, Py_NewRef(args[i]));
  return repr_of(tuple.get());
}

}  // namespace

bool is_mapping(PyObject* object) {
  if (PyDict_Check(object)) return true;
  if (PyUnicode_Check(object) || PyList_Check(object) || PyTuple_Check(object) || is_value(object)) return false;
  return PyMapping_Check(object) != 0 && is_abstract_base(object, "Mapping");
}

Made make_value(const lang::Type* type, PyObject* object, const Origin& origin) {
  if (is_value(object) && &value_in(object).type() == type) return as_value(object)->value;
  try {
    switch (type->kind()) {
      case lang::TypeKind::list:
        return make_list_value(type, object, origin);
      case lang::TypeKind::map:
        return make_map_value(type, &object, 1, origin);
      case lang::TypeKind::structure:
        return make_struct_value(type, object, origin);
      case lang::TypeKind::choice:
        return lang::make_choice(type, raw_of(object), origin.site);
      default:
        return lang::make_scalar(type, raw_of(object), origin.site);
    }
  } catch (const lang::LanguageError& error) {
    if (error.kind == lang::ErrorKind::value || error.kind == lang::ErrorKind::coercion) {
      return refuse_value(error, type, object, origin);
    }
    raise(error);
    return std::nullopt;
  }
}

Made make_list_value(const lang::Type* type, PyObject* object, const Origin& origin) {
  if (is_uncopyable(object)) {
    const std::string text = std::string("cannot pickle '") + _PyType_Name(Py_TYPE(object)) + "' object";
    return refuse_value(PyExc_TypeError, text, type, object, origin);
  }
  if (!is_sequence(object)) {
    return refuse_value(PyExc_ValueError, "ListContainer expects an iterable, got " + repr_of(object), type, object,
                        origin);
  }
  PyRef items = PyRef::steal(PySequence_Fast(object, "not a sequence"));
  if (!items) return std::nullopt;
  std::vector<lang::ValuePtr> elements;
  elements.reserve(static_cast<std::size_t>(PySequence_Fast_GET_SIZE(items.get())));
  for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(items.get()); ++i) {
    const PyRef item = PyRef::borrow(PySequence_Fast_GET_ITEM(items.get(), i));
    Made element = make_value(type->element(), item.get(), origin);
    if (!element) return std::nullopt;
    if (*element) elements.push_back(*std::move(element));
  }
  return lang::make_list(type, std::move(elements), origin.site);
}

Made make_map_value(const lang::Type* type, PyObject* const* args, Py_ssize_t count, const Origin& origin) {
  std::vector<lang::MapEntry> entries;
  auto add = [&](PyObject* key, PyObject* value) { return add_entry(type, entries, key, value, origin); };
  if (count == 1 && is_mapping(args[0])) {
    if (!for_each_entry(args[0], add)) return std::nullopt;
    return lang::make_map(type, std::move(entries), origin.site);
  }
  for (Py_ssize_t i = 0; i < count; ++i) {
    PyRef key;
    PyRef value;
    if (has_no_length(args[i])) {
      const std::string text = std::string("object of type '") + _PyType_Name(Py_TYPE(args[i])) + "' has no len()";
      return refuse_value(PyExc_TypeError, text, type, args[i], origin);
    }
    if (is_mapping(args[i]) || !split_pair(args[i], key, value)) {
      return refuse_value(PyExc_ValueError, "Unexpected input to MapContainer: " + tuple_repr(args, count), type,
                          args[i], origin);
    }
    if (!add(key.get(), value.get())) return std::nullopt;
  }
  return lang::make_map(type, std::move(entries), origin.site);
}

Made make_struct_value(const lang::Type* type, PyObject* object, const Origin& origin) {
  if (!is_mapping(object)) {
    return refuse_value(exceptions().is_not_mapping_error, str_of(object), type, object, origin);
  }
  // A mapping of a JSON config has a place of its own.
  const lang::SiteId own_site = site_of_mapping(object);
  const Origin inner = own_site != origin.site ? Origin{own_site, {}, {}} : origin;
  std::vector<lang::FieldValue> fields = lang::default_fields(type);
  if (!assign_mapping(type, fields, object, inner)) return std::nullopt;
  return lang::make_struct(type, std::move(fields), inner.site, true);
}

int index_of_field(const lang::Type* type, PyObject* name, const Origin& origin) {
  std::optional<std::string> text = PyUnicode_Check(name) ? text_of(name) : std::optional(str_of(name));
  if (!text) return kRaised;
  const int index = PyUnicode_Check(name) ? type->field_index(*text) : -1;
  if (index >= 0) return index;
  return refuse_field(type, *text, origin);
}

bool assign_field(const lang::Type* type, std::vector<lang::FieldValue>& fields, PyObject* name, PyObject* object,
                  const Origin& origin) {
  const int index = index_of_field(type, name, origin);
  if (index < 0) return index == kDropped;
  lang::FieldValue& field = fields[static_cast<std::size_t>(index)];
  if (object == classes().empty) {
    field = {nullptr, origin.site};
    return true;
  }
  const lang::Field& declared = type->fields()[static_cast<std::size_t>(index)];
  // Within a dict the mistake is still in the keyword whose value the dict is.
  const Origin inner = origin.field.empty() ? Origin{origin.site, declared.name, type->name()}
                                            : Origin{origin.site, origin.field, type->name(), declared.name};
  Made made = make_value(declared.type, object, inner);
  if (!made) return false;
  if (*made) field = {*std::move(made), origin.site};
  return true;
}

bool assign_mapping(const lang::Type* type, std::vector<lang::FieldValue>& fields, PyObject* mapping,
                    const Origin& origin) {
  return for_each_entry(mapping,
                        [&](PyObject* key, PyObject* value) { return assign_field(type, fields, key, value, origin); });
}

}  // namespace borealis::interp
