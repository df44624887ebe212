#include "interp/jobs_list.h"

#include "interp/convert.h"
#include "interp/locate.h"
#include "interp/names.h"
#include "interp/site_table.h"
#include "interp/values.h"
#include "lang/value.h"

namespace borealis::interp {
namespace {

constexpr std::size_t kMaxText = 200;

lang::Span place_of(std::string_view name, int element, const std::string& root_file, int* run) {
  auto [span, found_run] = locate_last_assignment(name, element);
  if (run != nullptr) *run = found_run;
  return span.known() ? span : lang::Span{root_file, 1, 1, 1, 1};
}

std::string cut(std::string text) {
  if (text.size() <= kMaxText) return text;
  std::size_t end = kMaxText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

lang::Diagnostic missing(PyObject* globals, const std::string& root_file) {
  lang::Diagnostic diagnostic;
  diagnostic.rule = "no-jobs";
  diagnostic.message = "the config does not set `jobs`";
  diagnostic.hint = "put the jobs into a list: `jobs = [...]`";
  const std::string alike = name_like_jobs(globals);
  if (alike.empty()) {
    diagnostic.span = {root_file, 1, 1, 1, 1};
  } else {
    diagnostic.hint = "is `" + alike + "` meant? " + diagnostic.hint;
    diagnostic.span = place_of(alike, -1, root_file, nullptr);
  }
  return diagnostic;
}

std::string what_it_is(PyObject* jobs) {
  if (is_value(jobs)) {
    const std::string& name = value_of(jobs)->type().name();
    return "one " + (name == "MesosJob" ? "Job" : name);
  }
  if (jobs == Py_None) return "None";
  return "a " + std::string(Py_TYPE(jobs)->tp_name);
}

}  // namespace

std::optional<lang::Diagnostic> problem_with_jobs(PyObject* jobs, PyObject* globals, const std::string& root_file) {
  if (jobs == nullptr) return missing(globals, root_file);
  const bool is_list = PyList_Check(jobs) || PyTuple_Check(jobs);
  if (is_list && PySequence_Fast_GET_SIZE(jobs) > 0) return std::nullopt;
  lang::Diagnostic diagnostic;
  diagnostic.rule = "no-jobs";
  if (is_list) {
    diagnostic.message = "the list `jobs` is empty: the config has no job";
  } else {
    diagnostic.message = "`jobs` is " + what_it_is(jobs) + ", not a list of jobs";
    diagnostic.hint = PyDict_Check(jobs)  ? "write `jobs = list(...)` of the dict's values"
                      : PyGen_Check(jobs) ? "write brackets round the generator: `jobs = [...]`"
                      : PyIter_Check(jobs) || PyDictValues_Check(jobs) ? "write `jobs = list(...)` of it"
                                                                       : "write `jobs = [...]`";
  }
  int run = -1;
  diagnostic.span = place_of("jobs", -1, root_file, &run);
  if (run >= 0) diagnostic.includes = file_run(run).includes;
  return diagnostic;
}

lang::SiteId site_of_element(int index, const std::string& root_file) {
  int run = -1;
  lang::Span span = place_of("jobs", index, root_file, &run);
  return site_of_span(std::move(span), run);
}

lang::Data foreign_data(PyObject* object) {
  return lang::Foreign{Py_TYPE(object)->tp_name, cut(str_of(object))};
}

}  // namespace borealis::interp
