#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <memory>

#include "client/commands/sla.h"
#include "client/nouns/operations.h"
#include "client/nouns/options.h"
#include "client/nouns/words.h"
#include "client/units.h"

namespace borealis::client {

namespace {

std::vector<std::string> split_commas(const std::string& text) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == ',') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

lang::Result<double> parse_percentile(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !(value > 0 && value < 100))
    return usage(fmt::format("'{}' is no percentile", text), "it is more than 0 and less than 100, for example 99.5");
  return value;
}

template <class T>
lang::Result<std::vector<T>> parse_list(const std::string& text,
                                        const std::function<lang::Result<T>(const std::string&)>& parse) {
  std::vector<T> values;
  for (const std::string& part : split_commas(text)) {
    auto value = parse(part);
    if (!value) return std::move(value).error();
    values.push_back(*value);
  }
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

lang::Result<schema::JobKey> take_key(const Words& words, const std::optional<std::string>& job) {
  auto text = take_one(words, job, "the job's KEY");
  if (!text) return std::move(text).error();
  return parse_job_key(*text);
}

Run build_up_count(CLI::App& app) {
  auto options = std::make_shared<TaskUpCountOptions>();
  auto job = std::make_shared<std::optional<std::string>>();
  auto durations = std::make_shared<std::string>("1m,10m,1h,12h,7d");
  add_job(app, *job);
  add_option(app, "--durations", *durations, "the durations, with commas between (1m,10m,1h,12h,7d)").type_name("LIST");
  add_output(app, options->output);
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    auto key = take_key(words, *job);
    if (!key) return std::move(key).error();
    auto list = parse_list<std::chrono::seconds>(*durations, [](const std::string& t) { return parse_time_span(t); });
    if (!list) return std::move(list).error();
    options->job = std::move(*key);
    options->durations = std::move(*list);
    return run_sla_task_up_count(*options, context);
  };
}

Run build_uptime(CLI::App& app) {
  auto options = std::make_shared<JobUptimeOptions>();
  auto job = std::make_shared<std::optional<std::string>>();
  auto percentiles = std::make_shared<std::string>("99,95,90,85,75,60,50,30,10");
  add_job(app, *job);
  add_option(app, "--percentiles", *percentiles, "the percentiles, with commas between (99,95,90,85,75,60,50,30,10)")
      .type_name("LIST");
  add_output(app, options->output);
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    auto key = take_key(words, *job);
    if (!key) return std::move(key).error();
    auto list = parse_list<double>(*percentiles, parse_percentile);
    if (!list) return std::move(list).error();
    std::reverse(list->begin(), list->end());
    options->job = std::move(*key);
    options->percentiles = std::move(*list);
    return run_sla_job_uptime(*options, context);
  };
}

}  // namespace

std::vector<Verb> sla_verbs() {
  return {
      {{"sla",
        "get-task-up-count",
        "KEY",
        "how many instances of a job are up for so long",
        {"borealis sla get-task-up-count devcluster/demo/prod/hello",
         "borealis sla get-task-up-count devcluster/demo/prod/hello --durations 5m,1h,2d6h --output json"},
        "Shows for each duration which part of the job's live instances is up for at least that long. An instance "
        "counts from when its task first ran."},
       build_up_count},
      {{"sla",
        "get-job-uptime",
        "KEY",
        "how long most instances of a job are up",
        {"borealis sla get-job-uptime devcluster/demo/prod/hello",
         "borealis sla get-job-uptime devcluster/demo/prod/hello --percentiles 99,50"},
        "Shows for each percentile how long that part of the job's instances is up at least."},
       build_uptime},
  };
}

}  // namespace borealis::client
