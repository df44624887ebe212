#include "client/plan_text.h"

#include <algorithm>
#include <functional>
#include <map>

#include "client/jobs.h"
#include "client/line_diff.h"
#include "client/secrets.h"
#include "client/units.h"
#include "lang/json.h"
#include "lang/render/screen.h"
#include "schema/struct_info.h"

namespace borealis::client {

namespace {

std::string json(const lang::Data& value) {
  return lang::to_json(value, {0, false});
}

bool has_lines(const std::optional<lang::Data>& value) {
  return value && value->text() != nullptr && value->text()->find('\n') != std::string::npos;
}

// Control characters of a command don't reach the terminal.
std::string plain(std::string_view line) {
  return lang::shown(line).text;
}

void add_lines(std::string& out, const std::string& before, const std::string& after, const Style& style) {
  using Kind = DiffLine::Kind;
  for (const DiffLine& line : diff_lines(before, after)) {
    const std::string text = plain(line.text);
    std::string row = line.kind == Kind::removed   ? style.red("- " + text)
                      : line.kind == Kind::added   ? style.green("+ " + text)
                      : line.kind == Kind::skipped ? style.dim("  ...")
                                                   : "  " + text;
    out += "        " + row + "\n";
  }
}

// The name of the field or key that a path ends with.
std::string_view last_name(std::string_view path) {
  if (path.ends_with(']')) path.remove_suffix(1);
  const auto at = path.find_last_of(".[");
  return at == std::string_view::npos ? path : path.substr(at + 1);
}

// An amount of memory or disk as a config would write it: 32*MB rather than 33554432.
std::string amount_text(std::string_view path, const lang::Data& value) {
  const schema::FieldInfo* field = schema::find_struct("Resources")->field(last_name(path));
  const bool bytes = field != nullptr && field->unit == schema::Unit::bytes && value.integer() != nullptr &&
                     path.substr(0, path.rfind('.')).ends_with("resources");
  constexpr std::int64_t mb = 1 << 20;
  if (!bytes || *value.integer() % mb != 0 || *value.integer() <= 0) return json(value);
  const std::int64_t amount = *value.integer() / mb;
  return amount % 1024 == 0 ? fmt::format("{}*GB", amount / 1024) : fmt::format("{}*MB", amount);
}

// A value that stands on one side: a struct with a line for each field, and one for each line of a command.
void add_value(std::string& out, std::string_view path, const lang::Data& value, const std::string& sign,
               const std::function<std::string(std::string_view)>& colour) {
  const auto row = [&](const std::string& text) { out += "        " + colour(sign + text) + "\n"; };
  const auto* entries = value.entries();
  if (entries == nullptr || entries->empty()) {
    row(amount_text(path, value));
    return;
  }
  for (const lang::Entry& entry : *entries) {
    if (!has_lines(entry.value)) {
      row(entry.name + ": " + json(entry.value));
      continue;
    }
    row(entry.name + ":");
    for (const DiffLine& line : diff_lines("", *entry.value.text())) row("  " + plain(line.text));
  }
}

std::string text_of(const std::optional<lang::Data>& value) {
  return value && value->text() != nullptr ? *value->text() : "";
}

void add_field(std::string& out, const FieldChange& change, const Style& style) {
  out += fmt::format("      {}\n", plain(change.path));
  const bool texts =
      (!change.before || change.before->text() != nullptr) && (!change.after || change.after->text() != nullptr);
  if (texts && (has_lines(change.before) || has_lines(change.after))) {
    add_lines(out, text_of(change.before), text_of(change.after), style);
    return;
  }
  if (change.before)
    add_value(out, change.path, *change.before, "- ", [&](std::string_view text) { return style.red(text); });
  if (change.after)
    add_value(out, change.path, *change.after, "+ ", [&](std::string_view text) { return style.green(text); });
}

// `metadata[db_password].value`: the name that stands in brackets before `.value`.
std::string_view name_of(std::string_view path) {
  if (path.ends_with(".value")) path.remove_suffix(std::string_view(".value").size());
  return last_name(path);
}

// What a new job is: a line for each field, and one for each line of a command.
void add_new_field(std::string& out, const FieldChange& field, const Style& style) {
  const std::string name = plain(field.path);
  if (!has_lines(field.after)) {
    out += "    " + style.green(fmt::format("+ {}: {}", name, amount_text(field.path, *field.after))) + "\n";
    return;
  }
  out += "    " + style.green("+ " + name + ":") + "\n";
  for (const DiffLine& line : diff_lines("", text_of(field.after)))
    out += "        " + style.green(plain(line.text)) + "\n";
}

std::string in_progress_text(const UpdateSummary& update, bool changes) {
  std::string text = fmt::format("update {} of this job goes on ({}, started {} by {})", update.id, update.status,
                                 utc_text(update.created_ms), update.user);
  return text + (changes ? "; the cluster takes no other until it is over" : "");
}

std::size_t differing_lines(const FieldChange& change) {
  const auto lines = diff_lines(text_of(change.before), text_of(change.after));
  return static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [](const DiffLine& line) {
    return line.kind == DiffLine::Kind::removed || line.kind == DiffLine::Kind::added;
  }));
}

// What differs from the job that is there.
std::string differences_text(const JobPlan& plan, const Style& style) {
  std::string out;
  const auto line = [](const char* what, const Instances& instances) {
    return fmt::format("  {} {}: {}", what, count_of(instances.size(), "instance"), format_instances(instances));
  };
  if (!plan.add.empty()) out += style.green(line("+ add", plan.add)) + "\n";
  if (!plan.remove.empty()) out += style.red(line("- remove", plan.remove)) + "\n";
  for (const InstanceChange& change : plan.update) {
    if (!plan.cron) out += style.yellow(line("~ change", change.instances)) + "\n";
    for (const FieldChange& field : change.fields) add_field(out, field, style);
  }
  for (const FieldChange& field : plan.template_changes) add_field(out, field, style);
  if (!plan.unchanged.empty()) out += style.dim(line("= keep", plan.unchanged)) + "\n";
  if (!plan.rollout.empty()) out += style.dim("  " + plan.rollout) + "\n";
  return out;
}

FieldChange masked(const FieldChange& change) {
  FieldChange out = change;
  const std::string_view name = name_of(change.path);
  if (out.before) out.before = mask_secrets(*out.before, name);
  if (out.after) out.after = mask_secrets(*out.after, name);
  if (!out.before || !out.after) return out;
  // That a secret differs, which is no longer seen, is said.
  const bool differs = json(*change.before) != json(*change.after);
  if (differs && json(*out.before) == json(*out.after)) {
    out.path += " (a secret)";
  } else if (differing_lines(change) != differing_lines(out)) {
    out.path += " (and a secret)";
  }
  return out;
}

void mask(std::vector<FieldChange>& changes) {
  std::transform(changes.begin(), changes.end(), changes.begin(), masked);
}

lang::Data numbers(const Instances& instances) {
  lang::Data::List list;
  for (const int instance : instances) list.emplace_back(instance);
  return list;
}

lang::Data fields_data(const std::vector<FieldChange>& changes) {
  lang::Data::List list;
  for (const FieldChange& change : changes) {
    lang::Data::Map field;
    field.entries.push_back({"path", change.path});
    if (change.before) field.entries.push_back({"before", *change.before});
    if (change.after) field.entries.push_back({"after", *change.after});
    list.emplace_back(std::move(field));
  }
  return list;
}

}  // namespace

std::string_view action_name(PlanAction action) {
  switch (action) {
    case PlanAction::unchanged:
      return "unchanged";
    case PlanAction::create:
      return "create";
    case PlanAction::update:
      return "update";
    case PlanAction::schedule_cron:
      return "schedule";
    case PlanAction::replace_cron:
      return "replace";
  }
  return "unchanged";
}

JobPlan mask_plan(JobPlan plan) {
  for (InstanceChange& change : plan.update) mask(change.fields);
  mask(plan.template_changes);
  mask(plan.new_fields);
  return plan;
}

std::string plan_summary(const std::vector<JobPlan>& plans) {
  std::map<std::string_view, std::size_t> counts;
  for (const JobPlan& plan : plans) ++counts[action_name(plan.action)];
  std::string text = count_of(plans.size(), "job") + ":";
  const char* separator = " ";
  for (const char* action : {"create", "update", "schedule", "replace", "unchanged"}) {
    if (counts[action] == 0) continue;
    text += fmt::format("{}{} {}{}", separator, counts[action], std::string_view(action) == "unchanged" ? "" : "to ",
                        action);
    separator = ", ";
  }
  return text;
}

std::string plan_text(const JobPlan& plan, const Style& style) {
  std::string out = style.bold(plan.key.text());
  const auto wanted = static_cast<std::size_t>(plan.wanted_instances);
  switch (plan.action) {
    case PlanAction::unchanged:
      out += ": nothing to change\n";
      break;
    case PlanAction::create:
      out += fmt::format(": create {}\n", count_of(wanted, "instance"));
      break;
    case PlanAction::schedule_cron:
      out += fmt::format(": schedule, {} a run\n", count_of(wanted, "instance"));
      break;
    case PlanAction::replace_cron:
      out += ": replace the schedule\n";
      break;
    case PlanAction::update:
      out += ": update\n";
      break;
  }
  if (plan.update_in_progress)
    out += style.yellow("  ! " + in_progress_text(*plan.update_in_progress, plan.changes())) + "\n";
  for (const FieldChange& field : plan.new_fields) add_new_field(out, field, style);
  const bool known = plan.action == PlanAction::update || plan.action == PlanAction::replace_cron;
  return known ? out + differences_text(plan, style) : out;
}

lang::Data plan_data(const JobPlan& plan) {
  lang::Data::Map map;
  const auto set = [&](const char* name, lang::Data value) { map.entries.push_back({name, std::move(value)}); };
  set("key", plan.key.text());
  set("action", std::string(action_name(plan.action)));
  set("instances", plan.wanted_instances);
  set("add", numbers(plan.add));
  set("remove", numbers(plan.remove));
  lang::Data::List updates;
  for (const InstanceChange& change : plan.update) {
    lang::Data::Map item;
    item.entries.push_back({"instances", numbers(change.instances)});
    item.entries.push_back({"fields", fields_data(change.fields)});
    updates.emplace_back(std::move(item));
  }
  set("update", std::move(updates));
  set("unchanged", numbers(plan.unchanged));
  if (!plan.new_fields.empty()) set("fields", fields_data(plan.new_fields));
  if (plan.update_in_progress) {
    lang::Data::Map update;
    update.entries.push_back({"id", plan.update_in_progress->id});
    update.entries.push_back({"status", plan.update_in_progress->status});
    update.entries.push_back({"user", plan.update_in_progress->user});
    set("update_in_progress", std::move(update));
  }
  if (plan.cron) set("template", fields_data(plan.template_changes));
  if (!plan.rollout.empty()) set("rollout", plan.rollout);
  return map;
}

}  // namespace borealis::client
