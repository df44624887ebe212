#include "client/plan_text.h"

#include "client/jobs.h"
#include "lang/render/screen.h"

namespace borealis::client {

namespace {

void add_field(std::string& out, const FieldChange& change, const Style& style) {
  out += fmt::format("      {}\n", lang::shown(change.path).text);
  if (change.before) out += fmt::format("        {}\n", style.red("- " + *change.before));
  if (change.after) out += fmt::format("        {}\n", style.green("+ " + *change.after));
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

std::string plan_text(const JobPlan& plan, const Style& style) {
  std::string out = style.bold(plan.key.text());
  const auto wanted = static_cast<std::size_t>(plan.wanted_instances);
  switch (plan.action) {
    case PlanAction::unchanged:
      return out + ": nothing to change\n";
    case PlanAction::create:
      return out + fmt::format(": create {}\n", count_of(wanted, "instance"));
    case PlanAction::schedule_cron:
      return out + fmt::format(": schedule, {} a run\n", count_of(wanted, "instance"));
    case PlanAction::replace_cron:
      out += ": replace the schedule\n";
      break;
    case PlanAction::update:
      out += ": update\n";
      break;
  }
  if (!plan.add.empty())
    out +=
        style.green(fmt::format("  + add {}: {}", count_of(plan.add.size(), "instance"), format_instances(plan.add))) +
        "\n";
  if (!plan.remove.empty())
    out += style.red(fmt::format("  - remove {}: {}", count_of(plan.remove.size(), "instance"),
                                 format_instances(plan.remove))) +
           "\n";
  for (const InstanceChange& change : plan.update) {
    out += style.yellow(fmt::format("  ~ change {}: {}", count_of(change.instances.size(), "instance"),
                                    format_instances(change.instances))) +
           "\n";
    for (const FieldChange& field : change.fields) add_field(out, field, style);
  }
  for (const FieldChange& field : plan.template_changes) add_field(out, field, style);
  if (!plan.unchanged.empty())
    out += style.dim(fmt::format("  = keep {}: {}", count_of(plan.unchanged.size(), "instance"),
                                 format_instances(plan.unchanged))) +
           "\n";
  return out;
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
  if (plan.cron) set("template", fields_data(plan.template_changes));
  return map;
}

}  // namespace borealis::client
