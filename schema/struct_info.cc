#include "schema/struct_info.h"

#include <algorithm>

#include "schema/declarations.h"

namespace borealis::schema {

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

bool starts_with_vowel(const std::string& word) {
  return !word.empty() && std::string_view("AEIOUaeiou").find(word[0]) != std::string_view::npos;
}

}  // namespace

const FieldInfo* StructInfo::field(std::string_view field_name) const {
  auto found = std::find_if(fields.begin(), fields.end(), [&](const FieldInfo& f) { return f.name == field_name; });
  return found == fields.end() ? nullptr : &*found;
}

std::vector<std::string> StructInfo::field_names() const {
  std::vector<std::string> names;
  for (const FieldInfo& f : fields) names.push_back(f.name);
  return names;
}

const std::vector<const StructInfo*>& all_structs() {
#define BOREALIS_INFO(T) &schema_of<T>().info(),
  static const std::vector<const StructInfo*> all = {BOREALIS_STRUCTS(BOREALIS_INFO)};
#undef BOREALIS_INFO
  return all;
}

const StructInfo* find_struct(std::string_view name) {
  if (name == "Job" || name == "Service") name = "MesosJob";
  for (const StructInfo* each : all_structs()) {
    if (each->name == name) return each;
  }
  return nullptr;
}

const std::vector<const TypeInfo*>& all_enums() {
  static const std::vector<const TypeInfo*> all = {&Codec<LoggerDestination>::type(), &Codec<LoggerMode>::type(),
                                                   &Codec<VolumeMode>::type()};
  return all;
}

std::string type_name(const TypeInfo& type) {
  return type.name;
}

std::string expectation(const TypeInfo& type) {
  switch (type.kind) {
    case TypeInfo::Kind::string:
      return "a String";
    case TypeInfo::Kind::integer:
      return "an Integer";
    case TypeInfo::Kind::real:
      return "a Float";
    case TypeInfo::Kind::boolean:
      return "a Boolean, True or False";
    case TypeInfo::Kind::enumeration:
      return "one of " + joined(type.values);
    case TypeInfo::Kind::list:
      return "a List of " + type.element->name;
    case TypeInfo::Kind::map:
      return "a Map of " + type.key->name + " to " + type.element->name;
    case TypeInfo::Kind::choice: {
      std::vector<std::string> names;
      for (const TypeInfo* each : type.alternatives) names.push_back(each->name);
      return "one of " + joined(names);
    }
    case TypeInfo::Kind::structure:
      if (type.name == "MesosJob") return "a Job";
      return (starts_with_vowel(type.name) ? "an " : "a ") + type.name;
  }
  return type.name;
}

}  // namespace borealis::schema
