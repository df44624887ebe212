#include "interp/schema_types.h"

#include <map>
#include <utility>
#include <variant>
#include <vector>

#include "lang/value.h"

namespace borealis::interp {
namespace {

lang::Raw raw_of(const lang::Data& data);

lang::Raw raw_of_entries(const std::vector<lang::Entry>& entries) {
  std::vector<std::pair<lang::Raw, lang::Raw>> items;
  items.reserve(entries.size());
  for (const lang::Entry& entry : entries) items.emplace_back(lang::Raw(entry.name), raw_of(entry.value));
  return lang::Raw(lang::make_rc<const lang::RawMap>(std::move(items)));
}

lang::Raw raw_of(const lang::Data& data) {
  if (const bool* boolean = data.boolean()) return lang::Raw(*boolean);
  if (const std::int64_t* number = data.integer()) return lang::Raw(*number);
  if (const double* number = data.real()) return lang::Raw(*number);
  if (const std::string* text = data.text()) return lang::Raw(*text);
  if (const std::vector<lang::Entry>* entries = data.entries()) return raw_of_entries(*entries);
  std::vector<lang::Raw> items;
  if (const lang::Data::List* list = data.list()) {
    for (const lang::Data& item : *list) items.push_back(raw_of(item));
  }
  return lang::Raw(lang::make_rc<const lang::RawList>(std::move(items)));
}

}  // namespace

const lang::Type* type_of(const schema::TypeInfo& info) {
  using Kind = schema::TypeInfo::Kind;
  switch (info.kind) {
    case Kind::string:
      return lang::Type::string();
    case Kind::integer:
      return lang::Type::integer();
    case Kind::real:
      return lang::Type::floating();
    case Kind::boolean:
      return lang::Type::boolean();
    case Kind::enumeration:
      return lang::Type::enumeration("", info.values);
    case Kind::list:
      return lang::Type::list(type_of(*info.element));
    case Kind::map:
      return lang::Type::map(type_of(*info.key), type_of(*info.element));
    case Kind::choice: {
      std::vector<const lang::Type*> alternatives;
      for (const schema::TypeInfo* each : info.alternatives) alternatives.push_back(type_of(*each));
      return lang::Type::choice("", std::move(alternatives));
    }
    case Kind::structure:
      return type_of_struct(*info.structure);
  }
  return lang::Type::string();
}

const lang::Type* type_of_struct(const schema::StructInfo& info) {
  static auto* const made = new std::map<const schema::StructInfo*, const lang::Type*>;
  if (const auto found = made->find(&info); found != made->end()) return found->second;
  std::vector<lang::Field> fields;
  for (const schema::FieldInfo& field : info.fields) {
    const lang::Type* type = type_of(*field.type);
    lang::ValuePtr initial = field.default_value ? lang::construct(type, raw_of(*field.default_value)) : nullptr;
    fields.push_back({field.name, type, field.required, std::move(initial)});
  }
  return (*made)[&info] = lang::Type::structure(info.name, std::move(fields));
}

}  // namespace borealis::interp
