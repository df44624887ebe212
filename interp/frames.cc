// The layout of a frame is private to each minor version of Python; the build asks for 3.11 exactly.
#define Py_BUILD_CORE 1
#include "interp/python.h"

#include <internal/pycore_frame.h>

#include <string_view>

#include "interp/frames.h"
#include "interp/site_table.h"

static_assert(PY_MAJOR_VERSION == 3 && PY_MINOR_VERSION == 11, "the frame layout is that of Python 3.11");

namespace borealis::interp {

namespace {

Instruction nearest(bool (*accept)(PyCodeObject*)) {
  const PyThreadState* thread = _PyThreadState_UncheckedGet();
  // A signal may come while a call outside of Python has let go of the interpreter.
  if (thread == nullptr) thread = PyInterpreterState_ThreadHead(PyInterpreterState_Main());
  if (thread == nullptr) return {};
  for (_PyInterpreterFrame* f = thread->cframe->current_frame; f != nullptr; f = f->previous) {
    if (_PyFrame_IsIncomplete(f) || !accept(f->f_code)) continue;
    return {f->f_code, _PyInterpreterFrame_LASTI(f) * static_cast<int>(sizeof(_Py_CODEUNIT))};
  }
  return {};
}

bool is_not_intermediary(PyCodeObject* code) {
  const char* file = PyUnicode_AsUTF8(code->co_filename);
  if (file == nullptr) PyErr_Clear();
  if (file == nullptr || std::string_view(file).substr(0, 8) != "<frozen ") return true;
  // At its top level a frozen module imports for itself.
  const char* name = PyUnicode_AsUTF8(code->co_name);
  if (name == nullptr) PyErr_Clear();
  return name != nullptr && std::string_view(name) == "<module>";
}

}  // namespace

Instruction nearest_user_instruction() {
  return nearest(is_user_code);
}

Instruction nearest_known_instruction() {
  return nearest(is_known_user_code);
}

bool asked_by_user_code() {
  const Instruction asking = nearest(is_not_intermediary);
  return asking.code != nullptr && is_user_code(asking.code);
}

}  // namespace borealis::interp
