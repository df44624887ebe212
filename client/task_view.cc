#include "client/task_view.h"

#include <algorithm>
#include <iterator>

#include "client/table.h"

namespace borealis::client {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using Mark = TaskRow::Mark;

constexpr milliseconds between_drawings(100);
constexpr milliseconds longest_without_drawing(500);
constexpr int widest_name = 28;
constexpr int least_of_output = 12;
// Above the drawing something of the output should be seen.
constexpr int lines_for_output = 4;

const char* mark_of(Mark mark) {
  switch (mark) {
    case Mark::waiting:
      return "○";
    case Mark::running:
      return "◐";
    case Mark::done:
      return "●";
    case Mark::failed:
      return "✗";
  }
  return " ";
}

std::string coloured(Mark mark, const std::string& text, const Style& style) {
  switch (mark) {
    case Mark::waiting:
      return style.dim(text);
    case Mark::running:
      return style.yellow(text);
    case Mark::done:
      return style.green(text);
    case Mark::failed:
      return style.red(text);
  }
  return text;
}

// Who is left out first when there is no room for all.
int importance(Mark mark) {
  return mark == Mark::failed ? 3 : mark == Mark::running ? 2 : mark == Mark::waiting ? 1 : 0;
}

std::vector<TaskRow> chosen_rows(const std::vector<TaskRow>& rows, std::size_t most) {
  std::vector<int> ranks;
  for (const TaskRow& row : rows) ranks.push_back(importance(row.mark));
  std::ranges::sort(ranks, std::greater());
  const int least = ranks[most];  // those above it fit, of its own rank as many as there is room for
  std::size_t room = most - static_cast<std::size_t>(std::ranges::count_if(ranks, [&](int r) { return r > least; }));
  std::vector<TaskRow> chosen;
  for (const TaskRow& row : rows) {
    const int rank = importance(row.mark);
    if (rank < least || (rank == least && room == 0)) continue;
    if (rank == least) --room;
    chosen.push_back(row);
  }
  return chosen;
}

std::string line_of(const TaskRow& row, int name_width, int state_width, const Style& style, int width) {
  const std::string name = cut_to_width(row.name, name_width);
  const int used = 2 + name_width + 2;
  const std::string start = fmt::format("{} {}{}  ", mark_of(row.mark), name,
                                        std::string(static_cast<std::size_t>(name_width - display_width(name)), ' '));
  if (used >= width) return coloured(row.mark, cut_to_width(start, width), style);
  std::string state = cut_to_width(row.state, width - used);
  std::string line = coloured(row.mark, start + state, style);
  int room = width - used - std::max(state_width, display_width(state)) - 2;
  if (room < least_of_output) return line;
  line += std::string(static_cast<std::size_t>(std::max(state_width - display_width(state), 0) + 2), ' ');
  // What it waits for is in its state until it runs; its output says more than its order.
  const std::string more = !row.output.empty() ? row.output : row.mark == Mark::waiting ? "" : row.order;
  return line + style.dim(cut_to_width(more, room));
}

}  // namespace

bool task_ended(const std::string& state) {
  return state == "SUCCESS" || state == "FAILED" || state == "KILLED" || state == "LOST";
}

std::vector<std::string> draw_rows(const std::vector<TaskRow>& rows, const Style& style, int width, int height) {
  const std::size_t most = static_cast<std::size_t>(std::max(height, 2));
  const bool all = rows.size() <= most;
  const std::vector<TaskRow> shown = all ? rows : chosen_rows(rows, most - 1);
  int name_width = 0;
  int state_width = 0;
  for (const TaskRow& row : shown) {
    name_width = std::max(name_width, display_width(row.name));
    state_width = std::max(state_width, display_width(row.state));
  }
  name_width = std::min({name_width, widest_name, std::max(width / 2 - 2, 1)});
  std::vector<std::string> lines;
  for (const TaskRow& row : shown) lines.push_back(line_of(row, name_width, state_width, style, width));
  if (!all) {
    const auto count = [&](Mark mark) {
      return std::ranges::count_if(rows, [&](auto& row) { return row.mark == mark; });
    };
    lines.push_back(style.dim(
        cut_to_width(fmt::format("  of {} processes {} wait, {} run, {} are done, {} failed", rows.size(),
                                 count(Mark::waiting), count(Mark::running), count(Mark::done), count(Mark::failed)),
                     width)));
  }
  return lines;
}

TaskView::TaskView(const schema::Task& task, Context& context)
    : context_(context), style_(context.err_style()), rows_(task) {
  const std::string terminal = context.environment("TERM").value_or("dumb");
  live_ = context.err.terminal() && !terminal.empty() && terminal != "dumb";
}

void TaskView::event(const RunnerEvent& event) {
  changed_ = true;
  rows_.event(event, steady_clock::now());
  if (event.kind == RunnerEvent::Kind::status) message_ = event.message;
  if (event.kind == RunnerEvent::Kind::task) {
    task_state_ = event.state;
    if (event.state != "ACTIVE") rows_.ending();
  }
  if (!live_) tell(event);
}

void TaskView::tell(const RunnerEvent& event) {
  if (event.kind == RunnerEvent::Kind::task) {
    if (!task_ended(event.state) && event.state != "ACTIVE") note(style_.dim("-- " + event.state));
    return;
  }
  if (event.kind != RunnerEvent::Kind::process || event.state == "WAITING" || event.state == "FORKED") return;
  std::string text = fmt::format("-- '{}' {}", event.process, event.state);
  if (event.run > 0) text += fmt::format(" (run {})", event.run);
  if (!event.return_code.empty() && event.state != "SUCCESS") text += fmt::format(", exit code {}", event.return_code);
  const bool bad = event.state == "FAILED" || event.state == "LOST";
  note(bad ? style_.red(text) : style_.dim(text));
}

void TaskView::line(const std::string& process, const std::string& stream, std::string_view text) {
  const bool error = stream == "stderr";
  const Style style = error ? style_ : context_.out_style();
  Output& out = error ? context_.err : context_.out;
  rows_.output(process, text);
  changed_ = true;
  // The drawing stands where the line is to be, unless that goes elsewhere.
  if (out.terminal()) erase();
  out.print("{} {}\n", style.cyan("[" + process + "]"), text);
  out.flush();
}

void TaskView::note(const std::string& text) {
  erase();
  say(context_, text);
  changed_ = true;
}

void TaskView::tick() {
  if (!live_ || finished_) return;
  const auto since = steady_clock::now() - drawn_at_;
  if (since >= longest_without_drawing || (changed_ && since >= between_drawings)) draw();
}

void TaskView::finish() {
  if (finished_) return;
  if (live_) draw();
  finished_ = true;
}

// A terminal that has become narrower has broken our lines.
int TaskView::rows_drawn() const {
  const int width = std::max(context_.err.width(), 1);
  int rows = 0;
  for (const int columns : drawn_) rows += std::max(1, (columns + width - 1) / width);
  return rows;
}

void TaskView::erase() {
  if (drawn_.empty()) return;
  context_.err.write(fmt::format("\r\x1b[{}A\x1b[J", rows_drawn()));
  drawn_.clear();
  drawn_at_ = {};
}

void TaskView::draw() {
  const int width = std::max(context_.err.width() - 1, 1);
  const auto now = steady_clock::now();
  const auto rows = rows_.rows(now);
  const auto lines = draw_rows(rows, style_, width, context_.err.height() - lines_for_output);
  // One write, so that nothing flickers.
  std::string text = drawn_.empty() ? "" : fmt::format("\r\x1b[{}A", rows_drawn());
  drawn_.clear();
  for (const std::string& line : draw_rows(rows, Style(false), width, context_.err.height() - lines_for_output))
    drawn_.push_back(display_width(line));
  for (const std::string& line : lines) text += line + "\x1b[K\n";
  context_.err.write(text + "\x1b[J");
  drawn_at_ = now;
  changed_ = false;
}

}  // namespace borealis::client
