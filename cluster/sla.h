// Whether a job can do without one of its tasks for a while. (api.md §18.1)
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cluster/clock.h"
#include "cluster/tasks.h"

namespace borealis::cluster {

// What a coordinator is to be asked: POST URL?task=TASK.
struct SlaQuestion {
  std::string task_id;
  std::string url;
  std::string status_key;  // the member of its answer that counts
  std::string task;        // "cluster/role/environment/name/instance"
  std::string body;        // JSON
};

class Sla {
 public:
  enum class Verdict : unsigned char { no, yes, asked };
  // `describe`: the task as the API shows it, in JSON.
  Sla(const Tasks& tasks, const Clock& clock, std::string cluster_name,
      std::function<std::string(const Task&)> describe)
      : tasks_(tasks), clock_(clock), cluster_name_(std::move(cluster_name)), describe_(std::move(describe)) {}

  // What the policy says about ending `task`. A coordinator has to be asked first; once it has answered, whoever asks
  // next for this task gets the answer. `forced_in`: when the task will be ended whatever the answer (ms).
  Verdict may_end(const api::SlaPolicy& policy, const Task& task, std::optional<Millis> forced_in = std::nullopt);
  void answered(const std::string& task_id, bool allowed);
  // An answer that nobody asked for after all.
  void drop_answer(const std::string& task_id) { answers_.erase(task_id); }

  // To be asked; taken by whoever does it.
  std::vector<SlaQuestion>& questions() { return questions_; }

 private:
  bool allows_end(const api::SlaPolicy& policy, const Task& task) const;
  Verdict ask(const api::CoordinatorSlaPolicy& policy, const Task& task, std::optional<Millis> forced_in);

  const Tasks& tasks_;
  const Clock& clock_;
  std::string cluster_name_;
  std::function<std::string(const Task&)> describe_;
  std::vector<SlaQuestion> questions_;
  std::set<std::string> asked_;
  std::map<std::string, bool> answers_;
};

}  // namespace borealis::cluster
