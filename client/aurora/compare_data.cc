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

std::optional<Data> copy_of(const Data* value) {
  return value == nullptr ? std::nullopt : std::optional(*value);
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
    const std::string here = fmt::format("{}[{}]", path, name);
    const std::size_t known = changes.size();
    compare_data(before, after, here, changes, type);
    if (before != nullptr && after != nullptr) return;
    // The path has the name already.
    const auto told = changes.begin() + static_cast<long>(known);
    if (struct_of(type) != nullptr) {
      changes.erase(std::remove_if(told, changes.end(),
                                   [&](const FieldChange& change) { return change.path == join(here, field_); }),
                    changes.end());
    }
    if (changes.size() == known) changes.push_back({here, copy_of(before), copy_of(after)});
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

// A struct that stands on one side only.
void tell_fields(const Data& value, bool added, const std::string& path, const StructInfo& info,
                 std::vector<FieldChange>& changes) {
  for (const lang::Entry& entry : *value.entries()) {
    const FieldInfo* field = info.field(entry.name);
    if (is_default(entry.value, field)) continue;
    const Data* before = added ? nullptr : &entry.value;
    const Data* after = added ? &entry.value : nullptr;
    compare_data(before, after, join(path, entry.name), changes, field == nullptr ? nullptr : field->type);
  }
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
    const Data* value = before != nullptr ? before : after;
    if (value == nullptr) return;
    if (info != nullptr && value->entries() != nullptr) {
      const std::size_t known = changes.size();
      tell_fields(*value, after != nullptr, path, *info, changes);
      if (changes.size() > known) return;
    }
    changes.push_back({path, copy_of(before), copy_of(after)});
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

void compare_struct(const Data& before, const Data& after, const StructInfo& info, std::vector<FieldChange>& changes) {
  compare_fields(before, after, "", &info, nullptr, changes);
}

}  // namespace borealis::client::aurora
