// schema show: the structs of a config and their fields, as the declarations have them.
#include <algorithm>

#include "client/commands/commands.h"
#include "client/commands/schema_found.h"
#include "client/help.h"
#include "client/table.h"
#include "lang/suggest.h"
#include "schema/export/reference.h"

namespace borealis::client {

namespace {

using schema::FieldInfo;
using schema::StructInfo;
using schema::TypeInfo;

// Helpers that people may take for structs, and what they make.
constexpr std::pair<std::string_view, std::string_view> helpers[] = {
    {"SequentialTask", "Task"},
    {"SimpleTask", "Task"},
    {"combine_tasks", "Task"},
    {"concat_tasks", "Task"},
    {"order", "Constraint"},
    {"DefaultHealthChecker", "HealthCheckerConfig"},
    {"DefaultLifecycleConfig", "LifecycleConfig"},
    {"DisableLifecycle", "LifecycleConfig"},
};

lang::Error no_such_name(const std::string& name) {
  lang::Error error{lang::ErrorClass::not_found, fmt::format("there is no struct '{}'", name), {}, {}};
  std::vector<std::string> names = {"Job", "Service"};
  for (const StructInfo* each : schema::all_structs()) names.push_back(each->name);
  for (const TypeInfo* each : schema::all_enums()) names.push_back(each->name);
  const std::string near = lang::nearest(name, names);
  error.hint = near.empty() ? "`borealis schema show` lists them" : fmt::format("did you mean {}?", near);
  for (const auto& [helper, made] : helpers) {
    if (helper == name) error.hint = fmt::format("it is a helper that makes a {0}: `borealis schema show {0}`", made);
  }
  return error;
}

lang::Error no_such_field(const StructInfo& info, const std::string& name) {
  const std::string near = lang::nearest(name, info.field_names());
  return {lang::ErrorClass::not_found,
          fmt::format("{} has no field '{}'", info.name, name),
          near.empty() ? fmt::format("`borealis schema show {}` lists its fields", info.name)
                       : fmt::format("did you mean {}?", near),
          {}};
}

// The struct that the fields below a field belong to: its own type, or that of its elements.
const StructInfo* struct_below(const TypeInfo& type) {
  if (type.structure != nullptr) return type.structure;
  return type.element == nullptr ? nullptr : struct_below(*type.element);
}

// Follows NAME[.FIELD]...
lang::Result<FoundInSchema> find(const std::string& path) {
  const std::string name = path.substr(0, path.find('.'));
  FoundInSchema found;
  found.structure = schema::find_struct(name);
  if (found.structure == nullptr) found.enumeration = schema::find_enum(name);
  if (found.structure == nullptr && (found.enumeration == nullptr || name != path)) return no_such_name(name);
  for (std::size_t at = name.size(); at < path.size();) {
    const std::size_t end = std::min(path.find('.', at + 1), path.size());
    const std::string step = path.substr(at + 1, end - at - 1);
    if (found.field != nullptr) {
      const StructInfo* below = struct_below(*found.field->type);
      if (below == nullptr)
        return lang::Error{
            lang::ErrorClass::not_found,
            fmt::format("{} is a {}, which has no fields", path.substr(0, at), schema::type_name(*found.field->type)),
            {},
            {}};
      found.structure = below;
    }
    found.field = found.structure->field(step);
    if (found.field == nullptr) return no_such_field(*found.structure, step);
    at = end;
  }
  return found;
}

std::string need_text(const FieldInfo& field) {
  if (field.required) return "required";
  return field.default_value ? schema::default_text(field) : "-";
}

// A table whose last column is wrapped instead of cut: documentation is there to be read.
class Reference {
 public:
  explicit Reference(std::vector<std::string> header) { rows_.push_back(std::move(header)); }
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }

  // Columns that the table needs at least; less makes the last one too narrow to read.
  int least_width() const { return left() + 30; }

  std::string text(const Style& style, int width) const {
    const std::vector<int> widths = this->widths();
    std::string out;
    for (const auto& row : rows_) {
      std::string line;
      for (std::size_t column = 0; column < widths.size(); ++column) {
        if (widths[column] == 0) continue;
        const int padding = widths[column] - display_width(row[column]) + 2;
        line += row[column];
        line.append(static_cast<std::size_t>(padding), ' ');
      }
      line += wrap(row.back(), std::max(width, least_width()), left());
      line.resize(line.find_last_not_of(' ') + 1);
      out += (&row == &rows_.front() ? style.bold(line) : line) + "\n";
    }
    return out;
  }

 private:
  // Of all columns but the last; 0: empty in every row, and left out.
  std::vector<int> widths() const {
    std::vector<int> widths(rows_[0].size() - 1);
    for (std::size_t column = 0; column < widths.size(); ++column) {
      const bool filled =
          std::any_of(rows_.begin() + 1, rows_.end(), [&](const auto& row) { return !row[column].empty(); });
      for (const auto& row : rows_) widths[column] = filled ? std::max(widths[column], display_width(row[column])) : 0;
    }
    return widths;
  }
  int left() const {
    int columns = 0;
    for (const int width : widths()) columns += width == 0 ? 0 : width + 2;
    return columns;
  }

  std::vector<std::vector<std::string>> rows_;
};

// "Integer (seconds), default 5"
std::string type_and_need(const FieldInfo& field) {
  const std::string_view unit = schema::unit_name(field.unit);
  const std::string need = field.required        ? "required"
                           : field.default_value ? "default " + schema::default_text(field)
                                                 : "unset unless it is given";
  return fmt::format("{}{}, {}", schema::type_name(*field.type), unit.empty() ? "" : fmt::format(" ({})", unit), need);
}

void print_uses(const std::string& name, Context& context) {
  const std::vector<std::string> uses = schema::uses_of(name);
  if (!uses.empty()) context.out.print("\nUsed in {}.\n", fmt::format("{}", fmt::join(uses, ", ")));
}

void print_struct(const StructInfo& info, int width, Context& context) {
  const Style style = context.out_style();
  context.out.print("{}  {}\n", style.bold(info.name), wrap(info.doc, width, 2));
  if (info.name == "MesosJob") context.out.write("Job is another name of it; Service is a Job with service = True.\n");
  context.out.write("\n");
  Reference table({"FIELD", "TYPE", "DEFAULT", "UNIT", "MEANING"});
  for (const FieldInfo& field : info.fields)
    table.add({field.name, schema::type_name(*field.type), need_text(field), std::string(schema::unit_name(field.unit)),
               field.doc});
  if (table.least_width() <= width) {
    context.out.write(table.text(style, width));
  } else {
    for (const FieldInfo& field : info.fields)
      context.out.print("{}  {}\n    {}\n", style.bold(field.name), type_and_need(field), wrap(field.doc, width, 4));
  }
  print_uses(info.name, context);
}

void print_field(const StructInfo& info, const FieldInfo& field, int width, Context& context) {
  const Style style = context.out_style();
  context.out.print("{}\n\n  {}\n", style.bold(info.name + "." + field.name), type_and_need(field));
  if (field.type->kind == TypeInfo::Kind::enumeration)
    context.out.print("  one of {}\n", fmt::join(field.type->values, ", "));
  context.out.print("  {}\n", wrap(field.doc, width, 2));
  if (const StructInfo* below = struct_below(*field.type); below != nullptr)
    context.out.print("\n`borealis schema show {}` shows its fields.\n", below->name);
}

void print_found(const FoundInSchema& found, int width, Context& context) {
  if (found.field != nullptr) return print_field(*found.structure, *found.field, width, context);
  if (found.structure != nullptr) return print_struct(*found.structure, width, context);
  context.out.print("{}  one of {}\n", context.out_style().bold(found.enumeration->name),
                    fmt::join(found.enumeration->values, ", "));
  print_uses(found.enumeration->name, context);
}

void print_all(int width, Context& context) {
  Reference table({"STRUCT", "MEANING"});
  for (const StructInfo* each : schema::structs_for_reading())
    table.add({each->name, each->name == "MesosJob" ? each->doc + " Also called Job." : each->doc});
  for (const TypeInfo* each : schema::all_enums())
    table.add({each->name, fmt::format("One of {}.", fmt::join(each->values, ", "))});
  context.out.write(table.text(context.out_style(), width));
  context.out.write("\n`borealis schema show NAME` shows the fields of one.\n");
}

}  // namespace

int run_schema_show(const ShowSchemaOptions& options, Context& context) {
  const bool json = options.output == DataFormat::json;
  // Somebody who greps wants whole lines.
  const int width = context.out.terminal() ? context.out.width() : 10'000;
  if (!options.name) {
    if (json) {
      context.out.write(all_of_schema_json());
    } else {
      print_all(width, context);
    }
    return 0;
  }
  const auto found = find(*options.name);
  if (!found) return report(context, found.error());
  if (json) {
    context.out.write(found_json(*found));
  } else {
    print_found(*found, width, context);
  }
  return 0;
}

}  // namespace borealis::client
