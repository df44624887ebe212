#include "lang/template.h"

#include "lang/braces.h"

namespace borealis::lang {

namespace {

// Fills in what stands between the braces.
void read_body(Token& token, std::string_view body) {
  if (body.front() == '&' && body.size() > 1) {
    body.remove_prefix(1);
    // The closing & belongs to the braces when something is left without it.
    if (body.size() > 1 && body.back() == '&') body.remove_suffix(1);
    token.kind = Token::Kind::escape;
    token.body = body;
    return;
  }
  token.body = body;
  if (std::optional<Ref> ref = Ref::try_parse(body)) {
    token.kind = Token::Kind::reference;
    token.ref = std::move(*ref);
  } else {
    token.kind = Token::Kind::malformed;
  }
}

// The first brace at or after `from`, or npos. (find_first_of() searches the set anew for each character.)
std::size_t find_brace(std::string_view text, std::size_t from) {
  while (from < text.size() && text[from] != '{' && text[from] != '}') ++from;
  return from < text.size() ? from : std::string_view::npos;
}

// The next tag at or after `from`: [begin, end) and its body; false: none.
bool find_tag(std::string_view text, std::size_t from, std::size_t& begin, std::size_t& end) {
  for (std::size_t open = text.find("{{", from); open != std::string_view::npos; open = text.find("{{", from)) {
    const std::size_t body = open + 2;
    const std::size_t brace = find_brace(text, body);
    if (brace == std::string_view::npos) return false;
    if (brace == body) {
      from = open + 1;
    } else if (text[brace] == '{') {
      from = brace;
    } else if (brace + 1 < text.size() && text[brace + 1] == '}') {
      begin = open;
      end = brace + 2;
      return true;
    } else {
      from = brace + 1;
    }
  }
  return false;
}

}  // namespace

bool has_loose_braces(std::string_view text) {
  const auto has_brace = [](std::string_view part) { return find_brace(part, 0) != std::string_view::npos; };
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t from = 0;
  for (; find_tag(text, from, begin, end); from = end) {
    if (has_brace(text.substr(from, begin - from))) return true;
  }
  return has_brace(text.substr(from));
}

std::string Token::why() const {
  std::string text;
  Ref::try_parse(body, &text);
  return text;
}

bool Tokenizer::next(Token& token) {
  token = Token();
  if (rest_.empty()) return false;
  std::size_t begin = 0;
  std::size_t end = 0;
  if (!find_tag(rest_, 0, begin, end)) {
    token.text = rest_;
    rest_ = {};
    return true;
  }
  if (begin > 0) {
    token.text = rest_.substr(0, begin);
    rest_.remove_prefix(begin);
    return true;
  }
  token.text = rest_.substr(0, end);
  read_body(token, rest_.substr(2, end - 4));
  rest_.remove_prefix(end);
  return true;
}

std::vector<Token> cut(std::string_view text) {
  std::vector<Token> tokens;
  Tokenizer tokenizer(text);
  for (Token token; tokenizer.next(token);) tokens.push_back(std::move(token));
  return tokens;
}

const std::vector<Token>& Text::tokens() const {
  if (!tokens_) tokens_ = std::make_unique<const std::vector<Token>>(cut(text_));
  return *tokens_;
}

References references(std::string_view text) {
  References out;
  if (!may_have_tags(text)) return out;
  Tokenizer tokenizer(text);
  for (Token token; tokenizer.next(token);) {
    if (token.kind == Token::Kind::reference) out.refs.push_back(std::move(token.ref));
    if (token.kind == Token::Kind::malformed) out.malformed.emplace_back(token.text);
  }
  return out;
}

Substitution substitute(std::string_view text, const TextLookup& lookup, const TemplateLimits& limits) {
  Substitution out;
  out.text = text;
  bool changed = may_have_tags(out.text);
  for (int pass = 0; changed; ++pass) {
    if (pass == limits.passes || out.text.size() > limits.text_bytes) {
      out.finished = false;
      break;
    }
    changed = false;
    std::string next;
    Tokenizer tokenizer(out.text);
    for (Token token; tokenizer.next(token);) {
      const std::optional<std::string> answer = token.kind == Token::Kind::reference ? lookup(token.ref) : std::nullopt;
      next += answer ? std::string_view(*answer) : token.text;
      changed |= answer.has_value();
      if (next.size() > limits.text_bytes) break;
    }
    out.text = std::move(next);
  }
  std::string stripped;
  Tokenizer tokenizer(out.text);
  for (Token token; tokenizer.next(token);) {
    switch (token.kind) {
      case Token::Kind::reference:
        out.unbound.push_back(token.ref);
        stripped += token.ref.str();
        break;
      case Token::Kind::escape:
        stripped.append("{{").append(token.body).append("}}");
        break;
      case Token::Kind::malformed:
        out.malformed.emplace_back(token.text);
        [[fallthrough]];
      case Token::Kind::literal:
        stripped += token.text;
        break;
    }
  }
  out.text = std::move(stripped);
  return out;
}

}  // namespace borealis::lang
