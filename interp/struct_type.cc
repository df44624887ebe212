// Structs: construction, derivation, accessors, JSON (language.md §9).
#include "interp/python.h"

#include <structmember.h>

#include <memory>

#include "interp/build.h"
#include "interp/convert.h"
#include "interp/environment.h"
#include "interp/exceptions.h"
#include "interp/lookup.h"
#include "interp/objects.h"
#include "interp/refusal.h"
#include "interp/site.h"
#include "interp/values.h"
#include "lang/resolve.h"

namespace borealis::interp {
namespace {

// What `r.cpu` and `r.has_cpu` answer.
struct AccessorObject {
  PyObject_HEAD;
  vectorcallfunc vectorcall;
  lang::ValuePtr structure;
  int index;
  bool asks_presence;
};

AccessorObject* as_accessor(PyObject* object) {
  return reinterpret_cast<AccessorObject*>(object);
}

PyObject* accessor_call(PyObject* self, PyObject* const* /*args*/, size_t nargsf, PyObject* names) {
  const AccessorObject* accessor = as_accessor(self);
  const Py_ssize_t given = PyVectorcall_NARGS(nargsf) + (names != nullptr ? PyTuple_GET_SIZE(names) : 0);
  const std::string& field = accessor->structure->type().fields()[static_cast<std::size_t>(accessor->index)].name;
  if (given > 0) {
    PyErr_Format(PyExc_TypeError, "%s%s() takes no arguments (%zd given)", accessor->asks_presence ? "has_" : "",
                 field.c_str(), given);
    return nullptr;
  }
  return guarded([&]() -> PyObject* {
    if (accessor->asks_presence) return PyBool_FromLong(lang::has_field(*accessor->structure, accessor->index) ? 1 : 0);
    lang::ValuePtr value = lang::field(*accessor->structure, accessor->index);
    return value ? wrap(std::move(value)) : Py_NewRef(classes().empty);
  });
}

void accessor_dealloc(PyObject* self) {
  PyTypeObject* cls = Py_TYPE(self);
  std::destroy_at(&as_accessor(self)->structure);
  PyObject_Free(self);
  Py_DECREF(cls);
}

PyObject* make_accessor(PyObject* self, int index, bool asks_presence) {
  auto* accessor = PyObject_New(AccessorObject, classes().accessor);
  if (accessor == nullptr) return nullptr;
  accessor->vectorcall = accessor_call;
  new (&accessor->structure) lang::ValuePtr(as_value(self)->value);
  accessor->index = index;
  accessor->asks_presence = asks_presence;
  return reinterpret_cast<PyObject*>(accessor);
}

PyObject* get_attribute(PyObject* self, PyObject* name) {
  if (PyObject* found = _PyObject_GenericGetAttrWithDict(self, name, nullptr, 1)) return found;
  if (PyErr_Occurred() != nullptr) return nullptr;
  Py_ssize_t size = 0;
  const char* utf8 = PyUnicode_AsUTF8AndSize(name, &size);
  if (utf8 == nullptr) return nullptr;
  const std::string_view text(utf8, static_cast<std::size_t>(size));
  const lang::Type& type = value_in(self).type();
  constexpr std::string_view presence = "has_";
  if (text.starts_with(presence)) {
    const int asked = type.field_index(text.substr(presence.size()));
    if (asked >= 0) return make_accessor(self, asked, true);
  }
  const int index = type.field_index(text);
  if (index >= 0) return make_accessor(self, index, false);
  PyErr_Format(PyExc_AttributeError, "%s has no attribute %U", _PyType_Name(Py_TYPE(self)), name);
  return nullptr;
}

// `inst(ram=5)`.
PyObject* derive(PyObject* self, PyObject* args, PyObject* keywords) {
  const lang::Type* type = &value_in(self).type();
  if (PyTuple_GET_SIZE(args) > 0) {
    PyErr_Format(PyExc_TypeError, "a %s instance takes keyword arguments only: the fields to replace",
                 type->name().c_str());
    return nullptr;
  }
  return guarded([&]() -> PyObject* {
    const Origin origin{current_site(), {}, {}};
    std::vector<lang::FieldChange> changes;
    Py_ssize_t position = 0;
    PyObject* key = nullptr;
    PyObject* object = nullptr;
    while (keywords != nullptr && PyDict_Next(keywords, &position, &key, &object)) {
      const int index = index_of_field(type, key, origin);
      if (index == kDropped) continue;
      if (index == kRaised) return nullptr;
      if (object == classes().empty) {
        changes.push_back({index, nullptr});
        continue;
      }
      const lang::Field& field = type->fields()[static_cast<std::size_t>(index)];
      Made made = make_value(field.type, object, Origin{origin.site, field.name, type->name()});
      if (!made) return nullptr;
      if (*made) changes.push_back({index, *std::move(made)});
    }
    return wrap_as(Py_TYPE(self), lang::with_fields(value_in(self), std::move(changes), origin.site));
  });
}

PyObject* find(PyObject* self, PyObject* address) {
  const std::optional<lang::Ref> ref = ref_from(address);
  if (!ref) return nullptr;
  return guarded([&] { return wrap(lang::find(value_in(self), *ref)); });
}

// Open references stand as text; what can't be coerced raises. Keys that are no text become what json.dumps() makes of
// them.
PyObject* json_dumps(PyObject* self, PyObject* /*unused*/) {
  return guarded([&]() -> PyObject* {
    const PyRef data = PyRef::steal(to_python(lang::get(*lang::interpolate(value_in(self)).value)));
    const PyRef json = PyRef::steal(data ? PyImport_ImportModule("json") : nullptr);
    return json ? PyObject_CallMethod(json.get(), "dumps", "O", data.get()) : nullptr;
  });
}

PyObject* json_dump(PyObject* self, PyObject* file) {
  const PyRef text = PyRef::steal(json_dumps(self, nullptr));
  const PyRef written = PyRef::steal(text ? PyObject_CallMethod(file, "write", "O", text.get()) : nullptr);
  if (!written) return nullptr;
  Py_RETURN_NONE;
}

PyObject* load(PyObject* cls, PyObject* text, int strict) {
  return PyObject_CallFunction(classes().json_load_struct, "OOO", cls, text, strict != 0 ? Py_True : Py_False);
}

PyObject* json_loads(PyObject* cls, PyObject* args, PyObject* keywords) {
  static const char* const names[] = {"text", "strict", nullptr};
  PyObject* text = nullptr;
  int strict = 0;
  if (!PyArg_ParseTupleAndKeywords(args, keywords, "O|p:json_loads", const_cast<char**>(names), &text, &strict)) {
    return nullptr;
  }
  return load(cls, text, strict);
}

PyObject* json_load(PyObject* cls, PyObject* args, PyObject* keywords) {
  static const char* const names[] = {"file", "strict", nullptr};
  PyObject* file = nullptr;
  int strict = 0;
  if (!PyArg_ParseTupleAndKeywords(args, keywords, "O|p:json_load", const_cast<char**>(names), &file, &strict)) {
    return nullptr;
  }
  const PyRef text = PyRef::steal(PyObject_CallMethod(file, "read", nullptr));
  return text ? load(cls, text.get(), strict) : nullptr;
}

// The fields beside what every object has: for completion and for "did you mean".
PyObject* list_attributes(PyObject* self, PyObject* /*unused*/) {
  PyRef names =
      PyRef::steal(PyObject_CallMethod(reinterpret_cast<PyObject*>(&PyBaseObject_Type), "__dir__", "O", self));
  for (const lang::Field& field : value_in(self).type().fields()) {
    const PyRef name = PyRef::steal(names ? to_unicode(field.name) : nullptr);
    if (!name || PyList_Append(names.get(), name.get()) < 0) return nullptr;
  }
  return names.release();
}

PyMethodDef methods[] = {
    {"__dir__", list_attributes, METH_NOARGS, nullptr},
    {"find", find_in_value, METH_O, "find($self, ref, /)\n--\n\nWhat a Ref leads to from here."},
    {"json_dumps", json_dumps, METH_NOARGS,
     "json_dumps($self, /)\n--\n\nThe struct as JSON, with templates filled in. Unset fields are left out."},
    {"json_dump", json_dump, METH_O, "json_dump($self, file, /)\n--\n\nWrites json_dumps()."},
    {"json_loads", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(json_loads)),
     METH_VARARGS | METH_KEYWORDS | METH_CLASS,
     "json_loads($type, /, text, strict=False)\n--\n\nThe struct that a JSON text says. Unknown keys are dropped, "
     "unless strict."},
    {"json_load", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(json_load)),
     METH_VARARGS | METH_KEYWORDS | METH_CLASS,
     "json_load($type, /, file, strict=False)\n--\n\nThe struct that a JSON file says. Unknown keys are dropped, "
     "unless strict."},
    {nullptr, nullptr, 0, nullptr},
};
PyType_Slot slots[] = {
    {Py_tp_methods, methods},
    {Py_tp_getattro, reinterpret_cast<void*>(get_attribute)},
    {Py_tp_call, reinterpret_cast<void*>(derive)},
    {0, nullptr},
};
PyType_Spec spec = {"pystachio.composite.Structural", sizeof(ValueObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
                    slots};

PyMemberDef accessor_members[] = {
    {"__vectorcalloffset__", T_PYSSIZET, offsetof(AccessorObject, vectorcall), READONLY, nullptr},
    {nullptr, 0, 0, 0, nullptr},
};
PyType_Slot accessor_slots[] = {
    {Py_tp_members, accessor_members},
    {Py_tp_call, reinterpret_cast<void*>(PyVectorcall_Call)},
    {Py_tp_dealloc, reinterpret_cast<void*>(accessor_dealloc)},
    {0, nullptr},
};
PyType_Spec accessor_spec = {"builtins.function", sizeof(AccessorObject), 0,
                             Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_DISALLOW_INSTANTIATION,
                             accessor_slots};

// When recording: positional arguments are probably meant for the required fields, in their order.
bool assign_required(const lang::Type* type, std::vector<lang::FieldValue>& fields, PyObject* const* args,
                     Py_ssize_t count, const Origin& origin) {
  for (const lang::Field* field : required_fields(*type)) {
    if (count-- == 0) break;
    const PyRef name = PyRef::steal(to_unicode(field->name));
    if (!name || !assign_field(type, fields, name.get(), *args++, origin)) return false;
  }
  return true;
}

}  // namespace

PyObject* find_in_value(PyObject* self, PyObject* ref) {
  return find(self, ref);
}

PyObject* construct_struct(PyObject* cls, PyObject* const* args, size_t nargsf, PyObject* names) {
  const lang::Type* type = reinterpret_cast<ClassObject*>(cls)->type;
  const Py_ssize_t positional = PyVectorcall_NARGS(nargsf);
  return guarded([&]() -> PyObject* {
    Origin origin{current_site(), {}, {}};
    std::vector<lang::FieldValue> fields = lang::default_fields(type);
    for (Py_ssize_t i = 0; i < positional; ++i) {
      if (!is_mapping(args[i])) {
        if (!refuse_positional(type, args + i, positional - i, origin)) return nullptr;
        if (!assign_required(type, fields, args + i, positional - i, origin)) return nullptr;
        break;
      }
      const Origin mapped{site_of_mapping(args[i]), {}, {}};
      if (!assign_mapping(type, fields, args[i], mapped)) return nullptr;
      if (names == nullptr && positional == 1) origin = mapped;
    }
    const Py_ssize_t keywords = names != nullptr ? PyTuple_GET_SIZE(names) : 0;
    for (Py_ssize_t i = 0; i < keywords; ++i) {
      if (!assign_field(type, fields, PyTuple_GET_ITEM(names, i), args[positional + i], origin)) return nullptr;
    }
    return wrap_as(reinterpret_cast<PyTypeObject*>(cls), lang::make_struct(type, std::move(fields), origin.site));
  });
}

bool make_struct_type() {
  Classes& c = classes();
  c.accessor = make_heap_type(accessor_spec, {});
  c.structural = make_heap_type(spec, {c.object, c.type, c.namable});
  return c.accessor != nullptr && c.structural != nullptr;
}

}  // namespace borealis::interp
