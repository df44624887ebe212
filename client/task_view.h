// How a task in the foreground looks: on a terminal its processes in a drawing that is kept up to date, with the output
// running above it; elsewhere a line a change.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "client/context.h"
#include "client/task_rows.h"

namespace borealis::client {

// The rows as lines of at most `width` columns and `height` lines: when there are more, those that wait or are done go
// first, and a line counts them.
std::vector<std::string> draw_rows(const std::vector<TaskRow>& rows, const Style& style, int width, int height);

class TaskView {
 public:
  TaskView(const schema::Task& task, Context& context);
  TaskView(const TaskView&) = delete;
  TaskView& operator=(const TaskView&) = delete;
  ~TaskView() { finish(); }

  void event(const RunnerEvent& event);
  // A line of output of a process.
  void line(const std::string& process, const std::string& stream, std::string_view text);
  // A line of ours.
  void note(const std::string& text);
  // To be called often: draws what has changed, and the time.
  void tick();
  // The last state stays.
  void finish();

  // Of the task; empty: none was told.
  const std::string& task_state() const { return task_state_; }
  const std::string& message() const { return message_; }

 private:
  void tell(const RunnerEvent& event);
  void erase();
  void draw();
  int rows_drawn() const;

  Context& context_;
  Style style_;
  TaskRows rows_;
  bool live_;
  bool changed_ = true;
  bool finished_ = false;
  std::chrono::steady_clock::time_point drawn_at_{};
  std::vector<int> drawn_;  // columns of each line that was drawn
  std::string task_state_;
  std::string message_;
};

// Whether a task with this state has ended.
bool task_ended(const std::string& state);

}  // namespace borealis::client
