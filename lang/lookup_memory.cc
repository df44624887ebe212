// What one resolution remembers for its lookups.
#include <algorithm>

#include "lang/lookup.h"
#include "lang/resolve.h"

namespace borealis::lang {

namespace {

// Of fewer bindings one asks each.
constexpr std::size_t kShortRow = 8;

// What a key amounts to, with its own bindings alone; nothing when open references leave no number.
std::optional<std::string> text_of_key(const Value& key) {
  const bool text = key.type().kind() == TypeKind::string;
  if (text && !key.has_tags() && key.raw().text() != nullptr) return key.raw().text()->str();
  if (text) return str(key);
  const ValuePtr resolved = interpolate(key).value;
  if (resolved->raw().text() != nullptr) return std::nullopt;
  return resolved->raw().repr();
}

}  // namespace

const BindingRows::Row* BindingRows::at(const ScopeNode* node) {
  const auto environment_in = [](const ScopeNode* n) {
    const bool is_one = n != nullptr && n->kind == ScopeNode::Kind::binding;
    return is_one ? std::get_if<EnvironmentPtr>(&n->binding) : nullptr;
  };
  const ScopeNode* end = node;
  for (std::size_t i = 0; i < kShortRow; ++i, end = end->next.get()) {
    if (environment_in(end) == nullptr) return nullptr;
  }
  Row& row = rows_[node];
  if (row.first) return &row;
  row.first = Rc<const ScopeNode>(node);
  for (end = node; const EnvironmentPtr* environment = environment_in(end); end = end->next.get()) {
    for (const Environment::Entry& entry : (*environment)->entries()) {
      if (entry.ref.empty()) continue;
      std::vector<const ScopeNode*>& nodes = row.by_first[entry.ref.components().front().hash];
      if (nodes.empty() || nodes.back() != end) nodes.push_back(end);
    }
  }
  row.after = end;
  return &row;
}

const ValuePtr* MapKeys::find(const ValuePtr& map, const Value& wanted) {
  const std::vector<MapEntry>& entries = map->entries();
  const TypeKind kind = map->type().key()->kind();
  if (kind != TypeKind::string && kind != TypeKind::integer && kind != TypeKind::boolean) {
    const auto at =
        std::find_if(entries.begin(), entries.end(), [&](const MapEntry& e) { return equal(wanted, *e.key); });
    return at == entries.end() ? nullptr : &at->value;
  }
  if (entries.empty()) return nullptr;
  const std::string text = text_of_key(wanted).value_or("");
  Read& read = maps_[map.get()];
  read.map = map;
  if (const auto known = read.first.find(text); known != read.first.end()) return &entries[known->second].value;
  while (read.count < entries.size()) {
    const std::optional<std::string> key = text_of_key(*entries[read.count].key);
    const std::size_t at = read.count++;
    if (!key) continue;
    read.first.emplace(*key, at);
    if (*key == text) return &entries[at].value;
  }
  return nullptr;
}

}  // namespace borealis::lang
