// One evaluation, within the child: the passes over the file, then its jobs.
#pragma once

#include <functional>

#include "interp/errors.h"
#include "interp/loader.h"
#include "schema/evaluator.h"
#include "schema/hooks.h"

namespace borealis::interp {

class Evaluation {
 public:
  using JobSink = std::function<void(const schema::JobRecord&)>;

  explicit Evaluation(const schema::EvaluationOptions& options);

  // The interpreter is up, the clocks run. Jobs go to `sink` in their order, one at a time.
  schema::Session::Outcome run(const JobSink& sink);

  // As schema::Origins: after run().
  std::vector<lang::Note> origins(const std::string& path) const;

  // As schema::Hooks: after run().
  schema::HookAnswer call_hooks(const schema::HookCall& call) const;

 private:
  bool execute();
  bool execute_again(Escaped first);
  bool take_jobs(const JobSink& sink);
  void take_job(int index, PyObject* element, const class JobBindings& bindings, const JobSink& sink);
  ExceptionContext context() const { return {options_.file, loader_.globals(), options_.limits}; }

  const schema::EvaluationOptions& options_;
  Loader loader_;
  const std::string directory_;  // the working directory at the start
  schema::Session::Outcome outcome_;
};

}  // namespace borealis::interp
