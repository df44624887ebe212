#include "schema/late_refs.h"

#include <algorithm>

#include "lang/template.h"

namespace borealis::schema {

namespace {

bool below_ports(const lang::Ref& ref) {
  const lang::Components parts = ref.components();
  return parts.size() > 2 && parts[0].value == "thermos" && !parts[1].index && parts[1].value == "ports";
}

}  // namespace

RefScope ref_scope_of(std::string_view path) {
  const bool in_task = path == "task" || path.starts_with("task.");
  return in_task ? RefScope::task : RefScope::job;
}

bool is_late_ref(const lang::Ref& ref, RefScope scope) {
  const std::string address = ref.address();
  if (address == "mesos.instance" || address == "mesos.hostname" || address == "thermos.task_id") return true;
  if (scope == RefScope::job) return below_ports(ref);
  return address == "thermos.user" || (ref.size() == 3 && !port_of(ref).empty());
}

std::string port_of(const lang::Ref& ref) {
  return below_ports(ref) && ref.components()[2].index ? ref.components()[2].value : "";
}

std::vector<std::string> nested_refs(std::string_view text) {
  std::vector<std::string> found;
  if (!lang::may_have_tags(text)) return found;
  const lang::References before = lang::references(text);
  // A number where numbers come: what is assembled with it looks as it would in an instance.
  const lang::Substitution after = lang::substitute(text, [](const lang::Ref& ref) -> std::optional<std::string> {
    if (is_late_ref(ref, RefScope::task)) return "0";
    return std::nullopt;
  });
  for (const lang::Ref& ref : after.unbound) {
    const bool open_before = std::find(before.refs.begin(), before.refs.end(), ref) != before.refs.end();
    if (!open_before) found.push_back(ref.address());
  }
  return found;
}

const std::vector<std::string>& late_ref_names() {
  static const std::vector<std::string> names = {"mesos.instance", "mesos.hostname", "thermos.task_id", "thermos.user",
                                                 "thermos.ports"};
  return names;
}

}  // namespace borealis::schema
