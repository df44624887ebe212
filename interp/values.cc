#include "interp/values.h"

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

// Literals and Refs; escapes come out as {{x}} unless they are to be kept.
PyObject* split(PyObject* given, bool keep_escapes) {
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
    } else if (token.kind == lang::Token::Kind::escape && !keep_escapes) {
      part = PyRef::steal(to_unicode("{{" + std::string(token.body) + "}}"));
    } else {
      part = PyRef::steal(to_unicode(token.text));
    }
    if (!part || PyList_Append(parts.get(), part.get()) < 0) return nullptr;
  }
  return parts.release();
}

// MustacheParser.split()
PyObject* split_template(PyObject* /*module*/, PyObject* args) {
  PyObject* given = nullptr;
  int keep_escapes = 0;
  if (!PyArg_ParseTuple(args, "Up:split", &given, &keep_escapes)) return nullptr;
  return guarded([&] { return split(given, keep_escapes != 0); });
}

PyMethodDef functions[] = {
    {"Enum", enum_of, METH_VARARGS,
     "Enum(*values)\n--\n\nA type of one of several texts: Enum('Red', 'Green'), or Enum('Color', ('Red', 'Green'))."},
    {"List", list_of, METH_VARARGS, "List(type, /)\n--\n\nThe type of lists of a type."},
    {"Map", map_of, METH_VARARGS, "Map(key_type, value_type, /)\n--\n\nThe type of maps."},
    {"Choice", choice_of, METH_VARARGS,
     "Choice(*name_and_types)\n--\n\nA type of what one of several types takes: Choice([Integer, String]), or "
     "Choice(name, types)."},
    {"Required", required, METH_O, "Required(type, /)\n--\n\nIn the body of a Struct: a field that must be set."},
    {"Default", default_to, METH_VARARGS,
     "Default(type, value, /)\n--\n\nIn the body of a Struct: a field with a value unless it is set. Empty: none."},
    {"type_from_description", type_from_description, METH_O, nullptr},
    {"split_template", split_template, METH_VARARGS, nullptr},
    {nullptr, nullptr, 0, nullptr},
};

bool add_functions(PyObject* names) {
  for (PyMethodDef* function = functions; function->ml_name != nullptr; ++function) {
    if (!give(names, function->ml_name, PyCFunction_New(function, nullptr))) return false;
  }
  return true;
}

bool add_class(PyObject* names, const char* name, const lang::Type* type) {
  return give(names, name, class_for(type).release());
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
         set(names, "IsNotMappingError", e.is_not_mapping_error) && set(names, "LimitExceeded", e.limit_error) &&
         set(names, "template_error", e.template_error) && set(names, "uninterpolatable", e.uninterpolatable) &&
         add_functions(names);
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
  c.signature_of = take("signature_of");
  if (c.frozendict == nullptr || c.type_check == nullptr || c.json_load_struct == nullptr ||
      c.signature_of == nullptr) {
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
    if (!give(names, info->name.c_str(), make_class(type_of(*info)).release())) return false;
  }
  return true;
}

// Runs prelude/NAME.py as a part of the module `module`, which its classes and functions then name as theirs.
bool run_part(PyObject* names, const char* name, const char* module) {
  return give(names, "__name__", PyUnicode_FromString(module)) && run_prelude(name, names);
}

}  // namespace

bool run_prelude(std::string_view name, PyObject* globals) {
  const PyRef code = prelude_code(name);
  if (!code || !set(globals, "__builtins__", PyEval_GetBuiltins())) return false;
  const PyRef done = PyRef::steal(PyEval_EvalCode(code.get(), globals, globals));
  return static_cast<bool>(done);
}

PyRef make_names() {
  try {
    PyRef names = PyRef::steal(make_classes() && add_namable_errors() ? PyDict_New() : nullptr);
    const bool done = names && add_language(names.get()) && run_part(names.get(), "foundation", "pystachio") &&
                      take_foundation(names.get()) && add_schema(names.get()) &&
                      run_part(names.get(), "helpers", "apache.thermos.config.schema_helpers");
    return done ? names : PyRef();
  } catch (const lang::LanguageError& error) {
    raise(error);
    return {};
  }
}

}  // namespace borealis::interp
