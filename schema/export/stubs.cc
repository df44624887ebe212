#include <algorithm>
#include <array>

#include "lang/json.h"
#include "schema/export/export.h"
#include "schema/export/reference.h"
#include "schema/export/stub_texts.h"

namespace borealis::schema {

namespace {

// The structs of apache.thermos.config.schema; all others are Aurora's. (schema.md §2)
constexpr std::array<std::string_view, 9> thermos_names = {"Resources",      "RotatePolicy",      "Logger",
                                                           "Process",        "Constraint",        "Task",
                                                           "ThermosContext", "LoggerDestination", "LoggerMode"};

// What combine_tasks() and concat_tasks() work out themselves and take no keyword for. (schema.md §3)
constexpr std::array<std::string_view, 3> combined_fields = {"resources", "constraints", "finalization_wait"};

bool is_thermos(const std::string& name) {
  return std::find(thermos_names.begin(), thermos_names.end(), name) != thermos_names.end();
}

// JSON's texts are Python's, too.
std::string literal(const std::string& text) {
  return lang::to_json(text);
}

std::string literals(const TypeInfo& type) {
  std::string out = "Literal[";
  for (const std::string& value : type.values) out += (out.back() == '[' ? "" : ", ") + literal(value);
  return out + "]";
}

// What the language accepts for a value of the type, without Unset. (language.md §4-§9)
std::string accepted(const TypeInfo& type) {
  using Kind = TypeInfo::Kind;
  switch (type.kind) {
    case Kind::string:
    case Kind::integer:
    case Kind::real:
    case Kind::boolean:
      return type.name + "Like";
    case Kind::enumeration:  // a template is a text, so any text must do; the values are there for completion
      return literals(type) + " | str | " + type.name;
    case Kind::list: {
      // In a list of structs a text is wrong anyway, and Sequence is the name that people know.
      const bool structs = type.element->kind == Kind::structure;
      return (structs ? "Sequence[" : "SequenceOf[") + accepted(*type.element) + "] | ListContainer[" +
             type.element->name + "]";
    }
    case Kind::map:
      return "Mapping[Any, " + accepted(*type.element) + "] | MapContainer[" + type.key->name + ", " +
             type.element->name + "]";
    case Kind::choice: {
      std::string out;
      for (const TypeInfo* each : type.alternatives) out += each->name + " | ";
      return out + "Fields";
    }
    case Kind::structure:
      return type.name + " | Fields";
  }
  return "Any";
}

// What the accessor of a field answers when it is set.
std::string answered(const TypeInfo& type) {
  using Kind = TypeInfo::Kind;
  switch (type.kind) {
    case Kind::list:
      return "ListContainer[" + type.element->name + "]";
    case Kind::map:
      return "MapContainer[" + type.key->name + ", " + type.element->name + "]";
    case Kind::choice:
      return "ChoiceContainer";
    default:
      return type.name;
  }
}

// The default as the signature shows it; `...` for what is no plain value.
std::string shown_default(const FieldInfo& field) {
  if (field.required) return "...";
  if (!field.default_value) return "Empty";
  const lang::Data& value = *field.default_value;
  if (const bool* boolean = value.boolean()) return *boolean ? "True" : "False";
  if (value.text() != nullptr || value.integer() != nullptr || value.real() != nullptr) return lang::to_json(value);
  return "...";
}

void add_parameters(std::string& out, const StructInfo& info, const std::string& indent, bool with_defaults) {
  for (const FieldInfo& field : info.fields) {
    out += indent + field.name + ": " + accepted(*field.type) +
           " | Unset = " + (with_defaults ? shown_default(field) : "...") + ",\n";
  }
}

std::string documentation(const FieldInfo& field) {
  const std::string_view unit = unit_name(field.unit);
  return unit.empty() ? field.doc : field.doc + " Unit: " + std::string(unit) + ".";
}

// A docstring's text can't end it, since no declaration holds three quotes.
std::string struct_class(const StructInfo& info) {
  std::string out = "class " + info.name + "(Structural):\n    \"\"\"" + info.doc + "\"\"\"\n\n";
  out += "    def __init__(\n        self,\n        *fields: Fields,\n";
  add_parameters(out, info, "        ", true);
  out += "    ) -> None:\n        \"\"\"" + info.doc + "\n\n        Args:\n";
  for (const FieldInfo& field : info.fields) {
    out += "            " + field.name + ": " + documentation(field) + (field.required ? " Required." : "") + "\n";
  }
  out += "        \"\"\"\n    def __call__(\n        self,\n        *,\n";
  add_parameters(out, info, "        ", false);
  out += "    ) -> Self:\n        \"\"\"A copy with other fields.\"\"\"\n";
  for (const FieldInfo& field : info.fields) {
    const bool always = field.required || field.default_value;
    out += "    def " + field.name + "(self) -> " + answered(*field.type) + (always ? "" : " | Any") + ":\n";
    out += "        \"\"\"" + documentation(field) + "\"\"\"\n";
    out += "    def has_" + field.name + "(self) -> bool: ...\n";
  }
  return out + "\n";
}

std::string enum_class(const TypeInfo& info) {
  return "class " + info.name + "(EnumContainer):\n    def __init__(self, value: " + literals(info) +
         " | str = ..., /) -> None: ...\n\n";
}

std::string classes(bool thermos) {
  std::string out;
  for (const TypeInfo* info : all_enums()) {
    if (is_thermos(info->name) == thermos) out += enum_class(*info);
  }
  for (const StructInfo* info : all_structs()) {
    if (is_thermos(info->name) == thermos) out += struct_class(*info);
  }
  return out;
}

std::string task_parameters(const std::string& indent, bool combined) {
  StructInfo task = *find_struct("Task");
  if (combined) {
    std::erase_if(task.fields, [](const FieldInfo& field) {
      return std::find(combined_fields.begin(), combined_fields.end(), field.name) != combined_fields.end();
    });
  }
  std::string out;
  add_parameters(out, task, indent, !combined);
  return out;
}

// The text with the lines that stand for something replaced by it.
std::string filled_in(std::string_view text, bool thermos) {
  std::string out = "# " + std::string(export_mark) + " --as pyi`.\n";
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const std::string_view word = line.substr(std::min(line.find_first_not_of(' '), line.size()));
    const std::string indent(line.size() - word.size(), ' ');
    if (word == "# STRUCTS") {
      out += classes(thermos);
    } else if (word == "# TASK FIELDS") {
      out += task_parameters(indent, false);
    } else if (word == "# COMBINED TASK FIELDS") {
      out += task_parameters(indent, true);
    } else {
      out += std::string(line) + "\n";
    }
  }
  return out;
}

}  // namespace

std::vector<ExportedFile> stubs() {
  std::vector<ExportedFile> files;
  for (const StubText& each : stub_texts()) {
    // __builtins__.pyi is not its name in the sources: it would be in effect there.
    const std::string path = each.path == "builtins.pyi" ? "__builtins__.pyi" : std::string(each.path);
    files.push_back({path, filled_in(each.text, path.starts_with("apache/thermos"))});
  }
  for (const char* package : {"apache", "apache/thermos", "apache/thermos/config", "apache/aurora",
                              "apache/aurora/config", "apache/aurora/config/schema"}) {
    files.push_back({std::string(package) + "/__init__.pyi", filled_in("", false)});
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

}  // namespace borealis::schema
