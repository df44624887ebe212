#include "interp/values.h"

#include <marshal.h>

#include "interp/convert.h"
#include "interp/describe.h"
#include "interp/exceptions.h"
#include "interp/objects.h"
#include "interp/prelude_code.h"
#include "interp/schema_types.h"
#include "interp/signature.h"
#include "lang/template.h"
#include "schema/struct_info.h"

namespace borealis::interp {
namespace {

PyObject* modules_globals = nullptr;  // of prelude/modules.py

bool set(PyObject* dict, const char* name, PyObject* value) {
  return value != nullptr && PyDict_SetItemString(dict, name, value) == 0;
}
bool set(PyObject* dict, const char* name, PyTypeObject* value) {
  return set(dict, name, reinterpret_cast<PyObject*>(value));
}
// Takes the reference over.
bool give(PyObject* dict, const char* name, PyObject* value) {
  const PyRef owned = PyRef::steal(value);
  return set(dict, name, owned.get());
}

// Runs interp/prelude/NAME.py in `globals`.
bool run_prelude(std::string_view name, PyObject* globals) {
  const std::string_view marshalled = prelude_code(name);
  const PyRef code =
      PyRef::steal(PyMarshal_ReadObjectFromString(marshalled.data(), static_cast<Py_ssize_t>(marshalled.size())));
  if (!code) return false;
  if (!set(globals, "__builtins__", PyEval_GetBuiltins())) return false;
  const PyRef done = PyRef::steal(PyEval_EvalCode(code.get(), globals, globals));
  return static_cast<bool>(done);
}

PyObject* run_lazily(PyObject* /*module*/, PyObject* args) {
  const char* name = nullptr;
  PyObject* globals = nullptr;
  if (!PyArg_ParseTuple(args, "sO!:run_lazily", &name, &PyDict_Type, &globals)) return nullptr;
  if (!run_prelude(name, globals)) return nullptr;
  Py_RETURN_NONE;
}

// MustacheParser.split(): literals and Refs; escapes come out as {{x}} unless they are to be kept.
PyObject* split_template(PyObject* /*module*/, PyObject* args) {
  PyObject* given = nullptr;
  int keep_escapes = 0;
  if (!PyArg_ParseTuple(args, "Up:split", &given, &keep_escapes)) return nullptr;
  const std::optional<std::string> text = text_of(given);
  PyRef parts = PyRef::steal(PyList_New(0));
  if (!text || !parts) return nullptr;
  const PyObject* ref_class = reinterpret_cast<PyObject*>(classes().ref);
  for (const lang::Token& token : lang::cut(*text)) {
    PyRef part;
    if (token.kind == lang::Token::Kind::reference) {
      part = PyRef::steal(
          PyObject_CallMethod(const_cast<PyObject*>(ref_class), "from_address", "N", to_unicode(token.ref.address())));
    } else if (token.kind == lang::Token::Kind::malformed) {
      raise(lang::LanguageError(lang::ErrorKind::invalid_ref, token.why()));
    } else if (token.kind == lang::Token::Kind::escape && keep_escapes == 0) {
      part = PyRef::steal(to_unicode("{{" + std::string(token.body) + "}}"));
    } else {
      part = PyRef::steal(to_unicode(token.text));
    }
    if (!part || PyList_Append(parts.get(), part.get()) < 0) return nullptr;
  }
  return parts.release();
}

PyMethodDef functions[] = {
    {"Enum", enum_of, METH_VARARGS, nullptr},
    {"List", list_of, METH_VARARGS, nullptr},
    {"Map", map_of, METH_VARARGS, nullptr},
    {"Choice", choice_of, METH_VARARGS, nullptr},
    {"Required", required, METH_O, nullptr},
    {"Default", default_to, METH_VARARGS, nullptr},
    {"type_from_description", type_from_description, METH_O, nullptr},
    {"split_template", split_template, METH_VARARGS, nullptr},
    {"run_lazily", run_lazily, METH_VARARGS, nullptr},
    {nullptr, nullptr, 0, nullptr},
};

bool add_functions(PyObject* names) {
  for (PyMethodDef* function = functions; function->ml_name != nullptr; ++function) {
    if (!give(names, function->ml_name, PyCFunction_New(function, nullptr))) return false;
  }
  return true;
}

bool add_class(PyObject* names, const char* name, const lang::Type* type) {
  return set(names, name, reinterpret_cast<PyObject*>(class_for(type)));
}

bool add_language(PyObject* names) {
  const Classes& c = classes();
  const Exceptions& e = exceptions();
  return add_class(names, "String", lang::Type::string()) && add_class(names, "Integer", lang::Type::integer()) &&
         add_class(names, "Float", lang::Type::floating()) && add_class(names, "Boolean", lang::Type::boolean()) &&
         set(names, "Object", c.object) && set(names, "SimpleObject", c.simple_object) &&
         set(names, "EnumContainer", c.enum_container) && set(names, "Structural", c.structural) &&
         set(names, "ListContainer", c.list_container) && set(names, "MapContainer", c.map_container) &&
         set(names, "ChoiceContainer", c.choice_container) && set(names, "TypeSignature", c.signature) &&
         set(names, "Environment", c.environment) && set(names, "Ref", c.ref) && set(names, "Namable", c.namable) &&
         set(names, "Type", c.type) && set(names, "Struct", c.structure) && set(names, "Empty", c.empty) &&
         set(names, "IsNotMappingError", e.is_not_mapping_error) && set(names, "template_error", e.template_error) &&
         set(names, "uninterpolatable", e.uninterpolatable) && add_functions(names);
}

// The errors of Namable are reached as its attributes.
bool add_namable_errors() {
  const Exceptions& e = exceptions();
  PyObject* dict = classes().namable->tp_dict;
  return set(dict, "Error", e.namable_error) && set(dict, "NamingError", e.naming_error) &&
         set(dict, "Unnamable", e.unnamable) && set(dict, "NotFound", e.not_found);
}

// The classes that the C++ side calls, out of prelude/foundation.py.
bool take_foundation(PyObject* names) {
  Classes& c = classes();
  auto take = [&](const char* name) { return Py_XNewRef(PyDict_GetItemString(names, name)); };
  c.frozendict = take("frozendict");
  c.type_check = take("TypeCheck");
  c.json_load_struct = take("json_load_struct");
  if (c.frozendict == nullptr || c.type_check == nullptr || c.json_load_struct == nullptr) {
    PyErr_SetString(PyExc_SystemError, "the foundation is incomplete");
    return false;
  }
  PyObject* ref = c.ref->tp_dict;
  return set(ref, "Component", PyDict_GetItemString(names, "Component")) &&
         set(ref, "Dereference", PyDict_GetItemString(names, "Dereference")) &&
         set(ref, "Index", PyDict_GetItemString(names, "Index"));
}

// Enums of the schema are the user's classes; a field's own differs from them (language.md §5).
bool add_schema(PyObject* names) {
  for (const schema::StructInfo* info : schema::all_structs()) {
    if (!add_class(names, info->name.c_str(), type_of_struct(*info))) return false;
  }
  for (const schema::TypeInfo* info : schema::all_enums()) {
    if (!give(names, info->name.c_str(), reinterpret_cast<PyObject*>(make_class(type_of(*info))))) return false;
  }
  return true;
}

bool add_modules(PyObject* names) {
  const PyRef globals = PyRef::steal(PyDict_New());
  if (!globals || !set(globals.get(), "names", names) ||
      !set(globals.get(), "run_lazily", PyDict_GetItemString(names, "run_lazily"))) {
    return false;
  }
  modules_globals = Py_NewRef(globals.get());
  return run_prelude("modules", modules_globals);
}

}  // namespace

bool install_classes() {
  try {
    if (!make_classes() || !add_namable_errors()) return false;
    const PyRef names = PyRef::steal(PyDict_New());
    return names && add_language(names.get()) && run_prelude("foundation", names.get()) &&
           take_foundation(names.get()) && add_schema(names.get()) && run_prelude("helpers", names.get()) &&
           add_modules(names.get());
  } catch (const lang::LanguageError& error) {
    raise(error);
    return false;
  }
}

bool fill_namespace(PyObject* globals) {
  PyObject* make = PyDict_GetItemString(modules_globals, "namespace");
  const PyRef names = PyRef::steal(make != nullptr ? PyObject_CallNoArgs(make) : nullptr);
  return names && PyDict_Update(globals, names.get()) == 0;
}

}  // namespace borealis::interp
