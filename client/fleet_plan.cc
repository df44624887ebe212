#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <thread>

#include "client/fleet.h"

namespace borealis::client {

namespace {

// Each has a connection of its own; one for a few jobs would cost more than it saves.
constexpr std::size_t kJobsPerPlanner = 4;
constexpr std::size_t kMostPlanners = 8;
// An answer about one job that is of no use says nothing of the others.
constexpr int kMostUnanswered = 2;

// Takes jobs one after the other and asks about them; several threads do, each with engines of its own.
class FleetPlanner {
 public:
  FleetPlanner(const std::vector<LoadedJob>& jobs, const FleetPlanOptions& options,
               std::vector<lang::Result<JobPlan>>& out)
      : jobs_(jobs), options_(options), out_(out) {}

  void work(Engines& engines) {
    for (std::size_t i = next_++; i < jobs_.size(); i = next_++) {
      const std::string& cluster = jobs_[i].draft.job.cluster;
      if (is_silent(cluster)) {
        out_[i] = lang::Error{
            lang::ErrorClass::unreachable, "not asked: " + cluster + " did not answer about others", "", {}};
        continue;
      }
      out_[i] = plan(jobs_[i], engines);
      note(cluster, !out_[i] && out_[i].error().kind == lang::ErrorClass::unreachable);
    }
  }

 private:
  lang::Result<JobPlan> plan(const LoadedJob& job, Engines& engines) {
    PlanOptions of_job{options_.instances, nullptr};
    if (options_.from) {
      auto engine = engine_of(options_.from->cluster, engines);
      if (!engine) return std::move(engine).error();
      auto running = (*engine)->running(*options_.from);
      if (!running) return std::move(running).error();
      of_job.compare_with = std::move(*running);
    }
    auto engine = engine_of(job.draft.job.cluster, engines);
    if (!engine) return std::move(engine).error();
    return (*engine)->plan(job.draft, of_job);
  }
  lang::Result<Engine*> engine_of(const std::string& cluster, Engines& engines) {
    const std::scoped_lock lock(mutex_);
    return engines.of(cluster);
  }
  bool is_silent(const std::string& cluster) {
    const std::scoped_lock lock(mutex_);
    return unanswered_[cluster] >= kMostUnanswered;
  }
  void note(const std::string& cluster, bool unanswered) {
    const std::scoped_lock lock(mutex_);
    int& in_a_row = unanswered_[cluster];
    in_a_row = unanswered ? in_a_row + 1 : 0;
  }

  const std::vector<LoadedJob>& jobs_;
  const FleetPlanOptions& options_;
  std::vector<lang::Result<JobPlan>>& out_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_;
  std::map<std::string, int> unanswered_;  // in a row, by cluster
};

}  // namespace

FleetPlan plan_fleet(const std::vector<LoadedJob>& jobs, const FleetPlanOptions& options, Engines& engines) {
  std::vector<lang::Result<JobPlan>> plans(jobs.size(), lang::Error{});
  FleetPlanner planner(jobs, options, plans);
  const std::size_t workers = std::min((jobs.size() + kJobsPerPlanner - 1) / kJobsPerPlanner, kMostPlanners);
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < workers; ++i) {
    threads.emplace_back([&planner, mine = engines.beside()]() mutable { planner.work(mine); });
  }
  planner.work(engines);
  for (std::thread& thread : threads) thread.join();
  FleetPlan fleet;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (plans[i]) {
      fleet.plans.push_back(std::move(*plans[i]));
    } else {
      fleet.failures.push_back({schema::key_of(jobs[i].draft.job), std::move(plans[i]).error()});
    }
  }
  return fleet;
}

}  // namespace borealis::client
