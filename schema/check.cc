#include "schema/check.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "lang/suggest.h"
#include "schema/origins.h"
#include "schema/reader.h"
#include "schema/rule.h"
#include "schema/struct_info.h"

namespace borealis::schema {

namespace {

constexpr std::size_t kShownCandidates = 8;
// Each costs a resolution of its job.
constexpr int kMostExplained = 100;

std::string text_of(const lang::Data& job, std::string_view field) {
  const lang::Data* value = job.field(field);
  return value != nullptr && value->text() != nullptr ? *value->text() : "";
}

JobKey key_in(const lang::Data& job) {
  return {text_of(job, "cluster"), text_of(job, "role"), text_of(job, "environment"), text_of(job, "name")};
}

bool is_whole(const JobKey& key) {
  return !key.cluster.empty() && !key.role.empty() && !key.environment.empty() && !key.name.empty();
}

// A key for people: parts that the job lacks show as such.
std::string shown(const JobKey& key) {
  const auto part = [](const std::string& text) { return text.empty() ? std::string("{MISSING}") : text; };
  return part(key.cluster) + "/" + part(key.role) + "/" + part(key.environment) + "/" + part(key.name);
}

// Two findings that are one: a value that many jobs share is wrong once. Chosen before places are looked up.
std::string identity_of(const lang::Diagnostic& d) {
  std::string identity = d.rule;
  for (const std::string& part : {d.message, d.place.field, d.place.text, d.span.file})
    identity.append(1, '\0').append(part);
  for (std::uint32_t part : {static_cast<std::uint32_t>(d.severity), d.place.site,
                             static_cast<std::uint32_t>(d.span.line), static_cast<std::uint32_t>(d.span.column)}) {
    identity.append(1, '\0').append(std::to_string(part));
  }
  return identity;
}

// What one call was refused: fields that its struct doesn't have, and fields whose value was left out for its type.
struct Refused {
  std::vector<std::string> unknown;
  std::set<std::string> left_out;
};

// A call that misspells a field lacks the one that was meant. Only the misspelling is worth saying.
void drop_consequences(lang::Diagnostics& found, const lang::Diagnostics& refusals) {
  std::map<lang::SiteId, Refused> refused;
  for (const lang::Diagnostic& d : refusals) {
    if (!d.place.known() || d.severity != lang::Severity::error) continue;
    if (d.rule == "unknown-field") refused[d.place.site].unknown.push_back(d.place.field);
    if (d.rule == "wrong-type") refused[d.place.site].left_out.insert({d.place.field, d.place.text});
  }
  if (refused.empty()) return;

  const auto lacks = [&](const lang::Diagnostic& d) {
    return d.place.field.empty() && (d.rule == "missing-field" || d.rule == "process-order") &&
           refused.contains(d.place.site);
  };
  const auto field_of = [](const lang::Diagnostic& d) { return d.path.substr(d.path.rfind('.') + 1); };
  std::map<lang::SiteId, std::set<std::string>> missing;
  for (const lang::Diagnostic& d : found) {
    if (lacks(d)) missing[d.place.site].insert(field_of(d));
  }
  for (auto& [site, fields] : missing) {
    const Refused& call = refused[site];
    std::erase_if(fields, [&](const std::string& field) { return call.left_out.contains(field); });
    std::size_t spare = 0;
    for (const std::string& word : call.unknown) {
      const std::string meant = lang::nearest(word, {fields.begin(), fields.end()});
      if (meant.empty()) ++spare;
      fields.erase(meant);
    }
    while (spare-- > 0 && !fields.empty()) fields.erase(fields.begin());
  }
  std::erase_if(found,
                [&](const lang::Diagnostic& d) { return lacks(d) && !missing[d.place.site].contains(field_of(d)); });
}

class Checker {
 public:
  Checker(Session& session, const CheckOptions& options, const JobConsumer& consume)
      : session_(session), options_(options), consume_(consume) {}

  CheckResult run() {
    while (std::optional<JobRecord> record = session_.next()) take(std::move(*record));
    Session::Outcome outcome = session_.finish();
    result_.has_jobs = outcome.has_jobs;
    result_.inputs = std::move(outcome.inputs);
    result_.hooks_defined = outcome.hooks_defined;
    result_.sets_no_jobs = outcome.sets_no_jobs;
    drop_consequences(result_.diagnostics, outcome.diagnostics);
    for (lang::Diagnostic& d : outcome.diagnostics) keep(std::move(d));
    if (outcome.has_jobs) {
      say_duplicates();
      say_unused_hooks();
      if (options_.job && result_.jobs == 0) say_no_such_job();
    }
    explain();
    lang::locate_all(result_.diagnostics, session_);
    drop_notes_at_the_place_itself();
    lang::sort_and_deduplicate(result_.diagnostics);
    result_.open_refs.assign(open_refs_.begin(), open_refs_.end());
    return std::move(result_);
  }

 private:
  bool validating() const { return options_.stage == CheckOptions::Stage::validate; }

  void take(JobRecord record) {
    JobKey key = key_in(record.data);
    result_.list.push_back({key, {record.site, "", ""}});
    if (options_.job && key != *options_.job) return;
    ++result_.jobs;
    if (is_whole(key)) sites_[key.text()].push_back({record.index, record.site});
    for (const OpenRef& open : record.open_refs) open_refs_.insert(open.ref);

    lang::Diagnostics found = std::move(record.diagnostics);
    record.diagnostics.clear();
    std::optional<Job> job = read_and_check(record, found);
    const bool good = job && !lang::has_errors(found);
    for (lang::Diagnostic& d : found) keep(std::move(d));
    if (good) consume_({std::move(*job), std::move(record), std::move(key)});
  }

  std::optional<Job> read_and_check(const JobRecord& record, lang::Diagnostics& found) {
    // What is no job at all was said by who made the list, or is said here.
    if (record.data.object() == nullptr && lang::has_errors(found)) return std::nullopt;
    lang::Diagnostics read;
    PartialJob partial = read_partial(record, read);
    std::erase_if(read, [&](const lang::Diagnostic& d) { return is_said_elsewhere(d, record, found); });
    for (lang::Diagnostic& d : read) found.push_back(std::move(d));
    if (record.data.object() == nullptr) return std::nullopt;
    const JobUnderCheck under{record, partial, partial.job, options_.limits.of(partial.job.cluster)};
    apply_rules(under, validating() ? RuleStage::lint : RuleStage::conversion, found);
    if (validating() && first_without_hooks_ == 0 && !partial.job.enable_hooks) first_without_hooks_ = record.site;
    if (!partial.bad_paths.empty()) return std::nullopt;
    return std::move(partial.job);
  }

  // A reference that is bound to nothing makes a number a text, too: one finding is enough. So does what resolution
  // itself refused.
  static bool is_said_elsewhere(const lang::Diagnostic& d, const JobRecord& record, const lang::Diagnostics& found) {
    if (d.rule != "wrong-type") return false;
    const auto same_path = [&](const std::string& path) {
      return path == d.path || path_in_jobs(record.index, path) == d.path;
    };
    const auto bound_late = [](const std::string& ref) {
      return ref.starts_with("mesos.") || ref.starts_with("thermos.");
    };
    return std::any_of(record.open_refs.begin(), record.open_refs.end(),
                       [&](const OpenRef& open) { return same_path(open.path) && !bound_late(open.ref); }) ||
           std::any_of(found.begin(), found.end(), [&](const lang::Diagnostic& other) {
             return other.severity == lang::Severity::error && same_path(other.path);
           });
  }

  void keep(lang::Diagnostic d) {
    if (!validating() && d.severity != lang::Severity::error) return;
    if (seen_.insert(identity_of(d)).second) result_.diagnostics.push_back(std::move(d));
  }

  // A value that references led to is shown with the way to it.
  void explain() {
    auto* origins = dynamic_cast<Origins*>(&session_);
    int left = validating() ? kMostExplained : 0;
    for (lang::Diagnostic& d : result_.diagnostics) {
      if (origins == nullptr || left == 0) return;
      if (d.path.empty() || !d.notes.empty() || d.rule == "unbound-reference") continue;
      d.notes = origins->origins(d.path);
      --left;
    }
  }

  void drop_notes_at_the_place_itself() {
    for (lang::Diagnostic& d : result_.diagnostics) {
      std::erase_if(d.notes, [&](const lang::Note& note) { return note.span.known() && note.span == d.span; });
    }
  }

  void say_duplicates() {
    if (!validating() && !options_.job) return;
    for (const auto& [key, sites] : sites_) {
      for (std::size_t i = 1; i < sites.size(); ++i) {
        lang::Diagnostic d;
        d.rule = "duplicate-job-key";
        d.message =
            "another job of the file, `" + path_in_jobs(sites[0].index, "") + "`, has the same key, `" + key + "`";
        d.hint = "give each job a cluster, role, environment and name of its own";
        d.place = {sites[i].site, "", ""};
        d.path = path_in_jobs(sites[i].index, "");
        d.notes.push_back({"the other job", {}, {sites[0].site, "", ""}});
        keep(std::move(d));
      }
    }
  }

  void say_unused_hooks() {
    if (!validating() || !result_.hooks_defined || first_without_hooks_ == 0) return;
    lang::Diagnostic d;
    d.rule = "hooks-disabled";
    d.severity = lang::Severity::warning;
    d.message = "the file defines `hooks`, but this job does not set `enable_hooks`, so none is called for it";
    d.hint = "set `enable_hooks=True`";
    d.place = {first_without_hooks_, "", ""};
    keep(std::move(d));
  }

  void say_no_such_job() {
    result_.has_jobs = false;
    const std::string wanted = options_.job->text();
    std::vector<std::string> keys;
    for (const ListedJob& job : result_.list) keys.push_back(shown(job.key));
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    const std::string near = lang::nearest(wanted, keys);

    lang::Diagnostic d;
    d.rule = "no-such-job";
    d.message = "the file has no job `" + wanted + "`";
    if (!near.empty()) d.hint = "did you mean `" + near + "`? ";
    d.hint += "it has ";
    for (std::size_t i = 0; i < std::min(keys.size(), kShownCandidates); ++i) d.hint += (i == 0 ? "" : ", ") + keys[i];
    if (keys.size() > kShownCandidates) d.hint += " and " + std::to_string(keys.size() - kShownCandidates) + " more";
    for (const ListedJob& job : result_.list) {
      if (!d.place.known() || shown(job.key) == near) d.place = job.place;
    }
    keep(std::move(d));
  }

  struct Made {
    int index = 0;
    lang::SiteId site = 0;
  };

  Session& session_;
  const CheckOptions& options_;
  const JobConsumer& consume_;
  CheckResult result_;
  std::map<std::string, std::vector<Made>> sites_;  // of each key
  std::set<std::string> open_refs_;
  std::unordered_set<std::string> seen_;
  lang::SiteId first_without_hooks_ = 0;
};

}  // namespace

CheckResult check_config(Session& session, const CheckOptions& options, const JobConsumer& consume) {
  return Checker(session, options, consume).run();
}

CheckedConfig check_config(Session& session, const CheckOptions& options) {
  CheckedConfig config;
  CheckResult result =
      check_config(session, options, [&](CheckedJob&& job) { config.checked.push_back(std::move(job)); });
  static_cast<CheckResult&>(config) = std::move(result);
  return config;
}

std::optional<lang::Error> failure_of(const CheckResult& result) {
  if (result.ok()) return std::nullopt;
  const int errors = lang::count(result.diagnostics, lang::Severity::error);
  std::string message = "the config has " + std::to_string(errors) + (errors == 1 ? " error" : " errors");
  return lang::Error{result.error_class(), std::move(message), "", result.diagnostics};
}

}  // namespace borealis::schema
