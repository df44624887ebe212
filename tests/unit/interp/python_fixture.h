// Runs Python in the embedded interpreter with the names that a config finds.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "interp/convert.h"
#include "interp/interpreter.h"
#include "interp/modules.h"
#include "interp/python.h"

namespace borealis::interp {

// The namespace of a config; made once, so tests share what they assign.
inline PyObject* config_namespace() {
  static PyObject* const names = [] {
    REQUIRE(start_interpreter("test.aurora").ok());
    REQUIRE(install_classes());
    PyObject* dict = PyDict_New();
    REQUIRE(fill_namespace(dict));
    PyDict_SetItemString(dict, "__builtins__", PyEval_GetBuiltins());
    return dict;
  }();
  return names;
}

// "ExceptionClass: text" of the exception that is set, which is cleared.
inline std::string take_exception() {
  PyObject* type = nullptr;
  PyObject* value = nullptr;
  PyObject* traceback = nullptr;
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  std::string text = std::string(reinterpret_cast<PyTypeObject*>(type)->tp_name) + ": " + str_of(value);
  Py_XDECREF(type);
  Py_XDECREF(value);
  Py_XDECREF(traceback);
  return text;
}

inline std::string evaluate(const std::string& code, int mode) {
  PyObject* names = config_namespace();
  const PyRef compiled = PyRef::steal(Py_CompileString(code.c_str(), "test.aurora", mode));
  const PyRef result = PyRef::steal(compiled ? PyEval_EvalCode(compiled.get(), names, names) : nullptr);
  return result ? str_of(result.get()) : take_exception();
}

// str() of an expression, or what it raises as "Class: text".
inline std::string eval(const std::string& expression) {
  return evaluate(expression, Py_eval_input);
}

// Runs statements; "None" or what they raise.
inline std::string exec(const std::string& statements) {
  return evaluate(statements, Py_file_input);
}

}  // namespace borealis::interp
