#include "client/progress.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "client/failures.h"

using namespace borealis::client;
using std::chrono::seconds;

namespace {

std::chrono::steady_clock::time_point now;

Progress progress_of(int done, int running, int pending) {
  Progress progress;
  progress.key = {"dev", "demo", "prod", "hello"};
  progress.done = done;
  progress.running = running;
  progress.pending = pending;
  progress.total = done + running + pending;
  return progress;
}

WatchEvent event_of(int instance, const char* state, bool bad, const char* message) {
  WatchEvent event;
  event.instance = instance;
  event.state = state;
  event.bad = bad;
  event.message = message;
  return event;
}

}  // namespace

TEST_CASE("the bar is full only when everything is done") {
  CHECK(progress_bar(0, 0, 10, 5) == "░░░░░");
  CHECK(progress_bar(5, 5, 10, 4) == "██▒▒");
  CHECK(progress_bar(299, 0, 300, 10) == "█████████░");
  CHECK(progress_bar(300, 0, 300, 4) == "████");
  CHECK(progress_bar(0, 0, 0, 3) == "░░░");
}

TEST_CASE("counts leave out what is zero, but never what is done") {
  CHECK(progress_counts(progress_of(0, 0, 3)) == "0 of 3 done, 3 pending");
  CHECK(progress_counts(progress_of(2, 1, 0)) == "2 of 3 done, 1 running");
}

TEST_CASE("elapsed time") {
  CHECK(elapsed_text(seconds(7)) == "7s");
  CHECK(elapsed_text(seconds(65)) == "1m 05s");
  CHECK(elapsed_text(seconds(3720)) == "1h 02m");
}

TEST_CASE("a log tells failures and the update's own states, not each instance's steps") {
  CHECK(event_line(event_of(3, "RUNNING", false, "")) == "");
  CHECK(event_line(event_of(3, "FAILED", true, "exit code 9")) == "instance 3: FAILED: exit code 9");
  CHECK(event_line(event_of(-1, "ROLLING_BACK", false, "")) == "ROLLING_BACK");
}

TEST_CASE("without a terminal there is a line a change, not a poll, and the last state is always told") {
  std::string text;
  Output out(text);
  now = {};
  ProgressView view(out, {}, [] { return now; });
  view.progress({progress_of(0, 0, 3)});
  view.progress({progress_of(0, 0, 3)});
  view.progress({progress_of(0, 1, 2)});  // too soon after the first
  now += seconds(2);
  view.progress({progress_of(0, 2, 1)});
  view.progress({progress_of(3, 0, 0)});
  view.finish();
  view.finish();
  CHECK(text ==
        "dev/demo/prod/hello: 0 of 3 done, 3 pending\n"
        "dev/demo/prod/hello: 0 of 3 done, 2 running, 1 pending\n"
        "dev/demo/prod/hello: 3 of 3 done\n");
  CHECK(text.find('\r') == std::string::npos);
  CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("a flood of failures is told in few lines") {
  std::string text;
  Output out(text);
  ProgressView view(out, {}, [] { return now; });
  for (int i = 0; i < 300; ++i) view.event(event_of(i, "FAILED", true, "exit code 1; see /logs/x"));
  CHECK(text ==
        "  instance 0: FAILED: exit code 1\n"
        "  instance 1: FAILED: exit code 1\n"
        "  more of the same are only counted\n");
  text.clear();
  for (int i = 0; i < 300; ++i) view.event(event_of(i, "FAILED", true, std::to_string(i).c_str()));
  CHECK(std::count(text.begin(), text.end(), '\n') < 12);
  CHECK(text.find("further failures are only counted") != std::string::npos);
}

TEST_CASE("a message ends where the place of its log begins") {
  CHECK(split_message("exit code 1; see /a/b; c").first == "exit code 1");
  CHECK(split_message("exit code 1; see /a/b; c").second == "/a/b; c");
  CHECK(split_message("Rescheduled").first == "Rescheduled");
  CHECK(split_message("Rescheduled").second.empty());
}
