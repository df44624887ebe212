// What carries out orders and tells what became of tasks: the runners of this machine, or a simulation.
#pragma once

#include <cstddef>
#include <vector>

#include "cluster/core.h"
#include "lang/result.h"

namespace borealis::cluster {

class Agents {
 public:
  virtual ~Agents() = default;
  // Makes what is needed.
  virtual lang::Status open() = 0;
  // A task of an earlier life of ours that is on a host and has not ended.
  virtual void adopt(const Launch& launch, bool assigned_only) = 0;
  // After the last adopt(): whatever still runs of tasks that were not adopted is ended at once. The one who gave
  // them up may have died before it could say so.
  virtual void drop_strays() = 0;
  // Takes orders; the starts are spread over the following wait()s.
  virtual void take(Work work) = 0;
  // Sleeps until there is something to say, wake() is called or the time is over.
  virtual std::vector<Report> wait(Millis timeout) = 0;
  // May be called by any thread and by a signal's handler.
  virtual void wake() = 0;
  // Ends every task at once, whatever it still wants to do.
  virtual void drop_all() = 0;
  // Tasks not known to have ended, those to be started included.
  virtual std::size_t size() const = 0;
};

}  // namespace borealis::cluster
