#include "client/plan_file.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>

#include "client/api/json_reader.h"
#include "client/digest.h"
#include "client/files.h"
#include "client/plan_text.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

using lang::Data;

constexpr const char* format_name = "borealis-plan";
constexpr int format_version = 1;
constexpr PlanAction all_actions[] = {PlanAction::unchanged, PlanAction::create, PlanAction::update,
                                      PlanAction::schedule_cron, PlanAction::replace_cron};

std::string digest_of(const Data& plan) {
  return client::digest_of(lang::to_json(plan));
}

// Reads members of the file's objects; what is missing or of another kind is remembered.
class Reader {
 public:
  bool failed() const { return failed_; }

  std::string text(const Data& object, const char* name) {
    const Data* field = object.field(name);
    if (field != nullptr && field->text() != nullptr) return *field->text();
    failed_ = true;
    return {};
  }
  int number(const Data& value) {
    const std::int64_t* number = value.integer();
    if (number != nullptr && *number >= 0 && *number <= std::numeric_limits<int>::max())
      return static_cast<int>(*number);
    failed_ = true;
    return 0;
  }
  const Data::List& list(const Data& object, const char* name) {
    static const Data::List none;
    const Data* field = object.field(name);
    if (field != nullptr && field->list() != nullptr) return *field->list();
    failed_ = true;
    return none;
  }
  Instances instances(const Data& object, const char* name) {
    Instances result;
    for (const Data& item : list(object, name)) result.push_back(number(item));
    return result;
  }
  std::vector<FieldChange> fields(const Data& object, const char* name) {
    std::vector<FieldChange> changes;
    for (const Data& item : list(object, name)) {
      FieldChange change{text(item, "path"), std::nullopt, std::nullopt};
      if (const Data* before = item.field("before")) change.before = *before;
      if (const Data* after = item.field("after")) change.after = *after;
      changes.push_back(std::move(change));
    }
    return changes;
  }
  PlanAction action(const Data& object) {
    const std::string name = text(object, "action");
    for (const PlanAction action : all_actions) {
      if (action_name(action) == name) return action;
    }
    failed_ = true;
    return PlanAction::unchanged;
  }
  SavedJob job(const Data& object) {
    SavedJob job;
    JobPlan& plan = job.plan;
    auto key = parse_job_key(text(object, "key"));
    if (key) {
      plan.key = std::move(*key);
    } else {
      failed_ = true;
    }
    plan.action = action(object);
    plan.token = text(object, "token");
    if (const Data* count = object.field("instances")) plan.wanted_instances = number(*count);
    if (object.field("fields") != nullptr) plan.new_fields = fields(object, "fields");
    plan.add = instances(object, "add");
    plan.remove = instances(object, "remove");
    plan.unchanged = instances(object, "unchanged");
    for (const Data& item : list(object, "update"))
      plan.update.push_back({instances(item, "instances"), fields(item, "fields")});
    plan.cron = object.field("template") != nullptr;
    if (plan.cron) plan.template_changes = fields(object, "template");
    if (const Data* rollout = object.field("rollout"); rollout != nullptr && rollout->text() != nullptr)
      plan.rollout = *rollout->text();
    const Data* payload = object.field("payload");
    failed_ = failed_ || payload == nullptr;
    if (payload != nullptr) job.saved = *payload;
    return job;
  }

 private:
  bool failed_ = false;
};

lang::Error no_plan(const std::string& name, std::string why, std::string hint = {}) {
  return {lang::ErrorClass::findings, fmt::format("{} {}", name, why), std::move(hint), {}};
}

lang::Result<SavedPlan> read_plan(const Data& plan, const std::string& name) {
  SavedPlan saved;
  Reader reader;
  const Data* clusters = plan.field("clusters");
  if (clusters != nullptr && clusters->entries() != nullptr) {
    for (const lang::Entry& entry : *clusters->entries()) {
      if (entry.value.text() != nullptr) saved.clusters[entry.name] = *entry.value.text();
    }
  }
  for (const Data& job : reader.list(plan, "jobs")) saved.jobs.push_back(reader.job(job));
  const bool all_known = std::all_of(saved.jobs.begin(), saved.jobs.end(), [&](const SavedJob& job) {
    return saved.clusters.contains(job.plan.key.cluster);
  });
  if (reader.failed() || saved.jobs.empty() || !all_known) return no_plan(name, "is no whole plan");
  return saved;
}

}  // namespace

std::string to_plan_text(const SavedPlan& plan) {
  Data::Map clusters;
  for (const auto& [name, place] : plan.clusters) clusters.entries.push_back({name, place});
  Data::List jobs;
  for (const SavedJob& job : plan.jobs) {
    // The messages stand in the payload as they are; what is written for people is masked.
    Data data = plan_data(mask_plan(job.plan));
    data.set("token", job.plan.token);
    data.set("payload", job.saved);
    jobs.push_back(std::move(data));
  }
  Data::Map body;
  body.entries.push_back({"clusters", std::move(clusters)});
  body.entries.push_back({"jobs", std::move(jobs)});
  Data::Map file;
  file.entries.push_back({"format", format_name});
  file.entries.push_back({"version", format_version});
  file.entries.push_back({"digest", digest_of(Data(body))});
  file.entries.push_back({"plan", std::move(body)});
  return lang::to_json(file, {2}) + "\n";
}

lang::Result<SavedPlan> parse_plan(std::string_view text, const std::string& name) {
  auto file = api::parse_json(text);
  if (!file) {
    const bool begun = text.substr(0, 200).find(format_name) != std::string_view::npos;
    return no_plan(name, begun ? "is a damaged plan: it is cut off, or no JSON any more" : "is no plan",
                   "`borealis job diff FILE --out PLAN` makes one");
  }
  const Data* format = file->field("format");
  if (format == nullptr || format->text() == nullptr || *format->text() != format_name)
    return no_plan(name, "is no plan", "`borealis job diff FILE --out PLAN` makes one");
  const Data* version = file->field("version");
  if (version == nullptr || version->integer() == nullptr || *version->integer() != format_version)
    return no_plan(name, fmt::format("is a plan of another version; this program knows version {}", format_version),
                   "make the plan anew");
  const Data* plan = file->field("plan");
  const Data* digest = file->field("digest");
  if (plan == nullptr || digest == nullptr || digest->text() == nullptr || *digest->text() != digest_of(*plan))
    return no_plan(name, "is a damaged plan: its digest does not fit", "make the plan anew");
  return read_plan(*plan, name);
}

lang::Status write_plan_file(const std::string& path, const SavedPlan& plan) {
  if (const auto there = read_file(path); there || errno != ENOENT) {
    const bool ours = there && there->substr(0, 200).find(format_name) != std::string::npos;
    if (!ours)
      return lang::Error{lang::ErrorClass::conflict,
                         fmt::format("{} is there and is no plan", path),
                         "remove it or choose another name",
                         {}};
  }
  const mode_t before = umask(077);
  auto written = write_file(path, to_plan_text(plan));
  umask(before);
  return written;
}

lang::Result<SavedPlan> read_plan_file(const std::string& path) {
  const auto text = read_file(path);
  if (!text)
    return lang::Error{
        lang::ErrorClass::no_jobs, fmt::format("{} cannot be read: {}", path, std::strerror(errno)), {}, {}};
  return parse_plan(*text, path);
}

}  // namespace borealis::client
