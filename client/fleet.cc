#include "client/fleet.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "client/failures.h"
#include "client/interrupt.h"
#include "client/progress.h"

namespace borealis::client {

namespace {

// More instances than these are only counted while they are watched.
constexpr int few_instances = 20;

// The view of several watches at once.
class SharedView {
 public:
  SharedView(Output& out, std::size_t jobs, int instances)
      : view_(out, {jobs > 1, instances <= few_instances}, &std::chrono::steady_clock::now), jobs_(jobs) {}

  std::mutex& mutex() { return mutex_; }
  void event(const WatchEvent& event) {
    const std::scoped_lock lock(mutex_);
    view_.event(event);
  }
  void progress(std::size_t job, const Progress& progress) {
    const std::scoped_lock lock(mutex_);
    jobs_[job] = progress;
    std::vector<Progress> begun;
    for (const auto& each : jobs_) {
      if (each) begun.push_back(*each);
    }
    view_.progress(begun);
  }
  void finish() { view_.finish(); }

 private:
  std::mutex mutex_;
  ProgressView view_;
  std::vector<std::optional<Progress>> jobs_;
};

class JobSink : public WatchSink {
 public:
  JobSink(SharedView& view, std::size_t job) : view_(view), job_(job) {}
  void event(const WatchEvent& event) override { view_.event(event); }
  void progress(const std::vector<Progress>& jobs) override {
    if (!jobs.empty()) view_.progress(job_, jobs.front());
  }

 private:
  SharedView& view_;
  std::size_t job_;
};

// Takes plans one after the other; several of these work side by side, each with engines of its own.
class Worker {
 public:
  Worker(const std::vector<JobPlan>& plans, const DeployRun& run, int beside, SharedView& view, Context& context)
      : plans_(plans), run_(run), beside_(beside), view_(view), engines_(context) {}

  void deploy(std::size_t i, Deployed& out) {
    lang::Result<Engine*> engine = nullptr;
    {
      const std::scoped_lock lock(view_.mutex());
      engine = engines_.of(plans_[i].key.cluster);
    }
    if (!engine) {
      out.error = std::move(engine).error();
      return;
    }
    auto handle = (*engine)->apply(plans_[i], {run_.message, run_.as_update});
    if (!handle) {
      out.error = std::move(handle).error();
      return;
    }
    out.handle = std::move(*handle);
    if (!run_.wait) return;
    WatchOptions options;
    options.timeout = run_.timeout;
    options.ignore_watch_time = !run_.watch_secs;
    options.beside = beside_;
    options.pause = &interruptible_sleep;
    JobSink sink(view_, i);
    auto outcomes = (*engine)->watch({*out.handle}, options, sink);
    if (outcomes) {
      out.outcome = std::move(outcomes->front());
    } else {
      out.error = std::move(outcomes).error();
    }
  }

 private:
  const std::vector<JobPlan>& plans_;
  const DeployRun& run_;
  int beside_;
  SharedView& view_;
  Engines engines_;
};

}  // namespace

lang::Result<Engine*> Engines::of(const std::string& cluster) {
  auto& engine = engines_[cluster];
  if (!engine) {
    auto made = connect(cluster, context_);
    if (!made) return std::move(made).error();
    engine = std::move(*made);
  }
  return engine.get();
}

int report_failures(const std::vector<JobFailure>& failures, Context& context) {
  int code = 0;
  for (const JobFailure& failure : failures) {
    lang::Error error = failure.error;
    const std::string key = failure.key.text();
    if (error.message.find(key) == std::string::npos) error.message = key + ": " + error.message;
    code = std::max(code, report(context, error));
  }
  return code;
}

std::string place_of(const Cluster& cluster) {
  if (cluster.embedded) return "embedded:" + cluster.embedded->state_dir;
  if (!cluster.zk.empty()) return fmt::format("zk:{}:{}{}", cluster.zk, cluster.zk_port, cluster.scheduler_zk_path);
  return cluster.scheduler_uri;
}

std::string Deployed::result() const {
  if (error) return handle ? "unknown" : "refused";
  if (!plan->changes()) return "unchanged";
  if (!handle) return "not_started";
  return outcome ? result_name(outcome->result) : handle->action == PlanAction::unchanged ? "unchanged" : "accepted";
}

int Deployed::code() const {
  if (error) return static_cast<int>(error->kind);
  if (outcome) return code_of(outcome->result);
  return plan->changes() && !handle ? static_cast<int>(lang::ErrorClass::interrupted) : 0;
}

std::vector<Deployed> deploy_fleet(const std::vector<JobPlan>& plans, const DeployRun& run, Context& context) {
  std::vector<Deployed> results(plans.size());
  std::vector<std::size_t> queue;
  int instances = 0;
  for (std::size_t i = 0; i < plans.size(); ++i) {
    results[i].plan = &plans[i];
    if (!plans[i].changes()) continue;
    queue.push_back(i);
    instances = std::max(instances, plans[i].wanted_instances);
  }
  const std::size_t workers = std::min(queue.size(), static_cast<std::size_t>(run.at_once));
  SharedView view(context.err, queue.size(), instances);
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    Worker worker(plans, run, static_cast<int>(workers - 1) * instances, view, context);
    for (std::size_t i = next++; i < queue.size(); i = next++) {
      if (InterruptScope::requested()) return;
      worker.deploy(queue[i], results[queue[i]]);
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < workers; ++i) threads.emplace_back(work);
  if (workers > 0) work();
  for (std::thread& thread : threads) thread.join();
  view.finish();
  return results;
}

void show_outcome(const Handle& handle, const WatchOutcome& outcome, Context& context) {
  const std::string key = outcome.key.text();
  const Style style = context.err_style();
  const std::string message = outcome.message.empty() ? "" : ": " + outcome.message;
  const auto how_to_go_on = [&] {
    if (handle.update_id.empty()) {
      say(context, fmt::format("  the job goes on; look at it with `borealis job status {}`", key));
    } else {
      say(context,
          fmt::format("  the update goes on; watch it again with `borealis update wait {} {}`", key, handle.update_id));
    }
  };
  switch (outcome.result) {
    case WatchResult::done:
      break;
    case WatchResult::failed:
      say(context, style.red("failed") + fmt::format(" {}{}", key, message));
      break;
    case WatchResult::rolled_back:
      say(context, style.red("rolled back") + fmt::format(" {}{}", key, message));
      break;
    case WatchResult::aborted:
      say(context, style.red("aborted") + fmt::format(" {}{}", key, message));
      break;
    case WatchResult::timed_out:
      say(context, style.yellow("not done in time") + fmt::format(" {}{}", key, message));
      how_to_go_on();
      break;
    case WatchResult::interrupted:
      // Over the terminal's own ^C.
      if (context.err.terminal()) context.err.write("\r\x1b[K");
      say(context, fmt::format("no longer watching {}", key));
      how_to_go_on();
      break;
  }
  if (outcome.failing.empty()) return;
  if (const auto cluster = find_cluster(context, outcome.key.cluster))
    show_failures(outcome.failing, *cluster, context);
}

int code_of(WatchResult result) {
  switch (result) {
    case WatchResult::done:
      return 0;
    case WatchResult::failed:
    case WatchResult::rolled_back:
    case WatchResult::aborted:
      return static_cast<int>(lang::ErrorClass::findings);
    case WatchResult::timed_out:
      return static_cast<int>(lang::ErrorClass::unreachable);
    case WatchResult::interrupted:
      return static_cast<int>(lang::ErrorClass::interrupted);
  }
  return static_cast<int>(lang::ErrorClass::internal);
}

std::string result_name(WatchResult result) {
  switch (result) {
    case WatchResult::done:
      return "done";
    case WatchResult::failed:
      return "failed";
    case WatchResult::rolled_back:
      return "rolled_back";
    case WatchResult::aborted:
      return "aborted";
    case WatchResult::timed_out:
      return "timed_out";
    case WatchResult::interrupted:
      return "interrupted";
  }
  return "failed";
}

}  // namespace borealis::client
