#include "schema/late_refs.h"

#include <algorithm>
#include <unordered_map>

#include "lang/braces.h"
#include "lang/template.h"

namespace borealis::schema {

namespace {

bool below_ports(const lang::Ref& ref) {
  const lang::Components parts = ref.components();
  return parts.size() > 2 && parts[0].value == "thermos" && !parts[1].index && parts[1].value == "ports";
}

// Whether its address is "ROOT.NAME".
bool is(const lang::Ref& ref, std::string_view root, std::string_view name) {
  const lang::Components parts = ref.components();
  return parts.size() == 2 && !parts[0].index && !parts[1].index && parts[1].value == name && parts[0].value == root;
}

// The references that stand in `text` only after those that `known` answers have been replaced.
template <class F>
std::vector<lang::Ref> new_refs(std::string_view text, F&& known) {
  std::vector<lang::Ref> found;
  // What is replaced has no braces: a new reference needs some that stand outside of all tags.
  if (!lang::has_loose_braces(text)) return found;
  const lang::References before = lang::references(text);
  // A number where numbers come: what is assembled with it looks as it would in an instance.
  const auto zero = [&](const lang::Ref& ref) { return known(ref) ? std::optional<std::string>("0") : std::nullopt; };
  for (const lang::Ref& ref : lang::substitute(text, zero).unbound) {
    if (std::find(before.refs.begin(), before.refs.end(), ref) == before.refs.end()) found.push_back(ref);
  }
  return found;
}

}  // namespace

RefScope ref_scope_of(std::string_view path) {
  const bool in_task = path == "task" || path.starts_with("task.");
  return in_task ? RefScope::task : RefScope::job;
}

const std::optional<lang::Ref>& parsed_ref(const std::string& address) {
  constexpr std::size_t kMost = 256;
  thread_local std::unordered_map<std::string, std::optional<lang::Ref>> known;
  if (const auto found = known.find(address); found != known.end()) return found->second;
  if (known.size() == kMost) known.clear();
  return known.emplace(address, lang::Ref::try_parse(address)).first->second;
}

bool is_late_ref(const lang::Ref& ref, RefScope scope) {
  if (is(ref, "mesos", "instance") || is(ref, "mesos", "hostname") || is(ref, "thermos", "task_id")) return true;
  if (scope == RefScope::job) return below_ports(ref);
  return is(ref, "thermos", "user") || (ref.size() == 3 && !port_of(ref).empty());
}

std::string port_of(const lang::Ref& ref) {
  return below_ports(ref) && ref.components()[2].index ? ref.components()[2].value : "";
}

std::vector<std::string> nested_refs(std::string_view text) {
  std::vector<std::string> found;
  for (const lang::Ref& ref : new_refs(text, [](const lang::Ref& r) { return is_late_ref(r, RefScope::task); })) {
    found.push_back(ref.address());
  }
  return found;
}

std::vector<std::string> computed_ports(std::string_view text) {
  std::vector<std::string> found;
  const auto known_first = [](const lang::Ref& r) { return is_late_ref(r, RefScope::task) && port_of(r).empty(); };
  for (const lang::Ref& ref : new_refs(text, known_first)) {
    if (std::string name = port_of(ref); !name.empty()) found.push_back(std::move(name));
  }
  return found;
}

const std::vector<std::string>& late_roots() {
  static const std::vector<std::string> roots = {"mesos", "thermos"};
  return roots;
}

const std::vector<std::string>& late_ref_names() {
  static const std::vector<std::string> names = {"mesos.instance", "mesos.hostname", "thermos.task_id", "thermos.user",
                                                 "thermos.ports"};
  return names;
}

}  // namespace borealis::schema
