#include "client/api/check.h"

#include <fmt/format.h>

#include <string_view>

namespace borealis::api {
namespace {

// Fields that are always written by the generated code, set or not.
bool may_be_absent(const WalkPosition& at) {
  const std::string_view structure = at.structure;
  const std::string_view field = at.field;
  return (structure == "TaskConfig" && field == "container") || (structure == "Constraint" && field == "constraint") ||
         (structure == "Lock" && field == "key") ||
         (structure == "HostMaintenanceRequest" && field == "defaultSlaPolicy") || structure.ends_with("_args") ||
         structure.ends_with("_pargs");
}

}  // namespace

// Only unions of structs and scalars exist; each of their fields is one visit.
void UnionCheck::member(const WalkPosition& at) {
  if (!open_.empty() && open_.back().is_union && std::string_view(at.structure) == open_.back().name) {
    ++open_.back().members;
  }
}

void UnionCheck::begin_struct(const char* name, const WalkPosition& at) {
  member(at);
  open_.push_back({name, is_union(name), may_be_absent(at), 0});
}

void UnionCheck::end_struct() {
  const Open done = open_.back();
  open_.pop_back();
  if (!fault_.empty() || !done.is_union || done.members == 1) return;
  if (done.members == 0 && !done.may_be_empty) fault_ = fmt::format("a {} has no member", done.name);
  if (done.members > 1) fault_ = fmt::format("a {} has {} members, it may have one", done.name, done.members);
}

std::string union_fault(const apache::thrift::TBase& value) {
  UnionCheck check;
  walk(value, check);
  return check.fault();
}

}  // namespace borealis::api
