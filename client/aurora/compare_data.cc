#include "client/aurora/compare_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

#include "lang/json.h"

namespace borealis::client::aurora {
namespace {

using lang::Data;
using schema::FieldInfo;
using schema::StructInfo;
using schema::TypeInfo;

std::string join(const std::string& path, std::string_view field) {
  return path.empty() ? std::string(field) : fmt::format("{}.{}", path, field);
}

// The names of a list whose elements all have one, and a different one each; else nothing.
std::optional<std::vector<std::string>> element_names(const Data::List& list, const char* field) {
  std::vector<std::string> names;
  for (const Data& element : list) {
    const Data* name = element.entries() != nullptr ? element.field(field) : nullptr;
    if (name == nullptr || name->text() == nullptr) return std::nullopt;
    names.push_back(*name->text());
  }
  if (std::set<std::string>(names.begin(), names.end()).size() != names.size()) return std::nullopt;
  return names;
}

const Data* element(const Data::List& list, const std::vector<std::string>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? nullptr : &list[static_cast<std::size_t>(found - names.begin())];
}

Data text_list(const std::vector<std::string>& texts) {
  return Data(Data::List(texts.begin(), texts.end()));
}

const StructInfo* struct_of(const TypeInfo* type) {
  return type != nullptr && type->kind == TypeInfo::Kind::structure ? type->structure : nullptr;
}

// Two lists whose elements have names.
class NamedLists {
 public:
  // False when they can't be matched by `field`.
  bool read(const Data::List& before, const Data::List& after, const char* field) {
    auto old_names = element_names(before, field);
    auto new_names = element_names(after, field);
    if (!old_names || !new_names || (before.empty() && after.empty())) return false;
    before_ = &before;
    after_ = &after;
    field_ = field;
    old_names_ = std::move(*old_names);
    new_names_ = std::move(*new_names);
    return true;
  }

  void compare(const std::string& path, std::vector<FieldChange>& changes, const TypeInfo* type) const {
    const std::size_t known = changes.size();
    for (const std::string& name : old_names_) compare_one(name, path, changes, type);
    for (const std::string& name : new_names_) {
      if (element(*before_, old_names_, name) == nullptr) compare_one(name, path, changes, type);
    }
    // The same elements in another order are another configuration to a scheduler.
    if (changes.size() == known && old_names_ != new_names_)
      changes.push_back({path + " (order)", text_list(old_names_), text_list(new_names_)});
  }

 private:
  void compare_one(const std::string& name, const std::string& path, std::vector<FieldChange>& changes,
                   const TypeInfo* type) const {
    const Data* before = element(*before_, old_names_, name);
    const Data* after = element(*after_, new_names_, name);
    compare_data(before, after, fmt::format("{}[{}]", path, name), changes, type);
  }

  const Data::List* before_ = nullptr;
  const Data::List* after_ = nullptr;
  const char* field_ = nullptr;
  std::vector<std::string> old_names_;
  std::vector<std::string> new_names_;
};

// What came as JSON has maps where the declarations have structs, so the texts are compared.
bool is_default(const Data& value, const FieldInfo* field) {
  return field != nullptr && field->default_value && lang::to_json(value) == lang::to_json(*field->default_value);
}

// The value without the fields that hold their default, at any depth.
Data without_defaults(const Data& value, const TypeInfo* type) {
  const StructInfo* info = struct_of(type);
  if (const auto* entries = value.entries(); entries != nullptr && info != nullptr) {
    Data::Map kept;
    for (const lang::Entry& entry : *entries) {
      const FieldInfo* field = info->field(entry.name);
      if (is_default(entry.value, field)) continue;
      kept.entries.push_back({entry.name, without_defaults(entry.value, field == nullptr ? nullptr : field->type)});
    }
    return kept;
  }
  const Data::List* list = value.list();
  if (list == nullptr || type == nullptr) return value;
  Data::List kept;
  for (const Data& each : *list) kept.push_back(without_defaults(each, type->element));
  return kept;
}

void compare_fields(const Data& before, const Data& after, const std::string& path, const StructInfo* info,
                    const TypeInfo* element_type, std::vector<FieldChange>& changes) {
  const auto compare = [&](const std::string& name, const Data* old_value, const Data* new_value) {
    const FieldInfo* field = info == nullptr ? nullptr : info->field(name);
    // Unset on one side and the default on the other mean the same.
    if (old_value == nullptr && is_default(*new_value, field)) return;
    if (new_value == nullptr && is_default(*old_value, field)) return;
    compare_data(old_value, new_value, join(path, name), changes, field == nullptr ? element_type : field->type);
  };
  for (const lang::Entry& entry : *before.entries()) compare(entry.name, &entry.value, after.field(entry.name));
  for (const lang::Entry& entry : *after.entries()) {
    if (before.field(entry.name) == nullptr) compare(entry.name, nullptr, &entry.value);
  }
}

}  // namespace

void compare_data(const Data* before, const Data* after, const std::string& path, std::vector<FieldChange>& changes,
                  const TypeInfo* type) {
  const StructInfo* info = struct_of(type);
  const TypeInfo* element_type = type == nullptr ? nullptr : type->element;
  if (before == nullptr || after == nullptr) {
    const auto side = [&](const Data* value) {
      return value == nullptr ? std::nullopt : std::optional(without_defaults(*value, type));
    };
    if (before != after) changes.push_back({path, side(before), side(after)});
    return;
  }
  if (before->entries() != nullptr && after->entries() != nullptr) {
    compare_fields(*before, *after, path, info, element_type, changes);
    return;
  }
  if (before->list() != nullptr && after->list() != nullptr) {
    NamedLists lists;
    for (const char* field : {"name", "key"}) {
      if (!lists.read(*before->list(), *after->list(), field)) continue;
      lists.compare(path, changes, element_type);
      return;
    }
  }
  if (!lang::same_data(*before, *after)) changes.push_back({path, *before, *after});
}

namespace {

void describe(const Data& value, const std::string& path, const TypeInfo* type, std::vector<FieldChange>& fields);

// `told` is a field that the path names already; empty: none.
void describe_entries(const std::vector<lang::Entry>& entries, const std::string& path, const TypeInfo* type,
                      std::string_view told, std::vector<FieldChange>& fields) {
  const StructInfo* info = struct_of(type);
  for (const lang::Entry& entry : entries) {
    const FieldInfo* field = info == nullptr ? nullptr : info->field(entry.name);
    if (entry.name == told || is_default(entry.value, field)) continue;
    const TypeInfo* inner = field != nullptr ? field->type : type == nullptr ? nullptr : type->element;
    describe(entry.value, join(path, entry.name), inner, fields);
  }
}

void describe(const Data& value, const std::string& path, const TypeInfo* type, std::vector<FieldChange>& fields) {
  const std::size_t known = fields.size();
  if (const auto* entries = value.entries()) {
    describe_entries(*entries, path, type, {}, fields);
  } else if (const Data::List* list = value.list(); list != nullptr && !list->empty()) {
    for (const char* naming : {"name", "key"}) {
      const auto names = element_names(*list, naming);
      if (!names) continue;
      for (std::size_t i = 0; i < list->size(); ++i) {
        const std::string place = fmt::format("{}[{}]", path, (*names)[i]);
        const std::size_t before = fields.size();
        describe_entries(*(*list)[i].entries(), place, type == nullptr ? nullptr : type->element, naming, fields);
        if (fields.size() == before) fields.push_back({place, std::nullopt, Data(Data::Map{})});
      }
      break;
    }
  }
  if (fields.size() == known) fields.push_back({path, std::nullopt, without_defaults(value, type)});
}

}  // namespace

void describe_struct(const Data& value, const StructInfo& info, std::vector<FieldChange>& fields) {
  for (const lang::Entry& entry : *value.entries()) {
    const FieldInfo* field = info.field(entry.name);
    if (!is_default(entry.value, field))
      describe(entry.value, entry.name, field == nullptr ? nullptr : field->type, fields);
  }
}

void compare_struct(const Data& before, const Data& after, const StructInfo& info, std::vector<FieldChange>& changes) {
  compare_fields(before, after, "", &info, nullptr, changes);
}

}  // namespace borealis::client::aurora
