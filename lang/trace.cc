#include "lang/trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <unordered_set>

#include "lang/data.h"

namespace borealis::lang {

namespace {

constexpr std::size_t kMostVisits = 10000;
constexpr std::size_t kMostNotes = 8;
constexpr std::size_t kMostTextBytes = 1u << 20;

Place place_of(const Found& found) {
  return {found.site, found.field, ""};
}

// The text that stands behind an answer as the author wrote it, when that can be told.
const Text* source_of(const Answer& answer) {
  if (const TextPtr* text = std::get_if<TextPtr>(&answer.found.bound)) return text->get();
  const ValuePtr* value = std::get_if<ValuePtr>(&answer.found.bound);
  const bool scalar = value != nullptr && *value && (*value)->type().is_scalar();
  return scalar ? (*value)->raw().text() : nullptr;
}

struct Visit {
  TextPtr text;     // what stands there; null: the text itself
  int from = -1;    // the visit that led here
  Ref ref;          // by this reference
  std::string tag;  // as it stands there
  Place place;
};

// Breadth first through all texts that `text` leads to.
class Walk {
 public:
  Walk(Resolver& resolver, const Text& text, const Scope& scope) : resolver_(resolver), text_(text), scope_(scope) {
    visits_.push_back({});
  }

  // Calls `see` with each token of each text, until it answers true or all are seen.
  void run(const std::function<bool(std::size_t visit, const Token& token)>& see) {
    std::unordered_set<Ref> known;
    for (std::size_t i = 0; i < visits_.size() && i < kMostVisits; ++i) {
      const TextPtr held = visits_[i].text;
      const std::string& text = held ? held->str() : text_.str();
      if (!may_have_tags(text)) continue;
      Tokenizer tokenizer(std::string_view(text).substr(0, kMostTextBytes));
      for (Token token; tokenizer.next(token);) {
        if (token.kind != Token::Kind::literal && see(i, token)) return;
        if (token.kind != Token::Kind::reference || !known.insert(token.ref).second) continue;
        follow(static_cast<int>(i), token);
      }
    }
  }

  // The steps from the text itself to a visit; `tag` is that of the visit's text which was looked for.
  Trail trail_to(std::size_t visit, std::string tag) const {
    Trail trail;
    for (int at = static_cast<int>(visit); at > 0; at = visits_[static_cast<std::size_t>(at)].from) {
      const Visit& v = visits_[static_cast<std::size_t>(at)];
      Place place = v.place;
      place.text = std::exchange(tag, v.tag);
      trail.steps.push_back({v.ref, std::move(place)});
    }
    std::reverse(trail.steps.begin(), trail.steps.end());
    trail.tag = std::move(tag);
    return trail;
  }

 private:
  void follow(int from, const Token& token) {
    const Answer& answer = resolver_.answer(token.ref, scope_);
    // A malformed tag in what is evaluated elsewhere makes the answer an error; its source still shows it.
    const Text* source = source_of(answer);
    TextPtr text = answer.text;
    if (!text && answer.error && source != nullptr) text = TextPtr(source);
    if (text) visits_.push_back({std::move(text), from, token.ref, std::string(token.text), place_of(answer.found)});
  }

  Resolver& resolver_;
  const Text& text_;
  const Scope& scope_;
  std::deque<Visit> visits_;
};

}  // namespace

namespace {

bool is_or_hides(const Token& token, const Ref& ref) {
  if (token.kind == Token::Kind::reference) return token.ref == ref;
  if (token.kind != Token::Kind::escape) return false;
  // An escape hides a reference until it is resolved again.
  std::string_view body = token.body;
  while (!body.empty() && body.front() == '&') body.remove_prefix(1);
  return Ref::try_parse(body) == ref;
}

}  // namespace

Trail trace_reference(Resolver& resolver, const Text& text, const Scope& scope, const Ref& ref) {
  // It stands there itself, nearly always.
  if (text.str().size() <= kMostTextBytes) {
    for (const Token& token : text.tokens()) {
      if (is_or_hides(token, ref)) return Trail{std::string(token.text), {}};
    }
  }
  Walk walk(resolver, text, scope);
  std::optional<Trail> found;
  walk.run([&](std::size_t visit, const Token& token) {
    if (!is_or_hides(token, ref)) return false;
    found = walk.trail_to(visit, std::string(token.text));
    return true;
  });
  if (found) return *found;
  // It was put together from pieces.
  Trail trail;
  const References refs = references(text.str());
  if (!refs.refs.empty()) trail.tag = refs.refs.front().str();
  return trail;
}

std::vector<Trail> trace_malformed(Resolver& resolver, const Text& text, const Scope& scope) {
  Walk walk(resolver, text, scope);
  std::vector<Trail> found;
  walk.run([&](std::size_t visit, const Token& token) {
    if (token.kind != Token::Kind::malformed) return false;
    const std::string tag(token.text);
    Trail trail = walk.trail_to(visit, tag);
    // The place of the tag itself is the last step's, or the text's own.
    trail.tag = tag;
    const bool known = std::any_of(found.begin(), found.end(), [&](const Trail& t) {
      return t.tag == tag && t.steps.size() == trail.steps.size();
    });
    if (!known) found.push_back(std::move(trail));
    return false;
  });
  if (found.empty()) found.push_back({"", {}});
  return found;
}

std::optional<Trail> trace_error(Resolver& resolver, const Text& text, const Scope& scope) {
  Walk walk(resolver, text, scope);
  std::optional<Trail> found;
  walk.run([&](std::size_t visit, const Token& token) {
    if (token.kind != Token::Kind::reference) return false;
    const Answer& answer = resolver.answer(token.ref, scope);
    if (!answer.error) return false;
    found = walk.trail_to(visit, std::string(token.text));
    if (answer.found.site != 0) found->steps.push_back({token.ref, place_of(answer.found)});
    return true;
  });
  return found;
}

std::vector<CycleStep> trace_cycle(Resolver& resolver, const Text& text, const Scope& scope) {
  std::vector<Ref> cycle = resolver.find_cycle(text, scope);
  std::vector<CycleStep> steps;
  if (cycle.empty()) {
    // A reference whose value is evaluated elsewhere may be where it goes round.
    Walk walk(resolver, text, scope);
    walk.run([&](std::size_t, const Token& token) {
      if (token.kind != Token::Kind::reference) return false;
      const Answer& answer = resolver.answer(token.ref, scope);
      const bool inner = answer.error && answer.error->kind == ErrorKind::uninterpolatable;
      const ValuePtr* value = std::get_if<ValuePtr>(&answer.found.bound);
      const Text* source = source_of(answer);
      if (!inner || value == nullptr || source == nullptr) return false;
      Resolver nested({}, Resolver::Cycles::at_once);
      steps = trace_cycle(nested, *source, answer.found.scope);
      return !steps.empty();
    });
    return steps;
  }
  cycle.pop_back();
  for (std::size_t i = 0; i < cycle.size(); ++i) {
    Place place = place_of(resolver.answer(cycle[i], scope).found);
    place.text = cycle[(i + 1) % cycle.size()].str();
    steps.push_back({cycle[i], std::move(place)});
  }
  return steps;
}

namespace {

Note origin(const Token& token, const Answer& answer, const Text* source) {
  const std::string value = Data(answer.text->str()).quote();
  const std::string written = source != nullptr ? Data(source->str()).quote() : value;
  return {fmt::format("`{}` is {}{}, given here", token.text, value, written != value ? ", from " + written : ""),
          {},
          place_of(answer.found)};
}

void add_origins(Resolver& resolver, const Text& text, const Scope& scope, std::size_t depth,
                 std::vector<Note>& notes) {
  Walk walk(resolver, text, scope);
  std::unordered_set<Ref> said;
  walk.run([&](std::size_t, const Token& token) {
    if (token.kind != Token::Kind::reference || !said.insert(token.ref).second) return false;
    const Answer& answer = resolver.answer(token.ref, scope);
    if (!answer.text) return false;
    const Text* source = source_of(answer);
    if (answer.found.site != 0) notes.push_back(origin(token, answer, source));
    // What a struct's field holds is evaluated in the struct's own scope.
    if (source != nullptr && may_have_tags(source->str()) && source->str() != answer.text->str() &&
        depth < kMostNotes) {
      Resolver nested({}, Resolver::Cycles::at_once);
      add_origins(nested, *source, answer.found.scope, depth + 1, notes);
    }
    return notes.size() >= kMostNotes;
  });
}

}  // namespace

std::vector<Note> origins_of(Resolver& resolver, const Text& text, const Scope& scope) {
  std::vector<Note> notes;
  add_origins(resolver, text, scope, 0, notes);
  if (notes.size() > kMostNotes) notes.resize(kMostNotes);
  return notes;
}

std::vector<Note> notes_of(const Trail& trail) {
  std::vector<Note> notes;
  for (const TrailStep& step : trail.steps) {
    notes.push_back({"`" + step.ref.address() + "` is given here", {}, step.place});
  }
  return notes;
}

}  // namespace borealis::lang
