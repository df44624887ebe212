#include "lang/findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "lang/path.h"
#include "lang/suggest.h"
#include "lang/trace.h"
#include "lang/utf8.h"

namespace borealis::lang {

namespace {

constexpr std::size_t kMostFindings = 1000;
// Of a cycle, as a message names them.
constexpr std::size_t kMostSteps = 20;

std::string hint_for_malformed(std::string_view body) {
  std::string bare;
  for (const char c : body) {
    if (c != ' ' && c != '\t' && c != '\n') bare += c;
  }
  if (bare != body && Ref::try_parse(bare)) return "write it without blanks: `{{" + bare + "}}`";
  return "Between `{{` and `}}` stands a name with dots and indices, such as `{{profile.env}}` or `{{list[0]}}`; "
         "braces meant for another program must not touch each other in the text";
}

}  // namespace

void At::add_to(std::string& path) const {
  if (outer != nullptr) outer->add_to(path);
  switch (step) {
    case Step::root:
      path += name;
      break;
    case Step::field:
      step_into_field(path, name);
      break;
    case Step::index:
      step_into_index(path, number);
      break;
    case Step::key:
      step_into_key(path, name);
      break;
  }
}

std::string At::path() const {
  constexpr std::size_t kMostlyEnough = 64;
  std::string path;
  path.reserve(kMostlyEnough);
  add_to(path);
  return path;
}

std::string At::last_step() const {
  const std::string all = path();
  const std::size_t dot = all.rfind('.');
  return dot == std::string::npos ? all : all.substr(dot + 1);
}

void Findings::add_open(const std::vector<Ref>& refs, const Text& text, const Scope& scope, const At& at) {
  if (refs.empty()) return;
  const std::string path = at.path();
  std::unordered_set<Ref> seen;
  for (const Ref& ref : refs) {
    if (result_.open_refs.size() >= kMostFindings) return;
    if (refs.size() > 1 && !seen.insert(ref).second) continue;
    OpenRef open;
    open.ref = ref.address();
    open.path = path;
    open.place = at.place();
    const Trail trail = trace_reference(resolver_, text, scope, ref);
    open.place.text = trail.tag;
    open.chain = notes_of(trail);
    open.nearest = nearest_reference(scope, ref);
    result_.open_refs.push_back(std::move(open));
  }
}

// Another spelling of the first component that leads nowhere.
std::string Findings::nearest_reference(const Scope& scope, const Ref& ref) const {
  const Components all = ref.components();
  if (all.empty()) return "";
  const std::vector<std::string>& late = options_.late_roots;
  if (std::find(late.begin(), late.end(), all.front().value) != late.end()) return "";
  for (std::size_t at = 0; at < all.size(); ++at) {
    const std::vector<std::string> names = visible_names(scope, all, at);
    if (std::find(names.begin(), names.end(), all[at].value) != names.end()) continue;
    const std::string near = nearest(all[at].value, names);
    if (near.empty()) return "";
    std::vector<Component> other(all.begin(), all.end());
    other[at] = Component(all[at].index, near);
    return address_of(other);
  }
  return "";
}

void Findings::add_failure(const LanguageError& error, const Text& text, const Scope& scope, const At& at) {
  switch (error.kind) {
    case ErrorKind::invalid_ref:
      add_malformed(text, scope, at);
      break;
    case ErrorKind::uninterpolatable:
      add_endless(text, scope, at);
      break;
    case ErrorKind::index: {
      // Too far below the first element: it stays open like an index too far above the last.
      std::vector<Ref> refs;
      for (const Ref& ref : references(text.str()).refs) {
        if (const Answer& answer = resolver_.answer(ref, scope); answer.error) refs.push_back(ref);
      }
      add_open(refs, text, scope, at);
      break;
    }
    case ErrorKind::limit:
    case ErrorKind::depth:
      add_limit(error, at);
      break;
    default:
      add_wrong_answer(error, text, scope, at);
  }
}

void Findings::add_limit(const LanguageError& error, const At& at) {
  Diagnostic d;
  d.rule = "limit-exceeded";
  d.message = fmt::format("the references of `{}` can't be filled in: {}", at.last_step(), error.text);
  d.hint = error.kind == ErrorKind::depth
               ? "each value is bound to another one; bind what they come to in the end instead"
               : "a text may grow to 16 MB and 500,000 references; look for a value that is repeated in another, which "
                 "is repeated again";
  add(std::move(d), at, at.place());
}

void Findings::add_malformed(const Text& text, const Scope& scope, const At& at) {
  for (const Trail& trail : trace_malformed(resolver_, text, scope)) {
    Diagnostic d;
    d.rule = "malformed-template";
    const std::string body = trail.tag.size() > 4 ? trail.tag.substr(2, trail.tag.size() - 4) : "";
    d.message = fmt::format("`{}` is not a valid reference", shortened(trail.tag, 60));
    d.hint = hint_for_malformed(body);
    Place place = trail.steps.empty() ? at.place() : trail.steps.back().place;
    if (!place.known()) place = at.place();
    place.text = trail.tag;
    add(std::move(d), at, place);
  }
}

void Findings::add_endless(const Text& text, const Scope& scope, const At& at) {
  const std::vector<CycleStep> cycle = trace_cycle(resolver_, text, scope);
  Diagnostic d;
  Place place = at.place();
  if (cycle.empty()) {
    d.rule = "limit-exceeded";
    d.message = fmt::format("the references of `{}` lead to further references more than 99 deep", at.last_step());
    d.hint = "shorten the chain: at most 99 references may lead one to the next";
    if (const References refs = references(text.str()); !refs.refs.empty()) place.text = refs.refs.front().str();
  } else {
    d.rule = "template-cycle";
    std::string way;
    for (std::size_t i = 0; i < std::min(cycle.size(), kMostSteps); ++i) way += cycle[i].ref.address() + " -> ";
    if (cycle.size() > kMostSteps) way += "... -> ";
    way += cycle.front().ref.address();
    d.message = cycle.size() == 1 ? fmt::format("`{}` refers to itself in a cycle", cycle[0].ref.address())
                                  : fmt::format("references go round in a cycle: {}", way);
    d.hint =
        cycle.size() == 1 ? "a field or binding hides one of the same name outside; give one of them another name" : "";
    if (cycle.front().place.known()) place = cycle.front().place;
    for (std::size_t i = 1; i < std::min(cycle.size(), kMostSteps); ++i) {
      d.notes.push_back({fmt::format("`{}` is given here", cycle[i].ref.address()), {}, cycle[i].place});
    }
  }
  add(std::move(d), at, place);
}

// What a reference leads to can't be turned into text.
void Findings::add_wrong_answer(const LanguageError& error, const Text& text, const Scope& scope, const At& at) {
  const std::optional<Trail> trail = trace_error(resolver_, text, scope);
  Diagnostic d;
  d.rule = "wrong-type";
  Place place = at.place();
  if (trail) place.text = trail->tag;
  d.message = trail ? fmt::format("`{}` can't be filled in: {}", trail->tag, shortened(error.text, 200))
                    : fmt::format("`{}` can't be resolved: {}", at.last_step(), shortened(error.text, 200));
  if (trail) d.notes = notes_of(*trail);
  add(std::move(d), at, place);
}

void Findings::add_unknown_field(const Type& alternative, const LanguageError& error, const At& at) {
  const std::string field = error.text.substr(error.text.rfind(' ') + 1);
  std::vector<std::string> names;
  for (const Field& f : alternative.fields()) names.push_back(f.name);
  const std::string near = nearest(field, names);
  Diagnostic d;
  d.rule = "unknown-field";
  d.message = fmt::format("{} has no field `{}`", alternative.name(), field);
  d.hint = !near.empty()
               ? fmt::format("did you mean `{}`?", near)
               : fmt::format("a dict stands for `{}` here; make another struct by its name", alternative.name());
  add(std::move(d), at, at.place());
}

void Findings::add(Diagnostic d, const At& at, Place place) {
  if (result_.diagnostics.size() >= kMostFindings) return;
  d.path = at.path();
  d.place = std::move(place);
  // One mistake in a text that many values use is one finding.
  const std::string key = fmt::format("{}\n{}\n{}\n{}\n{}", d.rule, d.message, d.place.site, d.place.field,
                                      d.place.known() ? d.place.text : d.path);
  if (reported_.insert(key).second) result_.diagnostics.push_back(std::move(d));
}

}  // namespace borealis::lang
