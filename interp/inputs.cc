#include "interp/inputs.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>
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
  switch (kind) {
    case InputKind::file:
      return inputs.files;
    case InputKind::module:
      return inputs.modules;
    case InputKind::directory:
      return inputs.directories;
    case InputKind::looked_for:
      return inputs.looked_for;
    case InputKind::variable:
      break;
  }
  return inputs.env;
}

// Whether the config went to another directory, from where relative paths lead elsewhere.
bool moved = false;

bool is_of_python(const std::string& path) {
  return path.starts_with(BOREALIS_PYTHON_STDLIB "/") || path == BOREALIS_PYTHON_STDLIB;
}

std::string from_the_start(std::string path) {
  std::array<char, PATH_MAX> here;
  if (!moved || path.starts_with('/') || getcwd(here.data(), here.size()) == nullptr) return path;
  return path == "." ? here.data() : std::string(here.data()) + "/" + path;
}

// As access(), which answers with a note in a hermetic evaluation.
bool can_be_read(const std::string& path) {
  return syscall(SYS_faccessat, AT_FDCWD, path.c_str(), R_OK) == 0;
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

void note_path(InputKind kind, std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  if (!path.empty() && !is_of_python(path)) note(kind, from_the_start(path));
}

void note_open(PyObject* args) {
  if (PyTuple_GET_SIZE(args) < 3) return;
  const long flags = PyLong_Check(PyTuple_GET_ITEM(args, 2)) ? PyLong_AsLong(PyTuple_GET_ITEM(args, 2)) : 0;
  if ((flags & O_ACCMODE) == O_WRONLY) return;
  note_path(InputKind::file, utf8(PyTuple_GET_ITEM(args, 0)));
}

// (path): text, a descriptor, or None, which is the working directory.
void note_listing(PyObject* args) {
  if (PyTuple_GET_SIZE(args) < 1) return;
  PyObject* path = PyTuple_GET_ITEM(args, 0);
  if (path == Py_None) return note_path(InputKind::directory, ".");
  if (PyLong_Check(path))
    return note_path(InputKind::directory, path_of_descriptor(static_cast<int>(PyLong_AsLong(path))));
  note_path(InputKind::directory, utf8(path));
}

// (path): a library, a database.
void note_first(PyObject* args) {
  if (PyTuple_GET_SIZE(args) >= 1) note_path(InputKind::file, utf8(PyTuple_GET_ITEM(args, 0)));
}

void note_move(PyObject* /*args*/) {
  // Beforehand: until now relative paths led where they still do when this fails.
  moved = true;
}

void note_import(PyObject* args) {
  if (PyTuple_GET_SIZE(args) < 1) return;
  // (name, file, ...): of an extension module the file, which is not opened by Python.
  if (PyTuple_GET_SIZE(args) >= 2) note_path(InputKind::file, utf8(PyTuple_GET_ITEM(args, 1)));
  const std::string name = utf8(PyTuple_GET_ITEM(args, 0));
  if (!name.empty() && asked_by_user_code()) note(InputKind::module, name);
}

struct Watched {
  const char* event;
  void (*note)(PyObject* args);
};
constexpr Watched kWatched[] = {
    {"open", note_open},
    {"import", note_import},
    {"os.listdir", note_listing},
    {"os.scandir", note_listing},
    {"ctypes.dlopen", note_first},
    {"os.chdir", note_move},
    {"sqlite3.connect", note_first},
};

// An audit hook must not leave an exception behind, nor disturb one that is set.
int audit(const char* event, PyObject* args, void*) {
  const auto* watched = std::find_if(std::begin(kWatched), std::end(kWatched),
                                     [&](const Watched& each) { return std::strcmp(each.event, event) == 0; });
  if (watched == std::end(kWatched)) return 0;
  PyObject *type = nullptr, *value = nullptr, *traceback = nullptr;
  PyErr_Fetch(&type, &value, &traceback);
  watched->note(args);
  PyErr_Clear();
  PyErr_Restore(type, value, traceback);
  return 0;
}

// `posix.environ` is what os.environ reads from: a dict that notes which keys are asked for.
void note_variable(PyObject* key) {
  const std::string name = utf8(key);
  if (!name.empty()) note(InputKind::variable, name);
}

// Who goes through all names knows which there are.
PyObject* environ_iter(PyObject* self) {
  Py_ssize_t at = 0;
  for (PyObject *key = nullptr, *value = nullptr; PyDict_Next(self, &at, &key, &value) != 0;) note_variable(key);
  return PyDict_Type.tp_iter(self);
}

PyObject* environ_subscript(PyObject* self, PyObject* key) {
  note_variable(key);
  PyObject* found = PyDict_GetItemWithError(self, key);
  if (found == nullptr && PyErr_Occurred() == nullptr) PyErr_SetObject(PyExc_KeyError, key);
  return Py_XNewRef(found);
}

void watch_environment() {
  const PyRef posix = PyRef::steal(PyImport_ImportModule("posix"));
  const PyRef variables = PyRef::steal(posix ? PyObject_GetAttrString(posix.get(), "environ") : nullptr);
  static PyType_Slot slots[] = {{Py_mp_subscript, reinterpret_cast<void*>(environ_subscript)},
                                {Py_tp_iter, reinterpret_cast<void*>(environ_iter)},
                                {0, nullptr}};
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
  note(InputKind::file, from_the_start(file));
}

void note_looked_for(const std::string& path) {
  if (!is_of_python(path)) note(InputKind::looked_for, from_the_start(path));
}

std::string path_of_descriptor(int fd) {
  const std::string link = "/proc/self/fd/" + std::to_string(fd);
  std::array<char, PATH_MAX> target;
  const long size = syscall(SYS_readlinkat, AT_FDCWD, link.c_str(), target.data(), target.size());
  return size <= 0 ? std::string() : std::string(target.data(), static_cast<std::size_t>(size));
}

void add_input(schema::Inputs& inputs, InputKind kind, std::string name) {
  add(list_of(inputs, kind), std::move(name));
}

void sort_out_unreadable(schema::Inputs& inputs) {
  for (auto* list : {&inputs.files, &inputs.directories}) {
    std::erase_if(*list, [&](const std::string& path) {
      const bool unreadable = !can_be_read(path);
      if (unreadable) add(inputs.looked_for, path);
      return unreadable;
    });
  }
}

schema::Inputs take_inputs() {
  schema::Inputs taken = std::move(inputs());
  sort_out_unreadable(taken);
  return taken;
}

}  // namespace borealis::interp
