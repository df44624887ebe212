// Environment, and what bind() and in_scope() take (language.md §10).
#include "interp/build.h"
#include "interp/convert.h"
#include "interp/environment.h"
#include "interp/exceptions.h"
#include "interp/objects.h"
#include "interp/site.h"
#include "interp/values.h"

namespace borealis::interp {
namespace {

struct EnvironmentObject {
  PyObject_HEAD;
  lang::EnvironmentPtr environment;
};

const lang::EnvironmentPtr& environment_in(PyObject* self) {
  return reinterpret_cast<EnvironmentObject*>(self)->environment;
}

bool is_environment(PyObject* object) {
  return PyObject_TypeCheck(object, classes().environment);
}

bool is_namable_value(PyObject* object) {
  if (!is_value(object)) return false;
  const lang::TypeKind kind = value_in(object).type().kind();
  return kind == lang::TypeKind::structure || kind == lang::TypeKind::list || kind == lang::TypeKind::map;
}

constexpr int kMaxDepth = 64;

bool refuse_entry(PyObject* value) {
  PyErr_Format(PyExc_ValueError,
               "Environment values must be strings, numbers, Objects or other Environments. Got %R instead.",
               PyType_Check(value) ? &PyType_Type : Py_TYPE(value));
  return false;
}

bool add_dict(lang::EnvironmentBuilder& builder, const lang::Ref& prefix, PyObject* dict, lang::SiteId site, int depth);

bool add_entry(lang::EnvironmentBuilder& builder, const lang::Ref& ref, PyObject* value, lang::SiteId site, int depth) {
  if (PyUnicode_Check(value)) {
    std::optional<std::string> text = text_of(value);
    if (!text) return false;
    builder.add(ref, *std::move(text), site);
    return true;
  }
  if (PyLong_Check(value) || PyFloat_Check(value)) {
    builder.add(ref, str_of(value), site);
    return true;
  }
  if (is_environment(value)) {
    builder.merge(ref, *environment_in(value));
    return true;
  }
  if (is_value(value)) {
    builder.add(ref, value_of(value), site);
    return true;
  }
  if (PyDict_Check(value) && depth < kMaxDepth) return add_dict(builder, ref, value, site, depth + 1);
  return refuse_entry(value);
}

bool add_dict(lang::EnvironmentBuilder& builder, const lang::Ref& prefix, PyObject* dict, lang::SiteId site,
              int depth) {
  Py_ssize_t position = 0;
  PyObject* key = nullptr;
  PyObject* value = nullptr;
  while (PyDict_Next(dict, &position, &key, &value)) {
    const PyRef own_key = PyRef::borrow(key);
    const PyRef own_value = PyRef::borrow(value);
    const std::optional<lang::Ref> ref = ref_from(key);
    if (!ref) return false;
    if (!add_entry(builder, prefix.empty() ? *ref : prefix + *ref, value, site, depth)) return false;
  }
  return true;
}

// Inside a struct `self` is the struct itself, so a keyword can't bind it (the original's methods took it for their
// own).
bool has_no_self(PyObject* keywords) {
  if (keywords == nullptr || PyDict_GetItemString(keywords, "self") == nullptr) return true;
  PyErr_SetString(PyExc_TypeError, "`self` can't be bound: it stands for the struct that a text is in");
  return false;
}

PyObject* environment_new(PyTypeObject* /*cls*/, PyObject* args, PyObject* keywords) {
  return guarded([&]() -> PyObject* {
    const lang::SiteId site = current_site();
    lang::EnvironmentBuilder builder;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(args); ++i) {
      PyObject* given = PyTuple_GET_ITEM(args, i);
      if (is_environment(given)) {
        builder.merge(lang::Ref(), *environment_in(given));
      } else if (!PyDict_Check(given)) {
        PyErr_Format(PyExc_ValueError, "Environment expects dict or Environment, got %R", given);
        return nullptr;
      } else if (!add_dict(builder, lang::Ref(), given, site, 0)) {
        return nullptr;
      }
    }
    if (!has_no_self(keywords)) return nullptr;
    if (keywords != nullptr && !add_dict(builder, lang::Ref(), keywords, site, 0)) return nullptr;
    return wrap_environment(builder.build());
  });
}

void environment_dealloc(PyObject* self) {
  PyTypeObject* cls = Py_TYPE(self);
  std::destroy_at(&reinterpret_cast<EnvironmentObject*>(self)->environment);
  PyObject_Free(self);
  Py_DECREF(cls);
}

PyObject* wrap_bound(const lang::Bound& bound) {
  const auto* text = std::get_if<lang::TextPtr>(&bound);
  return text != nullptr ? to_unicode((*text)->str()) : wrap(std::get<lang::ValuePtr>(bound));
}

PyObject* find(PyObject* self, PyObject* address) {
  const std::optional<lang::Ref> ref = ref_from(address);
  if (!ref) return nullptr;
  return guarded([&] { return wrap_bound(environment_in(self)->find(*ref)); });
}

PyObject* repr(PyObject* self) {
  std::string text = "Environment({";
  for (const lang::Environment::Entry& entry : environment_in(self)->entries()) {
    const PyRef bound = PyRef::steal(guarded([&] { return wrap_bound(entry.bound); }));
    if (!bound) return nullptr;
    if (text.back() != '{') text += ", ";
    text += entry.ref.repr() + ": " + repr_of(bound.get());
  }
  return to_unicode(text + "})");
}

// It never changes: a copy is the same.
PyObject* copy(PyObject* self, PyObject* /*unused*/) {
  return Py_NewRef(self);
}

PyMethodDef methods[] = {
    {"__copy__", copy, METH_NOARGS, nullptr},
    {"__deepcopy__", copy, METH_O, nullptr},
    {"__reduce_ex__", refuse_pickling, METH_O, nullptr},
    {"find", find, METH_O, "find($self, ref, /)\n--\n\nWhat a Ref leads to: a text or a value."},
    {nullptr, nullptr, 0, nullptr},
};
PyType_Slot slots[] = {
    {Py_tp_new, reinterpret_cast<void*>(environment_new)},
    {Py_tp_dealloc, reinterpret_cast<void*>(environment_dealloc)},
    {Py_tp_methods, methods},
    {Py_tp_repr, reinterpret_cast<void*>(repr)},
    {0, nullptr},
};
PyType_Spec spec = {"pystachio.base.Environment", sizeof(EnvironmentObject), 0, Py_TPFLAGS_DEFAULT, slots};

}  // namespace

PyObject* wrap_environment(lang::EnvironmentPtr environment) {
  auto* self = PyObject_New(EnvironmentObject, classes().environment);
  if (self == nullptr) return nullptr;
  new (&self->environment) lang::EnvironmentPtr(std::move(environment));
  return reinterpret_cast<PyObject*>(self);
}

bool collect_binding(PyObject* object, std::vector<lang::Binding>& bindings) {
  if (is_environment(object)) {
    bindings.emplace_back(environment_in(object));
    return true;
  }
  if (is_namable_value(object)) {
    bindings.emplace_back(value_of(object));
    return true;
  }
  if (PyDict_Check(object)) {
    lang::EnvironmentBuilder builder;
    if (!add_dict(builder, lang::Ref(), object, current_site(), 0)) return false;
    bindings.emplace_back(builder.build());
    return true;
  }
  // The original took a text or number and failed when something was looked up in it.
  if (PyUnicode_Check(object) || PyLong_Check(object) || PyFloat_Check(object)) {
    PyErr_Format(PyExc_TypeError, "bind() takes dicts, Environments, structs, lists and maps, not %R", object);
    return false;
  }
  return refuse_entry(object);
}

bool collect_bindings(PyObject* args, PyObject* keywords, std::vector<lang::Binding>& bindings) {
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(args); ++i) {
    if (!collect_binding(PyTuple_GET_ITEM(args, i), bindings)) return false;
  }
  return has_no_self(keywords) && (keywords == nullptr || collect_binding(keywords, bindings));
}

bool make_environment_type() {
  Classes& c = classes();
  c.environment = make_heap_type(spec, {c.namable});
  return c.environment != nullptr;
}

}  // namespace borealis::interp
