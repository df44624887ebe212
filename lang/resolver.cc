#include "lang/resolver.h"

#include <algorithm>
#include <unordered_set>

namespace borealis::lang {

namespace {

// Values within answers within values ...: where Python's stack would have ended, and ours is still safe.
constexpr int kDeepest = 400;
// All text that one resolution may make.
constexpr std::size_t kMostText = 512u << 20;
// From this pass on, and whenever a text has become this long, one looks whether the references go in a circle.
constexpr int kSuspiciousPass = 6;
constexpr std::size_t kSuspiciousBytes = 1u << 20;
// An error quotes no more than that of a text.
constexpr std::size_t kQuotedBytes = 10000;

LanguageError uninterpolatable(const std::string& text) {
  return {ErrorKind::uninterpolatable,
          "Unable to interpolate " + text.substr(0, kQuotedBytes) + "!  Maximum replacements reached."};
}

// Alternatives of a Choice give way to the next on these.
bool is_value_error(ErrorKind kind) {
  return kind == ErrorKind::coercion || kind == ErrorKind::value || kind == ErrorKind::not_mapping;
}

}  // namespace

class Resolver::Depth {
 public:
  explicit Depth(Resolver& resolver) : resolver_(resolver) {
    if (++resolver_.depth_ > kDeepest) {
      --resolver_.depth_;
      throw LanguageError(ErrorKind::limit, "values are nested too deeply");
    }
  }
  ~Depth() { --resolver_.depth_; }
  Depth(const Depth&) = delete;
  Depth& operator=(const Depth&) = delete;

 private:
  Resolver& resolver_;
};

Answer Resolver::find_answer(const Ref& ref, const Scope& scope) {
  Answer answer;
  try {
    if (!look_up(scope, ref.components(), answer.found, map_keys_)) return answer;
    if (const TextPtr* text = std::get_if<TextPtr>(&answer.found.bound)) {
      answer.text = *text;
      return answer;
    }
    const ValuePtr& value = std::get<ValuePtr>(answer.found.bound);
    const Text* literal = value->type().kind() == TypeKind::string ? value->raw().text() : nullptr;
    if (literal != nullptr && !literal->has_tags()) {
      answer.text = TextPtr(literal);
    } else {
      answer.text = make_rc<const Text>(str(with_scope(*value, answer.found.scope)));
    }
  } catch (const LanguageError& error) {
    answer.error = std::make_shared<LanguageError>(error);
  }
  return answer;
}

const Answer& Resolver::answer(const Ref& ref, const Scope& scope) {
  const Key key{scope.node(), ref};
  if (const auto known = answers_.find(key); known != answers_.end()) return known->second.answer;
  Answer found = find_answer(ref, scope);
  return answers_.emplace(key, Remembered{std::move(found), scope}).first->second.answer;
}

// One pass. `closed`: no further pass can find anything new.
bool Resolver::substitute_once(const std::vector<Token>& tokens, const Scope& scope, std::string& out, bool& closed) {
  const std::size_t limit = limits_.text_bytes;
  bool replaced = false;
  closed = true;
  for (const Token& token : tokens) {
    switch (token.kind) {
      case Token::Kind::literal:
        if (token.text.find('{') != std::string_view::npos) closed = false;
        out += token.text;
        break;
      case Token::Kind::escape:
        out.append("{{&").append(token.body).append("}}");
        break;
      case Token::Kind::malformed:
        throw LanguageError(ErrorKind::invalid_ref, token.why());
      case Token::Kind::reference: {
        const Answer& found = answer(token.ref, scope);
        if (found.error) throw LanguageError(*found.error);
        if (!found.text) {
          out += token.ref.str();
          break;
        }
        replaced = true;
        const std::string& text = found.text->str();
        if (text.find('{') != std::string::npos) closed = false;
        if (out.size() + text.size() > limit) {
          throw LanguageError(ErrorKind::limit, "a text grows beyond the limit when its references are filled in");
        }
        out += text;
        break;
      }
    }
  }
  return replaced;
}

void Resolver::check_progress(const Text& original, const Scope& scope, const std::string& text, int pass) {
  total_bytes_ += text.size();
  if (total_bytes_ > kMostText) {
    throw LanguageError(ErrorKind::limit, "the texts grow beyond the limit when their references are filled in");
  }
  const bool large = text.size() > kSuspiciousBytes;
  if (large || (cycles_ == Cycles::at_once && pass == kSuspiciousPass)) {
    if (!find_cycle(original, scope).empty()) throw uninterpolatable(text);
  }
  if (pass + 1 >= limits_.passes) throw uninterpolatable(text);
}

ResolvedText Resolver::resolve_text(const Text& text, const Scope& scope) {
  ResolvedText result;
  if (!text.has_tags()) {
    result.text = text.str();
    return result;
  }
  const Depth depth(*this);
  const std::vector<Token>* tokens = &text.tokens();
  std::vector<Token> current_tokens;
  std::string current;
  bool closed = false;
  for (int pass = 0;; ++pass) {
    std::string next;
    const bool replaced = substitute_once(*tokens, scope, next, closed);
    if (!replaced) break;
    check_progress(text, scope, next, pass);
    current = std::move(next);
    current_tokens = cut(current);
    tokens = &current_tokens;
    if (closed) break;
  }
  for (const Token& token : *tokens) {
    switch (token.kind) {
      case Token::Kind::escape:
        result.text.append("{{").append(token.body).append("}}");
        result.stripped = true;
        break;
      case Token::Kind::reference:
        result.text += token.ref.str();
        result.unbound.push_back(token.ref);
        break;
      default:
        result.text += token.text;
    }
  }
  return result;
}

std::vector<Ref> Resolver::find_cycle(const Text& text, const Scope& scope) {
  struct Step {
    std::vector<Ref> next;  // still to be followed
    Ref from;               // what led here
  };
  const auto step = [](const Ref& from, const Text& of) {
    return Step{of.has_tags() ? references(of.str().substr(0, kSuspiciousBytes)).refs : std::vector<Ref>(), from};
  };
  std::vector<Step> way{step(Ref(), text)};
  std::unordered_set<Ref> done;
  while (!way.empty()) {
    if (way.back().next.empty()) {
      done.insert(way.back().from);
      way.pop_back();
      continue;
    }
    const Ref ref = way.back().next.back();
    way.back().next.pop_back();
    if (done.contains(ref)) continue;
    const auto met = std::find_if(way.begin() + 1, way.end(), [&](const Step& s) { return s.from == ref; });
    if (met != way.end()) {
      std::vector<Ref> cycle;
      for (auto s = met; s != way.end(); ++s) cycle.push_back(s->from);
      cycle.push_back(ref);
      return cycle;
    }
    const Answer& found = answer(ref, scope);
    if (found.text) {
      way.push_back(step(ref, *found.text));
    } else {
      done.insert(ref);
    }
  }
  return {};
}

Interpolated Resolver::interpolate(const ValuePtr& value, const Scope& scope) {
  if (value->closed_form()) return {value->closed_form(), {}};
  const Depth depth(*this);
  Interpolated result;
  switch (value->type().kind()) {
    case TypeKind::list:
      result = interpolate_list(*value, scope);
      break;
    case TypeKind::map:
      result = interpolate_map(*value, scope);
      break;
    case TypeKind::structure:
      result = interpolate_struct(value, scope);
      break;
    case TypeKind::choice:
      result = interpolate_choice(*value, scope);
      break;
    default:
      result = interpolate_scalar(value, scope);
  }
  // A value that is its own closed form would keep itself alive.
  if (!value->has_tags() && !(result.value == value)) value->keep_closed_form(result.value);
  return result;
}

Interpolated Resolver::interpolate_scalar(const ValuePtr& value, const Scope& scope) {
  const Type* type = &value->type();
  Raw raw = value->raw();
  if (const Text* text = raw.text(); text != nullptr && text->has_tags()) {
    ResolvedText resolved = resolve_text(*text, scope);
    if (!resolved.unbound.empty()) {
      const ValuePtr open =
          make_rc<const Value>(type, Raw(std::move(resolved.text)), true, Scope(), value->site(), value->class_id());
      return {open, std::move(resolved.unbound)};
    }
    raw = Raw(std::move(resolved.text));
  }
  std::string error;
  ErrorKind kind = ErrorKind::coercion;
  std::optional<Raw> coerced = coerce(*type, raw, &error, &kind);
  if (!coerced) throw LanguageError(kind, std::move(error));
  const bool unchanged = coerced->payload() == value->raw().payload();
  // What holds no tags never asks its scope again.
  const bool has_tags = coerced->has_tags();
  if (unchanged && !has_tags) return {value, {}};
  return {make_rc<const Value>(type, std::move(*coerced), has_tags, has_tags ? scope : Scope(), value->site(),
                               value->class_id()),
          {}};
}

void Resolver::OpenRefs::add(std::vector<Ref>&& more) {
  for (Ref& ref : more) {
    if (seen.insert(ref).second) refs.push_back(std::move(ref));
  }
}

ValuePtr Resolver::part(const ValuePtr& value, const Scope& scope, OpenRefs& unbound) {
  Interpolated resolved = interpolate(value, scope);
  unbound.add(std::move(resolved.unbound));
  if (value->type().kind() != TypeKind::choice) return resolved.value;
  const ValuePtr* instance = value->raw().get<ValuePtr>();
  if (instance != nullptr && *instance == resolved.value && value->own().empty()) return value;
  return make_choice(&value->type(), Raw(std::move(resolved.value)), value->site());
}

Interpolated Resolver::interpolate_list(const Value& value, const Scope& scope) {
  Interpolated result;
  OpenRefs unbound;
  std::vector<ValuePtr> elements;
  elements.reserve(value.elements().size());
  bool unchanged = value.own().empty();
  for (const ValuePtr& element : value.elements()) {
    elements.push_back(part(element, element->own().followed_by(scope), unbound));
    unchanged &= elements.back() == element;
  }
  if (unchanged) return {ValuePtr(&value), {}};
  result.value = make_list(&value.type(), std::move(elements), value.site());
  result.unbound = std::move(unbound.refs);
  return result;
}

Interpolated Resolver::interpolate_map(const Value& value, const Scope& scope) {
  Interpolated result;
  OpenRefs unbound;
  std::vector<MapEntry> entries;
  entries.reserve(value.entries().size());
  for (const MapEntry& entry : value.entries()) {
    ValuePtr key = part(entry.key, entry.key->own().followed_by(scope), unbound);
    entries.push_back({std::move(key), part(entry.value, entry.value->own().followed_by(scope), unbound)});
  }
  result.value = make_map(&value.type(), std::move(entries), value.site());
  result.unbound = std::move(unbound.refs);
  return result;
}

Interpolated Resolver::interpolate_struct(const ValuePtr& value, const Scope& scope) {
  Interpolated result;
  OpenRefs unbound;
  const Scope within = inside(value, scope);
  std::vector<FieldValue> fields = value->fields();
  bool unchanged = value->own().empty();
  // In the order in which they are shown: of several errors the first is thrown.
  for (const std::size_t i : value->type().field_order(value->rebuilt())) {
    FieldValue& field = fields[i];
    if (!field.value) continue;
    ValuePtr resolved = part(field.value, field.value->own().followed_by(within), unbound);
    unchanged &= resolved == field.value;
    field.value = std::move(resolved);
  }
  if (unchanged) return {value, {}};
  result.value = make_struct(&value->type(), std::move(fields), value->site(), value->rebuilt());
  result.unbound = std::move(unbound.refs);
  return result;
}

Interpolated Resolver::interpolate_choice(const Value& value, const Scope& scope) {
  const Raw& raw = value.raw();
  for (const Type* alternative : value.type().alternatives()) {
    const ValuePtr* instance = raw.get<ValuePtr>();
    if (instance != nullptr && &(*instance)->type() == alternative) {
      return interpolate(*instance, (*instance)->own().followed_by(scope));
    }
    try {
      return interpolate(as_type(alternative, raw, value.site()), scope);
    } catch (const LanguageError& error) {
      if (!is_value_error(error.kind)) throw;
    }
  }
  throw LanguageError(ErrorKind::coercion, "Cannot coerce '" + raw.str() + "' to " + value.type().name());
}

// str() of the parts resolves them once more, as the original does (language.md §6, §7, §9.4).
std::string Resolver::str(const ValuePtr& value) {
  const Depth depth(*this);
  const ValuePtr resolved = interpolate(value, value->own()).value;
  if (value->type().kind() == TypeKind::choice) return str(resolved);
  const Type& type = resolved->type();
  std::string out;
  const auto separate = [&](std::string_view separator, bool first) {
    if (!first) out += separator;
  };
  switch (type.kind()) {
    case TypeKind::list:
      out = type.name() + "(";
      for (const ValuePtr& element : resolved->elements()) {
        separate(", ", &element == resolved->elements().data());
        out += str(element);
      }
      return out += ')';
    case TypeKind::map:
      out = type.name() + "(";
      for (const MapEntry& entry : resolved->entries()) {
        separate(", ", &entry == resolved->entries().data());
        out.append(str(entry.key)).append(" => ").append(str(entry.value));
      }
      return out += ')';
    case TypeKind::structure: {
      const std::string separator = ",\n" + std::string(type.name().size() + 1, ' ');
      out = type.name() + "(";
      bool first = true;
      for (const std::size_t i : type.field_order(resolved->rebuilt())) {
        const ValuePtr& field = resolved->fields()[i].value;
        if (!field) continue;
        separate(separator, std::exchange(first, false));
        out.append(type.fields()[i].name).append("=").append(str(field));
      }
      return out += ')';
    }
    default:
      return resolved->raw().str();
  }
}

}  // namespace borealis::lang
