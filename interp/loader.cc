#include "interp/loader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "interp/inputs.h"
#include "interp/json_config.h"
#include "interp/modules.h"
#include "interp/parsed_files.h"
#include "interp/site.h"
#include "interp/site_table.h"
#include "interp/source.h"

namespace borealis::interp {
namespace {

// Of a file that includes itself the innermost steps tell enough.
constexpr std::size_t kMaxIncludes = 20;
constexpr char kCapsuleName[] = "borealis.loader";

// Reads what the config has to do with.
int read_file(const std::string& path, std::string& text) {
  const int error = read_config(path, text);
  error == 0 ? note_file(path) : note_looked_for(path);
  return error;
}

// Raises SyntaxError when the text is no UTF-8 or holds a null character, at the line of it.
bool check_text(const std::string& text, const std::string& file) {
  std::size_t bad = text.find('\0');
  const char* message = "source code cannot contain null bytes";
  if (bad == std::string::npos) {
    const PyRef decoded =
        PyRef::steal(PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), nullptr));
    if (decoded) return true;
    Py_ssize_t start = 0;
    PyObject *type = nullptr, *value = nullptr, *traceback = nullptr;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    if (value != nullptr) PyUnicodeDecodeError_GetStart(value, &start);
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
    bad = static_cast<std::size_t>(start);
    message = "the file is not UTF-8 text";
  }
  const SourceText source(text);
  const lang::Span span = source.span(file, source.range_of(bad, 0));
  const PyRef error = PyRef::steal(
      PyObject_CallFunction(PyExc_SyntaxError, "s(siiO)", message, file.c_str(), span.line, span.column, Py_None));
  if (error) PyErr_SetObject(PyExc_SyntaxError, error.get());
  return false;
}

void raise_unreadable(const std::string& file, int error) {
  errno = error;
  PyErr_SetFromErrnoWithFilename(PyExc_OSError, file.c_str());
}

// An OSError of include() is told from one of the config's own by this.
constexpr char kIncludeMark[] = "__include__";

void mark_include_error() {
  PyObject *type = nullptr, *value = nullptr, *traceback = nullptr;
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  if (value != nullptr && PyObject_SetAttrString(value, kIncludeMark, Py_True) < 0) PyErr_Clear();
  PyErr_Restore(type, value, traceback);
}

std::string folder_of(const std::string& file) {
  const std::size_t slash = file.rfind('/');
  return slash == std::string::npos ? std::string() : file.substr(0, slash + 1);
}

}  // namespace

Loader::Loader(std::string root_file, std::optional<std::string> text)
    : root_file_(std::move(root_file)), root_text_(std::move(text)) {}

Loader::~Loader() = default;

bool Loader::prepare_namespace() {
  globals_ = PyRef::steal(PyDict_New());
  if (!globals_ || PyDict_SetItemString(globals_.get(), "__builtins__", PyEval_GetBuiltins()) < 0) return false;
  if (!fill_namespace(globals_.get())) return false;
  static PyMethodDef include_def = {"include", &Loader::include_entry, METH_VARARGS,
                                    "include(path): executes another config file in this namespace."};
  capsule_ = PyRef::steal(PyCapsule_New(this, kCapsuleName, nullptr));
  const PyRef function = PyRef::steal(capsule_ ? PyCFunction_New(&include_def, capsule_.get()) : nullptr);
  return function && PyDict_SetItemString(globals_.get(), "include", function.get()) == 0;
}

bool Loader::run() {
  executing_.clear();
  std::string text;
  return read_root(text) && prepare_namespace() && execute(root_file_, text, {});
}

bool Loader::run_json() {
  executing_.clear();
  std::string text;
  return read_root(text) && prepare_namespace() && load_json_config(root_file_, std::move(text), globals_.get());
}

bool Loader::read_root(std::string& text) {
  if (root_text_) {
    text = *root_text_;
    return true;
  }
  root_error_ = read_file(root_file_, text);
  if (root_error_ == 0) return true;
  raise_unreadable(root_file_, root_error_);
  return false;
}

bool Loader::execute(const std::string& file, const std::string& text, std::vector<lang::IncludeFrame> includes) {
  const int run = add_run({file, text, includes});
  PyRef code = take_parsed(file, text);
  if (!code && check_text(text, file)) code = parse_file(file, text);
  if (!code) return false;
  adopt_code(reinterpret_cast<PyCodeObject*>(code.get()), run);
  executing_.emplace_back(file, std::move(includes));
  const PyRef result = PyRef::steal(PyEval_EvalCode(code.get(), globals_.get(), globals_.get()));
  executing_.pop_back();
  return static_cast<bool>(result);
}

PyObject* Loader::include_entry(PyObject* self, PyObject* args) {
  return static_cast<Loader*>(PyCapsule_GetPointer(self, kCapsuleName))->include(args);
}

PyObject* Loader::include(PyObject* args) {
  if (PyTuple_GET_SIZE(args) != 1) {
    PyErr_Format(PyExc_TypeError, "include() takes exactly one argument (%zd given)", PyTuple_GET_SIZE(args));
    return nullptr;
  }
  PyObject* argument = PyTuple_GET_ITEM(args, 0);
  const PyRef path = PyRef::steal(PyOS_FSPath(argument));
  const char* target = path && PyUnicode_Check(path.get()) ? PyUnicode_AsUTF8(path.get()) : nullptr;
  if (target == nullptr) {
    PyErr_Clear();
    PyErr_Format(PyExc_TypeError, "include() takes a path as text, not %s", Py_TYPE(argument)->tp_name);
    return nullptr;
  }
  const std::string current = executing_.empty() ? root_file_ : executing_.back().first;
  const std::string file = target[0] == '/' ? target : folder_of(current) + target;
  lang::IncludeFrame here{current, 0};
  if (const Site* site = find_site(current_site()); site != nullptr && site->code != nullptr) {
    here.line = PyCode_Addr2Line(site->code, site->offset);
    if (const char* name = PyUnicode_AsUTF8(site->code->co_filename); name != nullptr) here.file = name;
  }
  std::vector<lang::IncludeFrame> includes{here};
  if (!executing_.empty()) {
    const auto& outer = executing_.back().second;
    includes.insert(includes.end(), outer.begin(), outer.end());
    if (includes.size() > kMaxIncludes) includes.resize(kMaxIncludes);
  }
  std::string text;
  if (const int error = read_file(file, text); error != 0) {
    raise_unreadable(file, error);
    mark_include_error();
    return nullptr;
  }
  if (Py_EnterRecursiveCall(" while including a file")) return nullptr;
  const bool done = execute(file, text, std::move(includes));
  Py_LeaveRecursiveCall();
  return done ? Py_NewRef(Py_None) : nullptr;
}

int read_config(const std::string& path, std::string& text) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return errno;
  struct stat status = {};
  int error = fstat(fd, &status) != 0 ? errno : S_ISDIR(status.st_mode) ? EISDIR : 0;
  char buffer[65536];
  while (error == 0) {
    const ssize_t n = read(fd, buffer, sizeof buffer);
    if (n == 0) break;
    if (n > 0) text.append(buffer, static_cast<std::size_t>(n));
    if (n < 0 && errno != EINTR) error = errno;
  }
  close(fd);
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  return error;
}

bool is_include_error(PyObject* exception) {
  return PyObject_HasAttrString(exception, kIncludeMark) != 0;
}

lang::Diagnostic unreadable_file(const std::string& file, int error) {
  lang::Diagnostic diagnostic;
  diagnostic.rule = "unreadable-file";
  diagnostic.message = "`" + file + "` can't be read: " + std::strerror(error);
  diagnostic.span = {file, 0, 0, 0, 0};
  return diagnostic;
}

}  // namespace borealis::interp
