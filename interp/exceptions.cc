#include "interp/exceptions.h"

#include <string>

namespace borealis::interp {
namespace {

Exceptions classes;

// `path` is "module:Outer.Name".
PyObject* make(const std::string& module, const std::string& qualified_name, PyObject* base) {
  const std::string name = qualified_name.substr(qualified_name.rfind('.') + 1);
  PyRef made = PyRef::steal(PyErr_NewException((module + "." + name).c_str(), base, nullptr));
  PyRef text = PyRef::steal(PyUnicode_FromString(qualified_name.c_str()));
  if (!made || !text || PyObject_SetAttrString(made.get(), "__qualname__", text.get()) < 0) return nullptr;
  return made.release();
}

}  // namespace

const Exceptions& exceptions() {
  return classes;
}

bool make_exceptions() {
  Exceptions& c = classes;
  return (c.coercion_error = make("pystachio.base", "Object.CoercionError", PyExc_ValueError)) != nullptr &&
         (c.interpolation_error = make("pystachio.base", "Object.InterpolationError", PyExc_Exception)) != nullptr &&
         (c.invalid_ref_error = make("pystachio.naming", "Ref.InvalidRefError", PyExc_Exception)) != nullptr &&
         (c.template_error = make("pystachio.parsing", "MustacheParser.Error", PyExc_Exception)) != nullptr &&
         (c.uninterpolatable = make("pystachio.parsing", "MustacheParser.Uninterpolatable", c.template_error)) !=
             nullptr &&
         (c.namable_error = make("pystachio.naming", "Namable.Error", PyExc_Exception)) != nullptr &&
         (c.naming_error = make("pystachio.naming", "Namable.NamingError", c.namable_error)) != nullptr &&
         (c.unnamable = make("pystachio.naming", "Namable.Unnamable", c.naming_error)) != nullptr &&
         (c.not_found = make("pystachio.naming", "Namable.NotFound", c.naming_error)) != nullptr &&
         (c.is_not_mapping_error = make("pystachio.composite", "IsNotMappingError", PyExc_ValueError)) != nullptr &&
         (c.limit_error = make("pystachio.base", "LimitExceeded", PyExc_RecursionError)) != nullptr;
}

PyObject* exception_class(lang::ErrorKind kind) {
  switch (kind) {
    case lang::ErrorKind::coercion:
      return classes.coercion_error;
    case lang::ErrorKind::not_mapping:
      return classes.is_not_mapping_error;
    case lang::ErrorKind::value:
      return PyExc_ValueError;
    case lang::ErrorKind::attribute:
      return PyExc_AttributeError;
    case lang::ErrorKind::assertion:
      return PyExc_AssertionError;
    case lang::ErrorKind::type:
      return PyExc_TypeError;
    case lang::ErrorKind::index:
      return PyExc_IndexError;
    case lang::ErrorKind::key:
      return PyExc_KeyError;
    case lang::ErrorKind::overflow:
      return PyExc_OverflowError;
    case lang::ErrorKind::invalid_ref:
      return classes.invalid_ref_error;
    case lang::ErrorKind::uninterpolatable:
      return classes.uninterpolatable;
    case lang::ErrorKind::naming:
      return classes.naming_error;
    case lang::ErrorKind::unnamable:
      return classes.unnamable;
    case lang::ErrorKind::not_found:
      return classes.not_found;
    case lang::ErrorKind::limit:
    case lang::ErrorKind::depth:
      return classes.limit_error;
  }
  return PyExc_SystemError;
}

void raise(const lang::LanguageError& error) {
  PyRef text = PyRef::steal(
      PyUnicode_DecodeUTF8(error.text.data(), static_cast<Py_ssize_t>(error.text.size()), "surrogatepass"));
  if (!text) {
    PyErr_Clear();
    text = PyRef::steal(PyUnicode_FromString("unreadable text"));
  }
  PyErr_SetObject(exception_class(error.kind), text.get());
}

}  // namespace borealis::interp
