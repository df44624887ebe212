#include "lang/scope.h"

#include <algorithm>
#include <unordered_map>

#include "lang/error.h"
#include "lang/lookup.h"
#include "lang/value.h"

namespace borealis::lang {

namespace {

// Of entries with one ref the last, at the place of the first.
std::vector<Environment::Entry> without_repetitions(std::vector<Environment::Entry> entries) {
  if (entries.size() < 2) return entries;
  std::unordered_map<Ref, std::size_t> seen;
  std::vector<Environment::Entry> out;
  for (Environment::Entry& entry : entries) {
    const auto [at, is_new] = seen.emplace(entry.ref, out.size());
    if (is_new) {
      out.push_back(std::move(entry));
    } else {
      out[at->second] = std::move(entry);
    }
  }
  return out;
}

}  // namespace

Environment::Environment(std::vector<Entry> entries) : entries_(without_repetitions(std::move(entries))) {
  by_hash_.reserve(entries_.size());
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    by_hash_.emplace_back(entries_[i].ref.hash(), i);
    first_components_ |= std::uint64_t{1} << (entries_[i].ref.components().front().hash & 63);
  }
  std::sort(by_hash_.begin(), by_hash_.end());
}

const Environment::Entry* Environment::exact(Components components, std::uint64_t hash) const {
  auto at = std::lower_bound(by_hash_.begin(), by_hash_.end(), std::make_pair(hash, std::uint32_t{0}));
  for (; at != by_hash_.end() && at->first == hash; ++at) {
    const Entry& entry = entries_[at->second];
    const Components mine = entry.ref.components();
    if (std::equal(mine.begin(), mine.end(), components.begin(), components.end())) return &entry;
  }
  return nullptr;
}

Bound Environment::find(const Ref& ref) const {
  Found found;
  MapKeys keys;
  if (!find_in_environment(*this, ref.components(), found, keys)) {
    const std::string first = ref.empty() ? "" : ref.components().front().value;
    throw LanguageError(ErrorKind::not_found, "Could not find " + first + " in object Environment");
  }
  if (const ValuePtr* value = std::get_if<ValuePtr>(&found.bound)) return with_scope(**value, found.scope);
  return found.bound;
}

void EnvironmentBuilder::add(Ref ref, std::string text, SiteId site) {
  entries_.push_back({std::move(ref), make_rc<const Text>(std::move(text)), site});
}

void EnvironmentBuilder::add(Ref ref, ValuePtr value, SiteId site) {
  entries_.push_back({std::move(ref), std::move(value), site});
}

void EnvironmentBuilder::merge(const Ref& prefix, const Environment& other) {
  for (const Environment::Entry& entry : other.entries()) {
    entries_.push_back({prefix + entry.ref, entry.bound, entry.site});
  }
}

EnvironmentPtr EnvironmentBuilder::build() {
  return make_rc<const Environment>(std::exchange(entries_, {}));
}

ScopeNode::ScopeNode(Kind kind_, Binding binding_, Rc<const ScopeNode> first_, Rc<const ScopeNode> next_)
    : kind(kind_), binding(std::move(binding_)), first(std::move(first_)), next(std::move(next_)) {}

Scope Scope::pushed(Binding binding) const {
  return Scope(make_rc<const ScopeNode>(ScopeNode::Kind::binding, std::move(binding), nullptr, node_));
}

Scope Scope::followed_by(const Scope& weaker) const {
  if (empty()) return weaker;
  if (weaker.empty()) return *this;
  return Scope(make_rc<const ScopeNode>(ScopeNode::Kind::joined, Binding(), node_, weaker.node_));
}

Scope Scope::entered(ValuePtr structure) const {
  return Scope(make_rc<const ScopeNode>(ScopeNode::Kind::entered, std::move(structure), nullptr, node_));
}

namespace {

// Whether looking up what begins so in this link, not in those behind it, can find anything or fail.
bool may_answer(const ScopeNode& node, const Component& first) {
  if (node.kind != ScopeNode::Kind::entered) return true;
  if (first.index) return false;
  const Value& structure = *std::get<ValuePtr>(node.binding);
  const int field = structure.type().field_index(first);
  return field >= 0 && structure.fields()[static_cast<std::size_t>(field)].value;
}

}  // namespace

Scope Scope::that_may_answer(Components ref) const {
  if (ref.empty()) return *this;
  // Those of scopes themselves.
  const Component& first = ref.front();
  if (!first.index && (first.value == "self" || first.value == "super")) return *this;
  const Rc<const ScopeNode>* node = &node_;
  while (*node && !may_answer(**node, first)) node = &(*node)->next;
  return Scope(*node);
}

std::vector<Binding> Scope::bindings() const {
  std::vector<Binding> out;
  std::vector<const ScopeNode*> rest{node_.get()};
  while (!rest.empty()) {
    const ScopeNode* node = rest.back();
    rest.pop_back();
    if (node == nullptr) continue;
    if (node->kind == ScopeNode::Kind::binding) out.push_back(node->binding);
    rest.push_back(node->next.get());
    rest.push_back(node->first.get());
  }
  return out;
}

}  // namespace borealis::lang
