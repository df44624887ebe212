#include "schema/export/export.h"
#include "schema/export/reference.h"

namespace borealis::schema {

namespace {

// As an anchor of the heading of that name.
std::string anchor(std::string name) {
  for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return "#" + name;
}

std::string linked(const std::string& name) {
  return "[" + name + "](" + anchor(name) + ")";
}

std::string linked_type(const TypeInfo& type) {
  using Kind = TypeInfo::Kind;
  switch (type.kind) {
    case Kind::structure:
    case Kind::enumeration:
      return linked(type.name);
    case Kind::list:
      return "List(" + linked_type(*type.element) + ")";
    case Kind::map:
      return "Map(" + linked_type(*type.key) + ", " + linked_type(*type.element) + ")";
    case Kind::choice: {
      std::string names;
      for (const TypeInfo* each : type.alternatives) names += (names.empty() ? "" : ", ") + linked_type(*each);
      return "Choice(" + names + ")";
    }
    default:
      return type.name;
  }
}

// A cell of a table: what would end it is escaped, also within code.
std::string cell(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '|' ? "\\|" : std::string(1, c);
  return out;
}

std::string initial_cell(const FieldInfo& field) {
  if (field.required) return "**required**";
  return field.default_value ? "`" + cell(default_text(field)) + "`" : "";
}

void add_uses(std::string& out, const std::string& name) {
  const std::vector<std::string> uses = uses_of(name);
  if (uses.empty()) return;
  out += "\nUsed in ";
  for (std::size_t i = 0; i < uses.size(); ++i) {
    const std::string owner = uses[i].substr(0, uses[i].find('.'));
    out += (i == 0 ? "" : ", ") + ("[`" + uses[i] + "`](" + anchor(owner) + ")");
  }
  out += ".\n";
}

void add_struct(std::string& out, const StructInfo& info) {
  out += "\n## " + info.name + "\n\n" + info.doc + "\n";
  if (info.name == "MesosJob") out += "\n`Job` is another name of it; `Service` is a `Job` with `service = True`.\n";
  out += "\n| field | type | default | unit | |\n|---|---|---|---|---|\n";
  for (const FieldInfo& field : info.fields) {
    out += "| `" + field.name + "` | " + linked_type(*field.type) + " | " + initial_cell(field) + " | " +
           std::string(unit_name(field.unit)) + " | " + cell(field.doc) + " |\n";
  }
  add_uses(out, info.name);
}

}  // namespace

std::string markdown() {
  std::string out = "<!-- " + std::string(export_mark) +
                    " --as markdown --out docs`; edit schema/declarations_*.cc instead. -->\n"
                    "# The structs of a config\n"
                    "\n"
                    "Every struct, its fields and what they hold. `borealis schema show NAME` says the same in a "
                    "terminal. A field without a\n"
                    "default is unset unless it is given; setting one to `Empty` unsets it. A text may hold "
                    "references, `{{name}}`, wherever\n"
                    "it stands, and a text that holds a number is accepted where one belongs.\n"
                    "\n"
                    "| struct | is |\n|---|---|\n";
  for (const StructInfo* info : structs_for_reading())
    out += "| " + linked(info->name) + " | " + cell(info->doc) + " |\n";
  for (const StructInfo* info : structs_for_reading()) add_struct(out, *info);
  for (const TypeInfo* info : all_enums()) {
    out += "\n## " + info->name + "\n\nOne of";
    for (const std::string& value : info->values) out += (value == info->values.front() ? " `" : ", `") + value + "`";
    out += ".\n";
    add_uses(out, info->name);
  }
  return out;
}

}  // namespace borealis::schema
