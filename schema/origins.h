// Where values come from, when references led to them. A Session may be able to tell; whoever has findings to explain
// asks.
#pragma once

#include <string>
#include <vector>

#include "lang/diagnostic.h"

namespace borealis::schema {

class Origins {
 public:
  virtual ~Origins() = default;
  // A note for each reference on the way to the value at `path` ("jobs[2].task.processes[0].cmdline"): what it stands
  // for, and the place where that was given (not yet located). Empty when no reference led there, or it can't be told.
  // To be asked after Session::finish().
  virtual std::vector<lang::Note> origins(const std::string& path) = 0;
};

}  // namespace borealis::schema
