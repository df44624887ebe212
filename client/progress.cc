#include "client/progress.h"

#include <algorithm>

#include "client/failures.h"
#include "client/table.h"

namespace borealis::client {

namespace {

constexpr int most_failures_told = 10;
constexpr int most_of_one_reason = 2;
constexpr std::size_t most_jobs_drawn = 8;
constexpr std::size_t drawn_reasons = 3;
constexpr std::size_t plain_reasons = 2;

std::string repeat(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

std::string reasons_text(const Progress& job, std::size_t most) {
  const std::size_t count = std::min(most, job.wait_reasons.size());
  return fmt::format("{}",
                     fmt::join(job.wait_reasons.begin(), job.wait_reasons.begin() + static_cast<long>(count), "; "));
}

std::string ascii_key(const schema::JobKey& key) {
  return key.role + "/" + key.environment + "/" + key.name;
}

}  // namespace

std::string progress_bar(int done, int running, int total, int width) {
  if (total <= 0) return repeat("░", width);
  // Full only when all is done.
  const int full = std::clamp(static_cast<int>(static_cast<long>(done) * width / total), 0, width);
  const int both = std::clamp(static_cast<int>(static_cast<long>(done + running) * width / total), full, width);
  return repeat("█", full) + repeat("▒", both - full) + repeat("░", width - both);
}

std::string progress_counts(const Progress& progress) {
  std::string text = fmt::format("{} of {} done", progress.done, progress.total);
  const auto add = [&](int count, const char* what) {
    if (count > 0) text += fmt::format(", {} {}", count, what);
  };
  add(progress.running, "running");
  add(progress.starting, "starting");
  add(progress.pending, "pending");
  add(progress.failed, "failed");
  return text;
}

std::string elapsed_text(std::chrono::seconds elapsed) {
  const auto seconds = elapsed.count();
  if (seconds < 60) return fmt::format("{}s", seconds);
  if (seconds < 3600) return fmt::format("{}m {:02}s", seconds / 60, seconds % 60);
  return fmt::format("{}h {:02}m", seconds / 3600, seconds / 60 % 60);
}

std::string event_line(const WatchEvent& event) {
  if (event.instance >= 0 && !event.bad) return {};
  std::string text = event.instance >= 0 ? fmt::format("instance {}: {}", event.instance, event.state) : event.state;
  if (!event.host.empty()) text += " on " + event.host;
  if (const auto message = split_message(event.message).first; !message.empty()) text += fmt::format(": {}", message);
  return text;
}

std::string step_line(const WatchEvent& event) {
  if (event.instance < 0 || event.bad || !event.state.starts_with("INSTANCE_")) return {};
  std::string what = event.state.substr(std::string_view("INSTANCE_").size());
  std::transform(what.begin(), what.end(), what.begin(),
                 [](unsigned char c) { return c == '_' ? ' ' : std::tolower(c); });
  return fmt::format("instance {}: {}{}{}", event.instance, what, event.message.empty() ? "" : ": ", event.message);
}

std::chrono::seconds quiet_time(std::chrono::seconds elapsed) {
  using std::chrono::seconds;
  if (elapsed < seconds(30)) return seconds(1);
  if (elapsed < seconds(300)) return seconds(5);
  return seconds(30);
}

ProgressView::ProgressView(Output& out, Detail detail, Now now)
    : out_(out), style_(out.colour()), detail_(detail), now_(now), start_(now()) {}

std::chrono::seconds ProgressView::elapsed() const {
  return std::chrono::duration_cast<std::chrono::seconds>(now_() - start_);
}

void ProgressView::line(const std::string& text) {
  erase();
  out_.write(text + "\n");
  if (out_.terminal()) draw();
}

void ProgressView::event(const WatchEvent& event) {
  std::string text = event_line(event);
  if (text.empty() && detail_.steps) text = step_line(event);
  if (text.empty()) return;
  if (detail_.many_jobs) text = ascii_key(event.key) + ": " + text;
  if (event.bad && event.instance >= 0 && !worth_telling(event)) return;
  const std::string shown = out_.terminal() ? cut_to_width(text, out_.width() - 4) : text;
  const bool step = event.instance >= 0 && !event.bad;
  line(fmt::format("  {}", event.bad ? style_.red(shown) : step ? shown : style_.bold(shown)));
}

bool ProgressView::worth_telling(const WatchEvent& event) {
  const std::string reason = event.state + std::string(split_message(event.message).first);
  const int same = reasons_told_[reason]++;
  if (same == most_of_one_reason) line(style_.dim("  more of the same are only counted"));
  if (same >= most_of_one_reason || failures_told_ > most_failures_told) return false;
  if (failures_told_++ < most_failures_told) return true;
  line(style_.dim("  further failures are only counted"));
  return false;
}

void ProgressView::progress(const std::vector<Progress>& jobs) {
  jobs_ = jobs;
  if (out_.terminal()) {
    draw();
    return;
  }
  for (const Progress& job : jobs_) tell(job, false);
}

void ProgressView::tell(const Progress& job, bool forced) {
  std::string text = progress_counts(job);
  if (!job.wait_reasons.empty()) text += " (" + reasons_text(job, plain_reasons) + ")";
  Told& last = told_[job.key.text()];
  if (last.text == text) return;
  if (!forced && !last.text.empty() && now_() - last.when < quiet_time(elapsed())) return;
  out_.print("{}: {}\n", job.key.text(), text);
  last = {std::move(text), now_()};
}

std::vector<std::string> ProgressView::drawing() const {
  std::vector<std::string> lines;
  const int width = out_.width() - 1;
  const std::size_t shown = std::min(jobs_.size(), most_jobs_drawn);
  for (std::size_t i = 0; i < shown; ++i) {
    const Progress& job = jobs_[i];
    const std::string name = jobs_.size() > 1 ? ascii_key(job.key) + "  " : "";
    const std::string counts = progress_counts(job);
    const std::string time = i == 0 ? "  " + elapsed_text(elapsed()) : "";
    const int room = width - 4 - display_width(name) - display_width(counts) - display_width(time);
    const int bar = std::min(room, 40);
    std::string line = "  " + name;
    if (bar >= 8) line += style_.green(progress_bar(job.done, job.running, job.total, bar)) + "  ";
    line += bar >= 8 ? counts : cut_to_width(counts, std::max(width - 2 - display_width(name), 10));
    lines.push_back(line + (bar >= 8 ? style_.dim(time) : ""));
    for (std::size_t k = 0; k < std::min(job.wait_reasons.size(), jobs_.size() > 1 ? 1 : drawn_reasons); ++k)
      lines.push_back(style_.dim(cut_to_width("  waiting: " + job.wait_reasons[k], width)));
  }
  if (shown < jobs_.size()) {
    const auto ready = std::count_if(jobs_.begin(), jobs_.end(), [](const auto& job) { return job.done == job.total; });
    lines.push_back(
        style_.dim(fmt::format("  and {} more jobs; {} of {} are done", jobs_.size() - shown, ready, jobs_.size())));
  }
  return lines;
}

void ProgressView::erase() {
  if (drawn_lines_ > 0) out_.write(fmt::format("\x1b[{}A\x1b[J", drawn_lines_));
  drawn_lines_ = 0;
}

void ProgressView::draw() {
  const auto lines = drawing();
  // One write, so that nothing flickers: up to the first line, then each one cleared and written anew.
  std::string text;
  if (drawn_lines_ > 0) text += fmt::format("\x1b[{}A", drawn_lines_);
  for (const std::string& line : lines) text += line + "\x1b[K\n";
  text += "\x1b[J";
  out_.write(text);
  drawn_lines_ = static_cast<int>(lines.size());
}

void ProgressView::finish() {
  if (finished_) return;
  finished_ = true;
  if (out_.terminal()) return;
  for (const Progress& job : jobs_) tell(job, true);
}

}  // namespace borealis::client
