#include "interp/evaluation.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "interp/bindings.h"
#include "interp/hooks.h"
#include "interp/inputs.h"
#include "interp/interpreter.h"
#include "interp/jobs_list.h"
#include "interp/last_words.h"
#include "interp/limits.h"
#include "interp/names.h"
#include "interp/passes.h"
#include "interp/sandbox/denials.h"
#include "interp/sandbox/sandbox.h"
#include "interp/values.h"
#include "lang/data_of.h"
#include "schema/late_refs.h"

namespace borealis::interp {
namespace {

// What the second pass prints was printed by the first.
void mute_output() {
  flush_output();
  const bool confined = muted_descriptor() >= 0;
  const int null = confined ? dup(muted_descriptor()) : open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (null < 0) return;
  dup2(null, STDOUT_FILENO);
  dup2(null, STDERR_FILENO);
  close(null);
}

std::string working_directory() {
  char* path = getcwd(nullptr, 0);
  std::string text = path == nullptr ? "" : path;
  free(path);
  return text;
}

// The first pass may have gone elsewhere. Where it can't be undone, the second pass says so itself.
void go_to(const std::string& directory) {
  [[maybe_unused]] const int done = directory.empty() ? 0 : chdir(directory.c_str());
}

bool about_the_same(const lang::Diagnostic& a, const lang::Diagnostic& b) {
  return a.rule == b.rule && a.message == b.message && a.place.field == b.place.field;
}

// An error of the second pass that only comes of a field which was dropped.
bool is_consequence(const lang::Diagnostic& diagnostic) {
  return diagnostic.message.find("'Empty'") != std::string::npos ||
         diagnostic.message.find("'type' object") != std::string::npos;
}

schema::OpenRef described(lang::OpenRef ref) {
  return {std::move(ref.ref), std::move(ref.path), std::move(ref.place), std::move(ref.chain), std::move(ref.nearest)};
}

lang::Diagnostic language_failure(const lang::LanguageError& error, lang::SiteId site) {
  lang::Diagnostic diagnostic;
  const bool limit = error.kind == lang::ErrorKind::limit || error.kind == lang::ErrorKind::depth;
  diagnostic.rule = limit ? "limit-exceeded" : "wrong-type";
  diagnostic.message = error.text;
  diagnostic.place.site = site;
  return diagnostic;
}

}  // namespace

Evaluation::Evaluation(const schema::EvaluationOptions& options)
    : options_(options), loader_(options.file, options.text), directory_(working_directory()) {}

schema::Session::Outcome Evaluation::run(const JobSink& sink) {
  const JobBindings bindings(options_.binds);
  if (!bindings.diagnostics().empty()) {
    outcome_.diagnostics = bindings.diagnostics();
    return std::move(outcome_);
  }
  if (execute()) outcome_.has_jobs = take_jobs(sink);
  outcome_.inputs = take_inputs();
  flush_output();
  return std::move(outcome_);
}

bool Evaluation::execute() {
  if (options_.json ? loader_.run_json() : loader_.run()) return true;
  if (loader_.root_error() != 0) {
    PyErr_Clear();
    outcome_.diagnostics.push_back(unreadable_file(options_.file, loader_.root_error()));
    outcome_.diagnostics.back().hint = denial_of_reading(options_.file, loader_.root_error());
    return false;
  }
  Escaped first = take_exception(context());
  if (!first.final) return execute_again(std::move(first));
  outcome_.diagnostics.push_back(std::move(first.diagnostic));
  return false;
}

// The recording pass. The jobs are to be had when nothing but constructors' refusals stood in the way.
bool Evaluation::execute_again(Escaped first) {
  mute_output();
  go_to(directory_);
  start_recording(first.refusal);
  const bool done = options_.json ? loader_.run_json() : loader_.run();
  lang::Diagnostics found;
  if (!done) {
    Escaped second = take_exception(context());
    const bool new_error = !about_the_same(second.diagnostic, first.diagnostic) && !is_consequence(second.diagnostic);
    if (first.refusal && new_error) found.push_back(std::move(second.diagnostic));
  }
  lang::Diagnostics noted = take_noted();
  const auto is_first = [&](const lang::Diagnostic& d) { return about_the_same(d, first.diagnostic); };
  if (std::none_of(noted.begin(), noted.end(), is_first)) outcome_.diagnostics.push_back(std::move(first.diagnostic));
  for (auto* list : {&first.more, &noted, &found}) {
    std::move(list->begin(), list->end(), std::back_inserter(outcome_.diagnostics));
  }
  return done && first.refusal;
}

bool Evaluation::take_jobs(const JobSink& sink) {
  PyObject* globals = loader_.globals();
  outcome_.hooks_defined = PyDict_GetItemString(globals, "hooks") != nullptr;
  PyObject* jobs = PyDict_GetItemString(globals, "jobs");
  if (auto problem = problem_with_jobs(jobs, globals, options_.file)) {
    outcome_.diagnostics.push_back(std::move(*problem));
    outcome_.sets_no_jobs = jobs == nullptr && name_like_jobs(globals).empty();
    return false;
  }
  const JobBindings bindings(options_.binds);
  // A copy: nothing that runs meanwhile changes it.
  const PyRef list = PyRef::steal(PySequence_List(jobs));
  for (Py_ssize_t i = 0; list && i < PyList_GET_SIZE(list.get()); ++i) {
    take_job(static_cast<int>(i), PyList_GET_ITEM(list.get(), i), bindings, sink);
    if (PyErr_CheckSignals() < 0) {
      outcome_.diagnostics.push_back(take_exception(context()).diagnostic);
      return false;
    }
  }
  return true;
}

void Evaluation::take_job(int index, PyObject* element, const JobBindings& bindings, const JobSink& sink) {
  schema::JobRecord record;
  record.index = index;
  if (!is_value(element)) {
    record.data = foreign_data(element);
    record.site = site_of_element(index, options_.file);
    sink(record);
    return;
  }
  const lang::ValuePtr value = value_of(element);
  record.site = value->site() != 0 ? value->site() : site_of_element(index, options_.file);
  set_working_site(record.site);
  try {
    lang::ResolveOptions how;
    how.late_roots = schema::late_roots();
    how.path = "jobs[" + std::to_string(index) + "]";
    lang::Resolution resolved = lang::resolve(*bindings.bind(*value), how);
    record.data = std::move(resolved.data);
    record.diagnostics = std::move(resolved.diagnostics);
    for (lang::OpenRef& ref : resolved.open_refs) record.open_refs.push_back(described(std::move(ref)));
  } catch (const lang::LanguageError& error) {
    record.data = foreign_data(element);
    record.diagnostics.push_back(language_failure(error, record.site));
  }
  sink(record);
  set_working_site(0);
}

std::vector<lang::Note> Evaluation::origins(const std::string& path) const {
  constexpr std::string_view root = "jobs[";
  if (!path.starts_with(root) || loader_.globals() == nullptr) return {};
  PyObject* jobs = PyDict_GetItemString(loader_.globals(), "jobs");
  const PyRef element = PyRef::steal(jobs ? PySequence_GetItem(jobs, std::atoi(path.c_str() + root.size())) : nullptr);
  PyErr_Clear();
  if (!element || !is_value(element.get())) return {};
  try {
    lang::ResolveOptions how;
    how.path = path.substr(0, path.find(']') + 1);
    how.explain = path;
    return lang::resolve(*JobBindings(options_.binds).bind(*value_of(element.get())), how).origins;
  } catch (const lang::LanguageError&) {
    return {};
  }
}

schema::HookAnswer Evaluation::call_hooks(const schema::HookCall& call) const {
  return run_hooks(loader_.globals(), call);
}

}  // namespace borealis::interp
