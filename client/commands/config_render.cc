// config render: the resolved jobs as JSON, or as the messages of the scheduler's API.
#include "client/api/convert.h"
#include "client/api/tjson.h"
#include "client/aurora/aurora_engine.h"
#include "client/commands/commands.h"
#include "client/config.h"
#include "client/hermetic.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

// The jobs as they come: what was printed of them is kept, not the jobs.
class JsonJobs {
 public:
  void add(const lang::Data& job) {
    text_ += text_.empty() ? "{\n  \"jobs\": [\n    " : ",\n    ";
    lang::append_json(text_, job, {.indent = 2, .level = 2});
  }
  std::string finish() {
    if (text_.empty()) return "{\n  \"jobs\": []\n}\n";
    return std::move(text_) + "\n  ]\n}\n";
  }

 private:
  std::string text_;
};

class ThriftJobs {
 public:
  explicit ThriftJobs(std::string owner) : owner_(std::move(owner)) {}
  void add(const schema::CheckedJob& job) {
    auto message = api::to_job_configuration(job.job, job.record.data, owner_);
    if (message) {
      list_.add(*message);
    } else if (!failure_) {
      failure_ = std::move(message).error();
    } else {
      auto more = std::move(message).error().diagnostics;
      failure_->diagnostics.insert(failure_->diagnostics.end(), more.begin(), more.end());
    }
  }
  const std::optional<lang::Error>& failure() const { return failure_; }
  std::string finish() { return list_.finish(); }

 private:
  std::string owner_;
  api::TJsonList list_;
  std::optional<lang::Error> failure_;
};

}  // namespace

int run_config_render(const RenderOptions& options, Context& context) {
  std::optional<ProcessorWatch> watch;
  const auto opened = open_config(options.config, watch, context);
  if (!opened) return report(context, opened.error());
  const auto& session = *opened;
  const auto check = check_options(options.config, schema::CheckOptions::Stage::render);
  JsonJobs json;
  ThriftJobs thrift(options.user.value_or(aurora::login_name()));
  const bool as_json = options.as == "json";
  const auto result = check_config(*session, check, [&](schema::CheckedJob&& job) {
    if (as_json) {
      json.add(job.record.data);
    } else {
      thrift.add(job);
    }
  });
  show_hermetic(*session, options.config.file, context);
  if (auto failure = failure_of(result)) return report(context, *failure);
  if (auto failure = thrift.failure()) {
    lang::locate_all(failure->diagnostics, *session);
    return report(context, *failure);
  }
  show_diagnostics(result.diagnostics, context);
  context.out.write(as_json ? json.finish() : thrift.finish());
  return 0;
}

}  // namespace borealis::client
