// What the value classes leave open, as it is within anybody's interpreter: nothing is remembered, every mistake
// raises.
#include <string>
#include <utility>

#include "interp/convert.h"
#include "interp/recorder.h"
#include "interp/site.h"

namespace borealis::interp {

// A table of the calls that made values would keep their code objects, and grow for as long as the process lives.
lang::SiteId current_site() {
  return 0;
}

lang::SiteId site_of_mapping(PyObject* /*mapping*/) {
  return 0;
}

bool recording() {
  return false;
}

// The hint goes with the exception as a note: its text stays that of the original.
bool refuse(PyObject* exception, const std::string& python_text, lang::Diagnostic diagnostic) {
  const PyRef text = PyRef::steal(to_unicode(python_text));
  const PyRef error = PyRef::steal(text ? PyObject_CallOneArg(exception, text.get()) : nullptr);
  if (!error) return false;
  if (const std::string advice = std::move(diagnostic.hint); !advice.empty()) {
    const PyRef hint = PyRef::steal(to_unicode(advice));
    const PyRef noted = PyRef::steal(hint ? PyObject_CallMethod(error.get(), "add_note", "O", hint.get()) : nullptr);
    if (!noted) PyErr_Clear();
  }
  PyErr_SetObject(exception, error.get());
  return false;
}

}  // namespace borealis::interp
