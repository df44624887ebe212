#include "interp/refusal.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "interp/convert.h"
#include "interp/exceptions.h"
#include "interp/recorder.h"
#include "lang/suggest.h"
#include "schema/struct_info.h"

namespace borealis::interp {
namespace {

// A config calls it Job.
std::string shown_name(std::string_view type) {
  return type == "MesosJob" ? "Job" : std::string(type);
}

// Its place is the keyword's name.
lang::Diagnostic unknown_field(const std::string& type, const std::string& field, const std::string& nearest,
                               lang::SiteId site) {
  lang::Diagnostic diagnostic;
  diagnostic.rule = "unknown-field";
  diagnostic.message = shown_name(type) + " has no field `" + field + "`";
  if (!nearest.empty()) diagnostic.hint = "did you mean `" + nearest + "`?";
  diagnostic.place = {site, field, "="};
  return diagnostic;
}

// Its place is the keyword's value.
lang::Diagnostic wrong_type(const std::string& message, const std::string& hint, const std::string& field,
                            lang::SiteId site) {
  lang::Diagnostic diagnostic;
  diagnostic.rule = "wrong-type";
  diagnostic.message = message;
  diagnostic.hint = hint;
  diagnostic.place = {site, field, ""};
  return diagnostic;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string with_article(const std::string& name) {
  return (std::string("AEIOUaeiou").find(name.front()) != std::string::npos ? "an " : "a ") + name;
}

std::string expectation(const lang::Type& type) {
  switch (type.kind()) {
    case lang::TypeKind::enumeration:
      return "one of " + joined(type.values());
    case lang::TypeKind::list:
      return "a List of " + type.element()->name();
    case lang::TypeKind::map:
      return "a Map of " + type.key()->name() + " to " + type.value()->name();
    case lang::TypeKind::choice: {
      std::vector<std::string> names;
      for (const lang::Type* each : type.alternatives()) names.push_back(each->name());
      return "one of " + joined(names);
    }
    default:
      return with_article(type.name());
  }
}

std::string appearance(PyObject* got) {
  if (got == Py_None) return "None";
  if (PyUnicode_Check(got)) return "the text " + repr_of(got).substr(0, 60);
  if (PyBool_Check(got) || PyLong_Check(got) || PyFloat_Check(got)) return repr_of(got).substr(0, 60);
  if (PyType_Check(got)) return std::string("the class ") + _PyType_Name(reinterpret_cast<PyTypeObject*>(got));
  return with_article(_PyType_Name(Py_TYPE(got)));
}

// A call of the class itself: `Process('a')`.
bool is_call(const Origin& origin) {
  return origin.field.empty();
}

std::string fields_by_keyword(const lang::Type& type) {
  std::string text;
  for (const lang::Field* field : required_fields(type)) text += (text.empty() ? "" : ", ") + field->name + "=...";
  return "write `" + type.name() + "(" + (text.empty() ? "..." : text) + ")`";
}

std::string advice(const lang::Type& expected, PyObject* got, const Origin& origin) {
  if (got == Py_None) return "to leave a field unset, leave it out or set it to `Empty`";
  if (PyGen_Check(got)) return "put brackets round it to make it a list";
  switch (expected.kind()) {
    case lang::TypeKind::enumeration: {
      const std::string near = lang::nearest(str_of(got), expected.values());
      return near.empty() ? "" : "did you mean `" + near + "`?";
    }
    case lang::TypeKind::list:
      return PyIter_Check(got) || PyDictViewSet_Check(got) || PyDictValues_Check(got) ? "write `list(...)` round it"
                                                                                      : "write `[...]`";
    case lang::TypeKind::map:
      return "write `{'name': 'value'}`";
    case lang::TypeKind::structure:
      return is_call(origin) ? fields_by_keyword(expected) : "write `" + expected.name() + "(...)`";
    default:
      return "";
  }
}

std::string complaint(const lang::Type& expected, PyObject* got, const Origin& origin) {
  if (!is_call(origin)) {
    return "`" + std::string(origin.name) + "` of " + shown_name(origin.owner) + " must be " + expectation(expected) +
           ", not " + appearance(got);
  }
  const std::string wanted = expected.kind() == lang::TypeKind::structure     ? "its fields by keyword"
                             : expected.kind() == lang::TypeKind::list        ? "a list"
                             : expected.kind() == lang::TypeKind::map         ? "a dict"
                             : expected.kind() == lang::TypeKind::enumeration ? expectation(expected)
                                                                              : "a value";
  return "`" + expected.name() + "(...)` takes " + wanted + ", not " + appearance(got);
}

// Which structs of the schema have a field of that name, for one that is in the wrong place.
std::string where_it_belongs(const std::string& field) {
  std::vector<std::string> owners;
  for (const schema::StructInfo* info : schema::all_structs()) {
    if (info->field(field) != nullptr) owners.push_back(shown_name(info->name));
  }
  if (owners.empty() || owners.size() > 3) return "";
  return "`" + field + "` is a field of " + joined(owners);
}

}  // namespace

Made refuse_value(PyObject* exception, const std::string& python_text, const lang::Type* expected, PyObject* got,
                  const Origin& origin) {
  lang::Diagnostic diagnostic = wrong_type(complaint(*expected, got, origin), advice(*expected, got, origin),
                                           std::string(origin.field), origin.site);
  if (origin.in_dict()) diagnostic.place.text = std::string(origin.name);
  if (refuse(exception, python_text, std::move(diagnostic))) return lang::ValuePtr();
  return std::nullopt;
}

Made refuse_value(const lang::LanguageError& error, const lang::Type* expected, PyObject* got, const Origin& origin) {
  return refuse_value(exception_class(error.kind), error.text, expected, got, origin);
}

std::vector<const lang::Field*> required_fields(const lang::Type& type) {
  std::vector<const lang::Field*> fields;
  for (const lang::Field& field : type.fields()) {
    if (field.required) fields.push_back(&field);
  }
  std::stable_partition(fields.begin(), fields.end(), [](const lang::Field* field) { return field->name == "name"; });
  return fields;
}

bool refuse_positional(const lang::Type* type, PyObject* const* args, Py_ssize_t count, const Origin& origin) {
  std::vector<std::string> given;
  for (const lang::Field* field : required_fields(*type)) {
    if (given.size() == static_cast<std::size_t>(count)) break;
    given.push_back(field->name + "=" + repr_of(args[given.size()]).substr(0, 60));
  }
  const std::string name = type->name() == "MesosJob" ? "Job" : type->name();
  lang::Diagnostic diagnostic = wrong_type(
      "`" + name + "(...)` takes its fields by keyword, not by position",
      given.empty() ? fields_by_keyword(*type) : "write `" + name + "(" + joined(given) + ")`", {}, origin.site);
  return refuse(exceptions().is_not_mapping_error, str_of(args[0]), std::move(diagnostic));
}

int refuse_field(const lang::Type* type, const std::string& name, const Origin& origin) {
  std::vector<std::string> names;
  for (const lang::Field& field : type->fields()) names.push_back(field.name);
  const std::string nearest = lang::nearest(name, names);
  lang::Diagnostic diagnostic = unknown_field(type->name(), name, nearest, origin.site);
  if (!origin.field.empty()) {  // a key of a dict within the keyword's value
    diagnostic.place.field = std::string(origin.field);
    diagnostic.place.text = name;
  }
  if (nearest.empty()) diagnostic.hint = where_it_belongs(name);
  if (!refuse(PyExc_AttributeError, "Unknown schema attribute " + name, std::move(diagnostic))) return kRaised;
  return nearest.empty() ? kDropped : type->field_index(nearest);
}

}  // namespace borealis::interp
