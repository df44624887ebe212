// What is bound to a job from outside the file (language.md §18.1, §18.3).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "lang/diagnostic.h"
#include "lang/value.h"

namespace borealis::interp {

class JobBindings {
 public:
  // `binds` as given with --bind, in order. A name that is no address is a diagnostic, `bad-bind`.
  explicit JobBindings(const std::vector<std::pair<std::string, std::string>>& binds);

  const lang::Diagnostics& diagnostics() const { return diagnostics_; }

  // All --bind in one bind, a later one stronger; then mesos.role, mesos.cluster and thermos.user, strongest.
  lang::ValuePtr bind(const lang::Value& job) const;

 private:
  std::vector<lang::Binding> given_;
  lang::Binding standard_;
  lang::Diagnostics diagnostics_;
};

}  // namespace borealis::interp
