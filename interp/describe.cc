#include "interp/describe.h"

#include "interp/build.h"
#include "interp/convert.h"
#include "interp/exceptions.h"
#include "interp/objects.h"
#include "interp/signature.h"
#include "interp/site.h"
#include "lang/resolve.h"

namespace borealis::interp {
namespace {

PyObject* texts_pair(const char* factory, const std::string& name, PyRef third) {
  return third ? Py_BuildValue("(sNN)", factory, to_unicode(name), third.release()) : nullptr;
}

// (name, (required, default, whether there is none, description))
PyObject* field_description(const lang::Field& field) {
  PyRef initial = PyRef::steal(field.default_value ? to_python(lang::get(*field.default_value)) : PyTuple_New(0));
  PyRef type = PyRef::steal(description_of(field.type));
  if (!initial || !type) return nullptr;
  return Py_BuildValue("(N(OOOO))", to_unicode(field.name), field.required ? Py_True : Py_False, initial.get(),
                       field.default_value ? Py_False : Py_True, type.get());
}

PyObject* struct_description(const lang::Type& type) {
  PyRef fields = PyRef::steal(PyList_New(0));
  if (!fields) return nullptr;
  for (const lang::Field& field : type.fields()) {
    PyRef described = PyRef::steal(field_description(field));
    if (!described || PyList_Append(fields.get(), described.get()) < 0) return nullptr;
  }
  if (PyList_Sort(fields.get()) < 0) return nullptr;
  return texts_pair("Struct", type.name(), PyRef::steal(PyList_AsTuple(fields.get())));
}

PyObject* choice_description(const lang::Type& type) {
  PyRef alternatives = PyRef::steal(PyList_New(0));
  if (!alternatives) return nullptr;
  for (const lang::Type* alternative : type.alternatives()) {
    PyRef described = PyRef::steal(description_of(alternative));
    if (!described || PyList_Append(alternatives.get(), described.get()) < 0) return nullptr;
  }
  return texts_pair("Choice", type.name(), PyRef::steal(PyList_AsTuple(alternatives.get())));
}

PyObject* new_class_of(const lang::Type* type) {
  return make_class(type).release();
}

const lang::Type* parameter(PyObject* object) {
  const ClassObject* cls = class_with_type(object);
  if (cls != nullptr) return cls->type;
  if (PyType_Check(object)) {
    PyErr_Format(PyExc_AttributeError, "type object '%.100s' has no attribute 'serialize_type'",
                 _PyType_Name(reinterpret_cast<PyTypeObject*>(object)));
  } else {
    PyErr_Format(PyExc_AttributeError, "'%.100s' object has no attribute 'serialize_type'",
                 _PyType_Name(Py_TYPE(object)));
  }
  return nullptr;
}

bool has_count(PyObject* args, Py_ssize_t wanted, const char* name) {
  if (PyTuple_GET_SIZE(args) == wanted) return true;
  PyErr_Format(PyExc_AssertionError, "%s takes exactly %zd type%s, not %zd", name, wanted, wanted == 1 ? "" : "s",
               PyTuple_GET_SIZE(args));
  return false;
}

bool append_texts(PyObject* tuple, std::vector<std::string>& texts) {
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(tuple); ++i) {
    PyObject* item = PyTuple_GET_ITEM(tuple, i);
    if (PyList_Check(item)) {
      PyErr_SetString(PyExc_TypeError, "unhashable type: 'list'");
      return false;
    }
    if (!PyUnicode_Check(item)) {
      PyErr_Format(PyExc_TypeError, "the values of an Enum must be texts, not %R", item);
      return false;
    }
    std::optional<std::string> text = text_of(item);
    if (!text) return false;
    texts.push_back(*std::move(text));
  }
  return true;
}

const lang::Type* described(PyObject* description, int depth);

// Part `index` of a description, which must be there.
PyObject* part(PyObject* description, Py_ssize_t index) {
  if (PyTuple_Check(description) && index < PyTuple_GET_SIZE(description)) return PyTuple_GET_ITEM(description, index);
  PyErr_Format(PyExc_AssertionError, "no description of a type: %R", description);
  return nullptr;
}

std::optional<std::string> text_part(PyObject* description, Py_ssize_t index) {
  PyObject* text = part(description, index);
  return text != nullptr ? std::optional(str_of(text)) : std::nullopt;
}

const lang::Type* described_part(PyObject* description, Py_ssize_t index, int depth) {
  PyObject* inner = part(description, index);
  return inner != nullptr ? described(inner, depth + 1) : nullptr;
}

const lang::Type* described_enum(PyObject* description) {
  const std::optional<std::string> name = text_part(description, 1);
  PyObject* values = name ? part(description, 2) : nullptr;
  std::vector<std::string> texts;
  if (values == nullptr || !PyTuple_Check(values) || !append_texts(values, texts)) return nullptr;
  return lang::Type::enumeration(*name, std::move(texts));
}

const lang::Type* described_choice(PyObject* description, int depth) {
  const std::optional<std::string> name = text_part(description, 1);
  PyObject* alternatives = name ? part(description, 2) : nullptr;
  if (alternatives == nullptr || !PyTuple_Check(alternatives)) return nullptr;
  std::vector<const lang::Type*> types;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(alternatives); ++i) {
    types.push_back(described_part(alternatives, i, depth));
    if (types.back() == nullptr) return nullptr;
  }
  return lang::Type::choice(*name, std::move(types));
}

std::optional<lang::Field> described_field(PyObject* description, int depth) {
  const std::optional<std::string> name = text_part(description, 0);
  PyObject* signature = name ? part(description, 1) : nullptr;
  PyObject* required = signature != nullptr ? part(signature, 0) : nullptr;
  PyObject* initial = required != nullptr ? part(signature, 1) : nullptr;
  PyObject* is_empty = initial != nullptr ? part(signature, 2) : nullptr;
  const lang::Type* type = is_empty != nullptr ? described_part(signature, 3, depth) : nullptr;
  if (type == nullptr) return std::nullopt;
  lang::Field field{*name, type, PyObject_IsTrue(required) == 1, nullptr};
  if (PyObject_IsTrue(is_empty) != 1) {
    Made made = make_value(type, initial, Origin{current_site(), {}, {}});
    if (!made) return std::nullopt;
    field.default_value = *std::move(made);
  }
  return field;
}

const lang::Type* described_struct(PyObject* description, int depth) {
  const std::optional<std::string> name = text_part(description, 1);
  PyObject* fields = name ? part(description, 2) : nullptr;
  if (fields == nullptr || !PyTuple_Check(fields)) return nullptr;
  std::vector<lang::Field> made;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(fields); ++i) {
    std::optional<lang::Field> field = described_field(PyTuple_GET_ITEM(fields, i), depth);
    if (!field) return nullptr;
    made.push_back(*std::move(field));
  }
  return lang::Type::structure(*name, std::move(made));
}

const lang::Type* described_map(PyObject* description, int depth) {
  const lang::Type* key = described_part(description, 1, depth);
  const lang::Type* value = key != nullptr ? described_part(description, 2, depth) : nullptr;
  return value != nullptr ? lang::Type::map(key, value) : nullptr;
}

const lang::Type* described(PyObject* description, int depth) {
  constexpr int max_depth = 64;
  const std::optional<std::string> factory = depth < max_depth ? text_part(description, 0) : std::nullopt;
  const std::string name = factory.value_or("");
  if (name == "String") return lang::Type::string();
  if (name == "Integer") return lang::Type::integer();
  if (name == "Float") return lang::Type::floating();
  if (name == "Boolean") return lang::Type::boolean();
  if (name == "Enum") return described_enum(description);
  if (name == "Map") return described_map(description, depth);
  if (name == "Choice") return described_choice(description, depth);
  if (name == "Struct") return described_struct(description, depth);
  if (name == "List") {
    const lang::Type* element = described_part(description, 1, depth);
    return element != nullptr ? lang::Type::list(element) : nullptr;
  }
  if (PyErr_Occurred() == nullptr) PyErr_Format(PyExc_AssertionError, "Unknown type factory: %s", name.c_str());
  return nullptr;
}

}  // namespace

PyObject* text_tuple(const std::vector<std::string>& texts) {
  PyRef tuple = PyRef::steal(PyTuple_New(static_cast<Py_ssize_t>(texts.size())));
  if (!tuple) return nullptr;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    PyTuple_SET_ITEM(tuple.get(), static_cast<Py_ssize_t>(i), to_unicode(texts[i]));
  }
  return tuple.release();
}

PyObject* description_of(const lang::Type* type) {
  switch (type->kind()) {
    case lang::TypeKind::list:
      return Py_BuildValue("(sN)", "List", description_of(type->element()));
    case lang::TypeKind::map:
      return Py_BuildValue("(sNN)", "Map", description_of(type->key()), description_of(type->value()));
    case lang::TypeKind::enumeration:
      return texts_pair("Enum", type->name(), PyRef::steal(text_tuple(type->values())));
    case lang::TypeKind::choice:
      return choice_description(*type);
    case lang::TypeKind::structure:
      return struct_description(*type);
    default:
      return Py_BuildValue("(N)", to_unicode(type->name()));
  }
}

PyObject* typemap_of(const lang::Type* type) {
  PyRef map = PyRef::steal(PyDict_New());
  if (!map) return nullptr;
  for (const lang::Field& field : type->fields()) {
    const PyRef name = PyRef::steal(to_unicode(field.name));
    const PyRef signature = PyRef::steal(name ? wrap_signature(field) : nullptr);
    if (!signature || PyDict_SetItem(map.get(), name.get(), signature.get()) < 0) return nullptr;
  }
  return map.release();
}

PyObject* enum_of(PyObject* /*module*/, PyObject* args) {
  std::string name;
  PyObject* values = args;
  if (PyTuple_GET_SIZE(args) == 2 && PyUnicode_Check(PyTuple_GET_ITEM(args, 0)) &&
      PyTuple_Check(PyTuple_GET_ITEM(args, 1))) {
    name = str_of(PyTuple_GET_ITEM(args, 0));
    values = PyTuple_GET_ITEM(args, 1);
  }
  std::vector<std::string> texts;
  if (!append_texts(values, texts)) return nullptr;
  return guarded([&] { return new_class_of(lang::Type::enumeration(std::move(name), std::move(texts))); });
}

PyObject* list_of(PyObject* /*module*/, PyObject* args) {
  if (!has_count(args, 1, "List")) return nullptr;
  const lang::Type* element = parameter(PyTuple_GET_ITEM(args, 0));
  if (element == nullptr) return nullptr;
  return guarded([&] { return new_class_of(lang::Type::list(element)); });
}

PyObject* map_of(PyObject* /*module*/, PyObject* args) {
  if (!has_count(args, 2, "Map")) return nullptr;
  const lang::Type* key = parameter(PyTuple_GET_ITEM(args, 0));
  const lang::Type* value = key != nullptr ? parameter(PyTuple_GET_ITEM(args, 1)) : nullptr;
  if (value == nullptr) return nullptr;
  return guarded([&] { return new_class_of(lang::Type::map(key, value)); });
}

PyObject* choice_of(PyObject* /*module*/, PyObject* args) {
  std::string name;
  const Py_ssize_t count = PyTuple_GET_SIZE(args);
  PyObject* alternatives = count > 0 ? PyTuple_GET_ITEM(args, count - 1) : nullptr;
  if (count == 2 && PyUnicode_Check(PyTuple_GET_ITEM(args, 0))) {
    name = str_of(PyTuple_GET_ITEM(args, 0));
  } else if (count != 1) {
    alternatives = nullptr;
  }
  if (alternatives == nullptr || !(PyList_Check(alternatives) || PyTuple_Check(alternatives))) {
    PyErr_SetString(PyExc_AssertionError, "Choice takes a list of types, after a name or without");
    return nullptr;
  }
  std::vector<const lang::Type*> types;
  for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(alternatives); ++i) {
    PyObject* item = PySequence_Fast_GET_ITEM(alternatives, i);
    const ClassObject* cls = class_with_type(item);
    if (cls == nullptr) {
      PyErr_Format(PyExc_AssertionError, "an alternative of a Choice must be a type, not %R", item);
      return nullptr;
    }
    types.push_back(cls->type);
  }
  return guarded([&] { return new_class_of(lang::Type::choice(std::move(name), std::move(types))); });
}

PyObject* type_from_description(PyObject* /*module*/, PyObject* description) {
  return guarded([&]() -> PyObject* {
    const lang::Type* type = described(description, 0);
    if (type == nullptr) return nullptr;
    const bool plain = type->is_scalar() && type->kind() != lang::TypeKind::enumeration;
    return plain ? class_for(type).release() : new_class_of(type);
  });
}

}  // namespace borealis::interp
