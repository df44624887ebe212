// Asks the coordinators of SLA policies over HTTP, away from the cluster's lock. (api.md §18.1)
#pragma once

#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "cluster/sla.h"

namespace borealis::cluster {

class Coordinators {
 public:
  using OnAnswer = std::function<void(const std::string& task_id, bool allowed)>;

  // `on_answer` is called once for each question, from any thread; true: the coordinator said so. A question that could
  // not be asked, or was not answered within `timeout` in the way it should be, is answered by false.
  explicit Coordinators(OnAnswer on_answer, std::chrono::milliseconds timeout = std::chrono::minutes(1));
  // Waits for nobody: what is under way is broken off, without an answer.
  ~Coordinators();
  Coordinators(const Coordinators&) = delete;
  Coordinators& operator=(const Coordinators&) = delete;

  // A URL is asked one question at a time, and not too many at once: the others are to be asked again later.
  void ask(std::vector<SlaQuestion> questions);
  // Breaks off what takes too long. To be called every now and then.
  void look_after();

 private:
  struct Asking;
  void begin(SlaQuestion question);
  void run(Asking& asking);

  OnAnswer on_answer_;
  std::chrono::milliseconds timeout_;
  std::mutex mutex_;
  std::list<std::unique_ptr<Asking>> under_way_;
};

}  // namespace borealis::cluster
