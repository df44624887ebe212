#include "lang/lookup.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "lang/coerce.h"
#include "lang/prefixes.h"
#include "lang/resolve.h"

namespace borealis::lang {

namespace {

// Of a ref with so many components each prefix is hashed by itself.
constexpr std::size_t kShortRef = 4;
bool is_word_component(const Component& c, std::string_view word) {
  return !c.index && c.value == word;
}

bool refuse(Refusal* refusal, ErrorKind kind, std::string text) {
  if (refusal != nullptr) *refusal = {kind, std::move(text)};
  return false;
}

std::string naming_text(const Value& value, const Component& component) {
  const std::string step = component.index ? "[" + component.value + "]" : "." + component.value;
  return "Cannot dereference object " + value.type().name() + " by " + step;
}

bool not_found(Refusal* refusal, const Value& value, const Component& component) {
  if (refusal == nullptr) return false;
  return refuse(refusal, ErrorKind::not_found,
                "Could not find " + component.value + " in object " + value.type().name());
}

// One step down; false: it leads nowhere.
bool step_struct(const Value& value, const Component& component, const FieldValue*& out, Refusal* refusal) {
  if (component.index) return refuse(refusal, ErrorKind::naming, naming_text(value, component));
  const int index = value.type().field_index(component);
  if (index < 0 || !value.fields()[static_cast<std::size_t>(index)].value) return not_found(refusal, value, component);
  out = &value.fields()[static_cast<std::size_t>(index)];
  return true;
}

bool step_list(const Value& value, const Component& component, ValuePtr& out, Refusal* refusal) {
  const std::optional<Raw> number = component.index ? parse_integer(component.value) : std::optional<Raw>();
  if (!number) return refuse(refusal, ErrorKind::naming, naming_text(value, component));
  const auto size = static_cast<std::int64_t>(value.elements().size());
  const std::int64_t* small = number->get<std::int64_t>();
  const bool negative = small != nullptr ? *small < 0 : number->big_integer()->digits.front() == '-';
  if (!negative && (small == nullptr || *small >= size)) return not_found(refusal, value, component);
  if (small == nullptr || *small < -size) throw LanguageError(ErrorKind::index, "tuple index out of range");
  out = value.elements()[static_cast<std::size_t>(negative ? *small + size : *small)];
  return true;
}

bool step_map(const ValuePtr& value, const Component& component, ValuePtr& out, MapKeys& keys, Refusal* refusal) {
  if (!component.index) return refuse(refusal, ErrorKind::naming, naming_text(*value, component));
  const ValuePtr wanted = construct(value->type().key(), Raw(component.value));
  const ValuePtr* item = keys.find(value, *wanted);
  if (item == nullptr) return not_found(refusal, *value, component);
  out = *item;
  return true;
}

// The fields of a struct, plain, as an environment of exact entries shows them.
bool find_field(const ValuePtr& structure, Components ref, Found& found, MapKeys& keys) {
  const FieldValue* field = nullptr;
  if (!step_struct(*structure, ref.front(), field, nullptr)) return false;
  if (ref.size() == 1) {
    found.bound = field->value;
    found.scope = field->value->own();
    found.descended = false;
  } else if (!descend(field->value, field->value->own(), ref.subspan(1), found, keys)) {
    return false;
  }
  if (found.site == 0) {
    found.site = field->site != 0 ? field->site : structure->site();
    found.field = field->site != 0 ? ref.front().value : "";
  }
  return true;
}

// Without components left, after `super.` was taken off: a value that was bound as it is, itself.
bool find_in_binding(const Binding& binding, Components ref, Found& found, MapKeys& keys) {
  if (ref.empty()) {
    const ValuePtr* itself = std::get_if<ValuePtr>(&binding);
    if (itself == nullptr) return false;
    found.bound = *itself;
    found.scope = (*itself)->own();
    found.descended = false;
    return true;
  }
  if (const EnvironmentPtr* environment = std::get_if<EnvironmentPtr>(&binding)) {
    return find_in_environment(**environment, ref, found, keys);
  }
  const ValuePtr& value = std::get<ValuePtr>(binding);
  return descend(value, value->own(), ref, found, keys);
}

// What is still to be asked: a link of the chain, and how many `super.` were taken off on the way to it.
struct Waiting {
  const ScopeNode* node;
  std::size_t taken;
  friend bool operator==(const Waiting&, const Waiting&) = default;
};
struct WaitingHash {
  std::size_t operator()(const Waiting& w) const {
    return std::hash<const void*>()(w.node) ^ (w.taken * 0x9e3779b97f4a7c15ULL);
  }
};

}  // namespace

bool descend(const ValuePtr& start, const Scope& start_scope, Components ref, Found& found, MapKeys& keys,
             Refusal* refusal) {
  ValuePtr value = start;
  Scope scope = start_scope;
  SiteId site = 0;
  std::string name;
  for (const Component& component : ref) {
    ValuePtr child;
    switch (value->type().kind()) {
      case TypeKind::structure: {
        const FieldValue* field = nullptr;
        if (!step_struct(*value, component, field, refusal)) return false;
        child = field->value;
        site = field->site != 0 ? field->site : value->site();
        name = field->site != 0 ? component.value : "";
        scope = scope.entered(value);
        break;
      }
      case TypeKind::list:
        if (!step_list(*value, component, child, refusal)) return false;
        break;
      case TypeKind::map:
        if (!step_map(value, component, child, keys, refusal)) return false;
        break;
      default:
        return refuse(refusal, ErrorKind::unnamable, "Object is not indexable: " + value->type().name());
    }
    scope = child->own().followed_by(scope);
    value = std::move(child);
  }
  found.bound = std::move(value);
  found.scope = std::move(scope);
  found.descended = true;
  found.site = site;
  found.field = std::move(name);
  return true;
}

bool find_in_environment(const Environment& environment, Components ref, Found& found, MapKeys& keys) {
  if (ref.empty() || !environment.may_begin_with(ref.front())) return false;
  // The hash of a prefix goes on from that of the next shorter one.
  std::vector<std::uint64_t> hashes;
  if (ref.size() > kShortRef) hashes = hashes_of_prefixes(ref);
  for (std::size_t n = ref.size(); n > 0; --n) {
    const Environment::Entry* entry =
        environment.exact(ref.first(n), hashes.empty() ? hash_of(ref.first(n)) : hashes[n - 1]);
    if (entry == nullptr) continue;
    const ValuePtr* value = std::get_if<ValuePtr>(&entry->bound);
    if (n == ref.size()) {
      found.bound = entry->bound;
      found.scope = value != nullptr ? (*value)->own() : Scope();
      found.descended = false;
      found.site = 0;
    } else if (value == nullptr || !descend(*value, (*value)->own(), ref.subspan(n), found, keys)) {
      continue;
    }
    if (found.site == 0) {
      found.site = entry->site;
      found.field = entry->ref.address();
    }
    return true;
  }
  return false;
}

bool look_up(const Scope& scope, Components ref, Found& found, MapKeys& keys) {
  const std::size_t supers = static_cast<std::size_t>(
      std::find_if_not(ref.begin(), ref.end(), [](const Component& c) { return is_word_component(c, "super"); }) -
      ref.begin());
  std::vector<Waiting> stack{{scope.node(), 0}};
  // With several `super.` one link is met on many ways; what it did not answer once it never does.
  std::unordered_set<Waiting, WaitingHash> asked;
  while (!stack.empty()) {
    const auto [node, taken] = stack.back();
    stack.pop_back();
    if (node == nullptr) continue;
    if (supers > 1 && !asked.insert({node, taken}).second) continue;
    const Components rest = ref.subspan(taken);
    found.site = 0;
    switch (node->kind) {
      case ScopeNode::Kind::binding:
        if (const BindingRows::Row* row = keys.rows().at(node)) {
          stack.push_back({row->after, taken});
          const auto known = rest.empty() ? row->by_first.end() : row->by_first.find(rest.front().hash);
          if (known == row->by_first.end()) break;
          for (const ScopeNode* candidate : known->second) {
            if (find_in_binding(candidate->binding, rest, found, keys)) return true;
            found.site = 0;
          }
          break;
        }
        if (find_in_binding(node->binding, rest, found, keys)) return true;
        stack.push_back({node->next.get(), taken});
        break;
      case ScopeNode::Kind::joined:
        stack.push_back({node->next.get(), taken});
        stack.push_back({node->first.get(), taken});
        break;
      case ScopeNode::Kind::entered: {
        if (rest.empty()) {
          stack.push_back({node->next.get(), taken});
          break;
        }
        const ValuePtr& structure = std::get<ValuePtr>(node->binding);
        const bool self = is_word_component(rest.front(), "self") && rest.size() > 1;
        if (self && find_field(structure, rest.subspan(1), found, keys)) return true;
        found.site = 0;
        if (find_field(structure, rest, found, keys)) return true;
        // Under `super.` comes last: pushed first.
        if (taken < supers) stack.push_back({node->next.get(), taken + 1});
        stack.push_back({node->next.get(), taken});
        break;
      }
    }
  }
  return false;
}

namespace {

void add_names_of(const Value& value, std::set<std::string>& names) {
  switch (value.type().kind()) {
    case TypeKind::structure:
      for (const Field& field : value.type().fields()) {
        if (has_field(value, value.type().field_index(field.name))) names.insert(field.name);
      }
      break;
    case TypeKind::map:
      for (const MapEntry& entry : value.entries()) {
        if (!entry.key->has_tags()) names.insert(str(*entry.key));
      }
      break;
    default:
      break;
  }
}

void add_entries(const Environment& environment, Components prefix, std::set<std::string>& names) {
  for (const Environment::Entry& entry : environment.entries()) {
    const Components mine = entry.ref.components();
    if (mine.size() > prefix.size() && std::equal(prefix.begin(), prefix.end(), mine.begin())) {
      names.insert(mine[prefix.size()].value);
    }
  }
}

}  // namespace

std::vector<std::string> visible_names(const Scope& scope, Components ref, std::size_t at) {
  std::set<std::string> names;
  const Components prefix = ref.first(at);
  std::vector<const ScopeNode*> rest{scope.node()};
  while (!rest.empty()) {
    const ScopeNode* node = rest.back();
    rest.pop_back();
    if (node == nullptr) continue;
    rest.push_back(node->next.get());
    rest.push_back(node->first.get());
    if (const EnvironmentPtr* environment = std::get_if<EnvironmentPtr>(&node->binding)) {
      if (*environment) add_entries(**environment, prefix, names);
    } else if (const ValuePtr& value = std::get<ValuePtr>(node->binding); value && prefix.empty()) {
      add_names_of(*value, names);
    }
  }
  Found found;
  MapKeys keys;
  if (!prefix.empty() && look_up(scope, prefix, found, keys)) {
    if (const ValuePtr* value = std::get_if<ValuePtr>(&found.bound)) add_names_of(**value, names);
  }
  return {names.begin(), names.end()};
}

}  // namespace borealis::lang
