#include "interp/inputs.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <string_view>

#include "interp/frames.h"
#include "interp/python.h"

namespace borealis::interp {
namespace {

schema::Inputs& inputs() {
  static auto* const noted = new schema::Inputs;
  return *noted;
}

std::function<void(InputKind, const std::string&)>& sink() {
  static auto* const known = new std::function<void(InputKind, const std::string&)>;
  return *known;
}

bool add(std::vector<std::string>& list, std::string text) {
  if (std::find(list.begin(), list.end(), text) != list.end()) return false;
  list.push_back(std::move(text));
  return true;
}

std::vector<std::string>& list_of(schema::Inputs& inputs, InputKind kind) {
  return kind == InputKind::file ? inputs.files : kind == InputKind::module ? inputs.modules : inputs.env;
}

void note(InputKind kind, const std::string& name) {
  if (add(list_of(inputs(), kind), name) && sink()) sink()(kind, name);
}

std::string utf8(PyObject* object) {
  if (PyBytes_Check(object)) return PyBytes_AS_STRING(object);
  const char* text = PyUnicode_Check(object) ? PyUnicode_AsUTF8(object) : nullptr;
  if (text == nullptr) PyErr_Clear();
  return text == nullptr ? std::string() : std::string(text);
}

void note_open(PyObject* args) {
  if (PyTuple_GET_SIZE(args) < 3) return;
  const long flags = PyLong_Check(PyTuple_GET_ITEM(args, 2)) ? PyLong_AsLong(PyTuple_GET_ITEM(args, 2)) : 0;
  if ((flags & O_ACCMODE) == O_WRONLY) return;
  const std::string path = utf8(PyTuple_GET_ITEM(args, 0));
  if (path.empty() || path.starts_with(BOREALIS_PYTHON_STDLIB "/")) return;
  note(InputKind::file, path);
}

void note_import(PyObject* args) {
  if (PyTuple_GET_SIZE(args) < 1 || !asked_by_user_code()) return;
  const std::string name = utf8(PyTuple_GET_ITEM(args, 0));
  if (!name.empty()) note(InputKind::module, name);
}

// An audit hook must not leave an exception behind, nor disturb one that is set.
int audit(const char* event, PyObject* args, void*) {
  const bool opens = std::strcmp(event, "open") == 0;
  if (!opens && std::strcmp(event, "import") != 0) return 0;
  PyObject *type = nullptr, *value = nullptr, *traceback = nullptr;
  PyErr_Fetch(&type, &value, &traceback);
  opens ? note_open(args) : note_import(args);
  PyErr_Restore(type, value, traceback);
  return 0;
}

// `posix.environ` is what os.environ reads from: a dict that notes which keys are asked for.
PyObject* environ_subscript(PyObject* self, PyObject* key) {
  if (asked_by_user_code()) {
    const std::string name = utf8(key);
    if (!name.empty()) note(InputKind::variable, name);
  }
  PyObject* found = PyDict_GetItemWithError(self, key);
  if (found == nullptr && PyErr_Occurred() == nullptr) PyErr_SetObject(PyExc_KeyError, key);
  return Py_XNewRef(found);
}

void watch_environment() {
  const PyRef posix = PyRef::steal(PyImport_ImportModule("posix"));
  const PyRef variables = PyRef::steal(posix ? PyObject_GetAttrString(posix.get(), "environ") : nullptr);
  static PyType_Slot slots[] = {{Py_mp_subscript, reinterpret_cast<void*>(environ_subscript)}, {0, nullptr}};
  static PyType_Spec spec = {"borealis.Environ", 0, 0, Py_TPFLAGS_DEFAULT, slots};
  const PyRef bases = PyRef::steal(PyTuple_Pack(1, &PyDict_Type));
  const PyRef type = PyRef::steal(bases ? PyType_FromSpecWithBases(&spec, bases.get()) : nullptr);
  const PyRef watched = PyRef::steal(type && variables ? PyObject_CallOneArg(type.get(), variables.get()) : nullptr);
  if (watched) PyObject_SetAttrString(posix.get(), "environ", watched.get());
  PyErr_Clear();
}

}  // namespace

void watch_inputs(std::function<void(InputKind, const std::string&)> each) {
  sink() = std::move(each);
  watch_environment();
  if (PySys_AddAuditHook(audit, nullptr) < 0) PyErr_Clear();
}

void note_file(const std::string& file) {
  note(InputKind::file, file);
}

void add_input(schema::Inputs& inputs, InputKind kind, std::string name) {
  add(list_of(inputs, kind), std::move(name));
}

void drop_unreadable(schema::Inputs& inputs) {
  std::erase_if(inputs.files, [](const std::string& file) { return access(file.c_str(), R_OK) != 0; });
}

schema::Inputs take_inputs() {
  schema::Inputs taken = std::move(inputs());
  drop_unreadable(taken);
  return taken;
}

}  // namespace borealis::interp
