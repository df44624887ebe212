// How a watch looks: on a terminal a few lines that are drawn over and over, elsewhere a line a change.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "client/engine.h"
#include "client/output.h"

namespace borealis::client {

// A bar of `width` columns: `done` in full blocks, `running` in half-tone ones, the rest light.
std::string progress_bar(int done, int running, int total, int width);
// "180 of 300 done, 40 running, 50 starting, 30 pending": the parts that are 0 are left out, the first never.
std::string progress_counts(const Progress& progress);
// "12s", "3m 05s", "1h 02m".
std::string elapsed_text(std::chrono::seconds elapsed);
// What a plain log shows of an event; empty for those that only the counts tell of.
std::string event_line(const WatchEvent& event);
// A step of one instance that went well ("instance 3: updated"), which is worth a line when there are few instances;
// empty for other events.
std::string step_line(const WatchEvent& event);

// How long a plain log stays silent after a line, so long after its start: a change is told at once when the last line
// is that old, and a long deploy doesn't flood its log.
std::chrono::seconds quiet_time(std::chrono::seconds elapsed);

class ProgressView : public WatchSink {
 public:
  using Now = std::chrono::steady_clock::time_point (*)();

  struct Detail {
    bool many_jobs = false;  // lines say which job they are about
    bool steps = false;      // each instance's steps are told, not only counted
  };

  explicit ProgressView(Output& out, Detail detail, Now now = &std::chrono::steady_clock::now);
  ~ProgressView() override { finish(); }

  void event(const WatchEvent& event) override;
  void progress(const std::vector<Progress>& jobs) override;
  // Ends the drawing: on a terminal the last state stays, elsewhere it is told if it hasn't been.
  void finish();

 private:
  bool worth_telling(const WatchEvent& event);
  void line(const std::string& text);
  void erase();
  void draw();
  std::vector<std::string> drawing() const;
  void tell(const Progress& job, bool forced);
  std::chrono::seconds elapsed() const;

  struct Told {
    std::string text;
    std::chrono::steady_clock::time_point when;
  };

  Output& out_;
  Style style_;
  Detail detail_;
  Now now_;
  std::chrono::steady_clock::time_point start_;
  std::vector<Progress> jobs_;
  std::map<std::string, Told> told_;
  int drawn_lines_ = 0;
  int failures_told_ = 0;
  std::map<std::string, int> reasons_told_;
  bool finished_ = false;
};

}  // namespace borealis::client
