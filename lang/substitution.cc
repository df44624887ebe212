// Texts: their references are filled in, pass by pass (language.md §12.2).
#include <algorithm>
#include <unordered_set>

#include "lang/depth.h"
#include "lang/resolver.h"
#include "lang/utf8.h"

namespace borealis::lang {

namespace {

// All text that one resolution may make.
constexpr std::size_t kMostText = 512u << 20;
// Literals and tags of one text. One that doubles in each pass would reach its limit of bytes only after many seconds.
constexpr std::size_t kMostTokens = 1u << 19;
// From this pass on, and whenever a text has become this long, one looks whether the references go in a circle.
constexpr int kSuspiciousPass = 6;
constexpr std::size_t kSuspiciousBytes = 1u << 20;
// An error quotes no more code points than that of a text.
constexpr std::size_t kQuoted = 10000;

LanguageError uninterpolatable(const std::string& text) {
  return {ErrorKind::uninterpolatable, "Unable to interpolate " + std::string(first_code_points(text, kQuoted)) +
                                           "!  Maximum replacements reached."};
}

// `{{.a}}` and `{{a}}` are one reference; any other address is written in one way only.
void append_tag(std::string& out, const Token& reference) {
  if (reference.body.front() == '.') {
    out += reference.ref.str();
  } else {
    out += reference.text;
  }
}

}  // namespace

// str() of a value in a scope.
TextPtr Resolver::text_of(const ValuePtr& value, const Scope& scope) {
  const TypeKind kind = value->type().kind();
  const Text* literal = kind == TypeKind::string ? value->raw().text() : nullptr;
  if (literal != nullptr && !literal->has_tags()) return TextPtr(literal);
  if (literal != nullptr) {
    // The steps of str() and interpolate().
    const Depth str_depth;
    const Depth interpolate_depth;
    return make_rc<const Text>(resolve_text(*literal, scope).text);
  }
  if (kind == TypeKind::integer && value->raw().get<std::int64_t>() != nullptr) {
    return make_rc<const Text>(std::to_string(*value->raw().get<std::int64_t>()));
  }
  return make_rc<const Text>(str(with_scope(*value, scope)));
}

Answer Resolver::find_answer(const Ref& ref, const Scope& scope) {
  Answer answer;
  try {
    if (!look_up(scope, ref.components(), answer.found, map_keys_)) return answer;
    if (const TextPtr* text = std::get_if<TextPtr>(&answer.found.bound)) {
      answer.text = *text;
      return answer;
    }
    answer.text = text_of(std::get<ValuePtr>(answer.found.bound), answer.found.scope);
  } catch (const LanguageError& error) {
    answer.error = std::make_shared<LanguageError>(error);
  }
  return answer;
}

const Answer& Resolver::answer(const Ref& ref, const Scope& scope) {
  // Structs that have nothing to say about it give the answer of what is around them: it is looked up once for all.
  const Scope asked = scope.that_may_answer(ref.components());
  const Key key{asked.node(), ref};
  if (const auto known = answers_.find(key); known != answers_.end()) return known->second.answer;
  Answer found = find_answer(ref, asked);
  return answers_.emplace(key, Remembered{std::move(found), asked}).first->second.answer;
}

Resolver::Pass Resolver::substitute_once(const std::vector<Token>& tokens, const Scope& scope) {
  const std::size_t limit = limits_.text_bytes;
  if (tokens.size() > kMostTokens) {
    throw LanguageError(ErrorKind::limit, "a text comes to hold too many references when they are filled in");
  }
  Pass pass;
  std::string& out = pass.text;
  for (const Token& token : tokens) {
    switch (token.kind) {
      case Token::Kind::literal:
        if (token.text.find('{') != std::string_view::npos) pass.closed = false;
        out += token.text;
        break;
      case Token::Kind::escape:
        pass.escapes = true;
        out.append("{{&").append(token.body).append("}}");
        break;
      case Token::Kind::malformed:
        throw LanguageError(ErrorKind::invalid_ref, token.why());
      case Token::Kind::reference: {
        const Answer& found = answer(token.ref, scope);
        if (found.error) throw LanguageError(*found.error);
        if (!found.text) {
          pass.open.push_back(token.ref);
          append_tag(out, token);
          break;
        }
        pass.replaced = true;
        const std::string& text = found.text->str();
        if (text.find('{') != std::string::npos) pass.closed = false;
        if (out.size() + text.size() > limit) {
          throw LanguageError(ErrorKind::limit, "a text grows beyond the limit when its references are filled in");
        }
        out += text;
        break;
      }
    }
  }
  return pass;
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
  const Depth depth;
  const std::vector<Token>* tokens = &text.tokens();
  std::vector<Token> current_tokens;
  std::string current;
  for (int number = 0;; ++number) {
    Pass pass = substitute_once(*tokens, scope);
    if (pass.replaced) check_progress(text, scope, pass.text, number);
    // Nothing is left to be found, nor to be stripped.
    if ((pass.closed || !pass.replaced) && !pass.escapes) {
      result.text = std::move(pass.text);
      result.unbound = std::move(pass.open);
      return result;
    }
    if (!pass.replaced) break;
    current = std::move(pass.text);
    current_tokens = cut(current);
    tokens = &current_tokens;
    if (pass.closed) break;
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
    Step made{{}, from};
    if (!of.has_tags()) return made;
    if (of.str().size() > kSuspiciousBytes) {
      made.next = references(of.str().substr(0, kSuspiciousBytes)).refs;
      return made;
    }
    for (const Token& token : of.tokens()) {
      if (token.kind == Token::Kind::reference) made.next.push_back(token.ref);
    }
    return made;
  };
  std::vector<Step> way{step(Ref(), text)};
  std::unordered_set<Ref> on_way;
  std::unordered_set<Ref> done;
  while (!way.empty()) {
    if (way.back().next.empty()) {
      on_way.erase(way.back().from);
      done.insert(std::move(way.back().from));
      way.pop_back();
      continue;
    }
    const Ref ref = way.back().next.back();
    way.back().next.pop_back();
    if (done.contains(ref)) continue;
    if (on_way.contains(ref)) {
      const auto met = std::find_if(way.begin() + 1, way.end(), [&](const Step& s) { return s.from == ref; });
      std::vector<Ref> cycle;
      for (auto s = met; s != way.end(); ++s) cycle.push_back(s->from);
      cycle.push_back(ref);
      return cycle;
    }
    const Answer& found = answer(ref, scope);
    if (found.text) {
      way.push_back(step(ref, *found.text));
      on_way.insert(ref);
    } else {
      done.insert(ref);
    }
  }
  return {};
}

}  // namespace borealis::lang
