#include "lang/data_of.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_set>

#include "lang/path.h"
#include "lang/resolver.h"
#include "lang/suggest.h"
#include "lang/trace.h"
#include "lang/utf8.h"

namespace borealis::lang {

namespace {

constexpr std::size_t kForeignText = 200;
// Rounds after the last, which only look for references that escapes hid (schema.md §17: up to four `&`).
constexpr int kMoreRounds = 2;
constexpr std::size_t kMostFindings = 1000;

Data data_of_raw(const Raw& raw);

Data data_of_list(const RawList& list) {
  Data::List items;
  for (const Raw& item : list.items) items.push_back(data_of_raw(item));
  return Data(std::move(items));
}

Data data_of_raw(const Raw& raw) {
  if (const bool* b = raw.get<bool>()) return Data(*b);
  if (const std::int64_t* i = raw.get<std::int64_t>()) return Data(*i);
  if (const double* d = raw.get<double>()) return Data(*d);
  if (const BigInteger* big = raw.big_integer()) return Data(*big);
  if (const Text* text = raw.text()) return Data(text->str());
  if (const ForeignObject* f = raw.foreign()) {
    return Data(Foreign{f->type, std::string(first_code_points(f->text, kForeignText))});
  }
  if (const RawList* list = raw.list()) return data_of_list(*list);
  if (const RawMap* map = raw.map()) {
    Data out(Data::Map{});
    for (const auto& [key, value] : map->items) out.set(key.str(), data_of_raw(value));
    return out;
  }
  if (const Value* value = raw.value()) {
    // A value where one of another type belongs: no data of that type.
    std::string text;
    try {
      text = str(*value);
    } catch (const LanguageError& error) {
      text = error.text;
    }
    return Data(Foreign{value->type().name(), std::string(first_code_points(text, kForeignText))});
  }
  return Data(Foreign{"type", "Empty"});
}

// Where what is being resolved was given, and what it is called.
struct At {
  std::string path;
  Place place;
};

class Walk {
 public:
  Walk(const ResolveOptions& options, Resolution& result)
      : options_(options), result_(result), resolver_(options.limits, Resolver::Cycles::at_once) {}

  Data data(const ValuePtr& value, const Scope& scope, const At& at) {
    switch (value->type().kind()) {
      case TypeKind::list:
        return list(*value, scope, at);
      case TypeKind::map:
        return map(*value, scope, at);
      case TypeKind::structure:
        return structure(value, scope, at);
      case TypeKind::choice:
        return choice(*value, scope, at);
      default:
        return scalar(*value, scope, at);
    }
  }

 private:
  Data list(const Value& value, const Scope& scope, const At& at) {
    Data::List items;
    items.reserve(value.elements().size());
    for (std::size_t i = 0; i < value.elements().size(); ++i) {
      const ValuePtr& element = value.elements()[i];
      items.push_back(data(element, element->own().followed_by(scope), {index_path(at.path, i), at.place}));
    }
    return Data(std::move(items));
  }

  Data map(const Value& value, const Scope& scope, const At& at) {
    Data out(Data::Map{});
    for (const MapEntry& entry : value.entries()) {
      const Data key = data(entry.key, entry.key->own().followed_by(scope), at);
      std::string name = key.text() != nullptr ? *key.text() : key.quote();
      const At inner{key_path(at.path, name), at.place};
      out.set(std::move(name), data(entry.value, entry.value->own().followed_by(scope), inner));
    }
    return out;
  }

  Data structure(const ValuePtr& value, const Scope& scope, const At& at) {
    const Type& type = value->type();
    const Scope within = scope.entered(value);
    // Inside a struct the nearest place is that of its own call.
    const Place own = value->site() != 0 ? Place{value->site(), "", ""} : at.place;
    Data::Object object{type.name(), value->site(), {}};
    object.entries.reserve(type.fields().size());
    for (std::size_t i = 0; i < type.fields().size(); ++i) {
      const FieldValue& field = value->fields()[i];
      if (!field.value) continue;
      const std::string& name = type.fields()[i].name;
      const At inner{field_path(at.path, name), field.site != 0 ? Place{field.site, name, ""} : own};
      object.entries.push_back({name, data(field.value, field.value->own().followed_by(within), inner), field.site});
    }
    return Data(std::move(object));
  }

  Data choice(const Value& value, const Scope& scope, const At& at) {
    const Raw& raw = value.raw();
    for (const Type* alternative : value.type().alternatives()) {
      const ValuePtr* instance = raw.get<ValuePtr>();
      if (instance != nullptr && &(*instance)->type() == alternative) {
        return data(*instance, (*instance)->own().followed_by(scope), at);
      }
      try {
        const ValuePtr made = as_type(alternative, raw, value.site());
        // Tried first: what does not fit the next alternative may.
        resolver_.interpolate(made, scope);
        return data(made, scope, at);
      } catch (const LanguageError& error) {
        switch (error.kind) {
          case ErrorKind::coercion:
          case ErrorKind::value:
          case ErrorKind::not_mapping:
            break;
          case ErrorKind::attribute:
            report_attribute(*alternative, error, at);
            return data_of_raw(raw);
          default:
            report_choice(error, raw, scope, at);
            return data_of_raw(raw);
        }
      }
    }
    return data_of_raw(raw);
  }

  Data scalar(const Value& value, const Scope& scope, const At& at) {
    const Text* text = value.raw().text();
    if (text == nullptr || !text->has_tags()) return coerced(value.type(), value.raw());
    std::optional<std::string> resolved = resolve_template(*text, scope, at);
    if (at.path == options_.explain) result_.origins = origins_of(resolver_, *text, scope);
    if (!resolved) return Data(text->str());
    return coerced(value.type(), Raw(std::move(*resolved)));
  }

  static Data coerced(const Type& type, const Raw& raw) {
    const std::optional<Raw> made = coerce(type, raw);
    return data_of_raw(made ? *made : raw);
  }

  // Nothing: it could not be resolved, which has been reported.
  std::optional<std::string> resolve_template(const Text& text, const Scope& scope, const At& at) {
    try {
      ResolvedText resolved = resolver_.resolve_text(text, scope);
      std::vector<Ref> open = std::move(resolved.unbound);
      std::string kept = resolved.text;
      for (int round = 1; resolved.stripped && round < options_.rounds + kMoreRounds; ++round) {
        resolved = resolver_.resolve_text(Text(std::move(resolved.text)), scope);
        if (round < options_.rounds) kept = resolved.text;
        open.insert(open.end(), resolved.unbound.begin(), resolved.unbound.end());
      }
      add_open(open, text, scope, at);
      return kept;
    } catch (const LanguageError& error) {
      report(error, text, scope, at);
      return std::nullopt;
    }
  }

  void add_open(const std::vector<Ref>& refs, const Text& text, const Scope& scope, const At& at) {
    std::unordered_set<Ref> seen;
    for (const Ref& ref : refs) {
      if (result_.open_refs.size() >= kMostFindings) return;
      if (!seen.insert(ref).second) continue;
      OpenRef open;
      open.ref = ref.address();
      open.path = at.path;
      open.place = at.place;
      const Trail trail = trace_reference(resolver_, text, scope, ref);
      open.place.text = trail.tag;
      open.chain = notes_of(trail);
      open.nearest = nearest_reference(scope, ref);
      result_.open_refs.push_back(std::move(open));
    }
  }

  // Another spelling of the first component that leads nowhere.
  std::string nearest_reference(const Scope& scope, const Ref& ref) const {
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

  void report(const LanguageError& error, const Text& text, const Scope& scope, const At& at) {
    switch (error.kind) {
      case ErrorKind::invalid_ref:
        report_malformed(text, scope, at);
        break;
      case ErrorKind::uninterpolatable:
        report_endless(text, scope, at);
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
      case ErrorKind::limit: {
        Diagnostic d;
        d.rule = "limit-exceeded";
        d.message = fmt::format("the references of `{}` can't be filled in: {}", last_step(at.path), error.text);
        d.hint = "A text may grow to 16 MB; look for a value that is repeated in another, which is repeated again";
        add(std::move(d), at, at.place);
        break;
      }
      default:
        report_answer(error, text, scope, at);
    }
  }

  void report_malformed(const Text& text, const Scope& scope, const At& at) {
    for (const Trail& trail : trace_malformed(resolver_, text, scope)) {
      Diagnostic d;
      d.rule = "malformed-template";
      const std::string body = trail.tag.size() > 4 ? trail.tag.substr(2, trail.tag.size() - 4) : "";
      d.message = fmt::format("`{}` is not a valid reference", shortened(trail.tag, 60));
      d.hint = hint_for_malformed(body);
      Place place = trail.steps.empty() ? at.place : trail.steps.back().place;
      if (!place.known()) place = at.place;
      place.text = trail.tag;
      add(std::move(d), at, place);
    }
  }

  void report_endless(const Text& text, const Scope& scope, const At& at) {
    const std::vector<CycleStep> cycle = trace_cycle(resolver_, text, scope);
    Diagnostic d;
    Place place = at.place;
    if (cycle.empty()) {
      d.rule = "limit-exceeded";
      d.message =
          fmt::format("the references of `{}` lead to further references more than 99 deep", last_step(at.path));
      d.hint = "Shorten the chain: at most 99 references may lead one to the next";
      if (const References refs = references(text.str()); !refs.refs.empty()) place.text = refs.refs.front().str();
    } else {
      d.rule = "template-cycle";
      std::string way;
      for (const CycleStep& step : cycle) way += step.ref.address() + " -> ";
      way += cycle.front().ref.address();
      d.message = cycle.size() == 1 ? fmt::format("`{}` refers to itself in a cycle", cycle[0].ref.address())
                                    : fmt::format("references go round in a cycle: {}", way);
      d.hint = cycle.size() == 1
                   ? "A field or binding hides one of the same name outside; give one of them another name"
                   : "";
      if (cycle.front().place.known()) place = cycle.front().place;
      for (std::size_t i = 1; i < cycle.size(); ++i) {
        d.notes.push_back({fmt::format("`{}` is given here", cycle[i].ref.address()), {}, cycle[i].place});
      }
    }
    add(std::move(d), at, place);
  }

  // What a reference leads to can't be turned into text.
  void report_answer(const LanguageError& error, const Text& text, const Scope& scope, const At& at) {
    const std::optional<Trail> trail = trace_error(resolver_, text, scope);
    Diagnostic d;
    d.rule = "wrong-type";
    Place place = at.place;
    if (trail) place.text = trail->tag;
    d.message = trail ? fmt::format("`{}` can't be filled in: {}", trail->tag, shortened(error.text, 200))
                      : fmt::format("`{}` can't be resolved: {}", last_step(at.path), shortened(error.text, 200));
    if (trail) d.notes = notes_of(*trail);
    add(std::move(d), at, place);
  }

  void report_attribute(const Type& alternative, const LanguageError& error, const At& at) {
    const std::string field = error.text.substr(error.text.rfind(' ') + 1);
    std::vector<std::string> names;
    for (const Field& f : alternative.fields()) names.push_back(f.name);
    const std::string near = nearest(field, names);
    Diagnostic d;
    d.rule = "unknown-field";
    d.message = fmt::format("{} has no field `{}`", alternative.name(), field);
    d.hint = !near.empty()
                 ? fmt::format("Did you mean `{}`?", near)
                 : fmt::format("A dict stands for `{}` here; make another struct by its name", alternative.name());
    add(std::move(d), at, at.place);
  }

  void report_choice(const LanguageError& error, const Raw& raw, const Scope& scope, const At& at) {
    const Text* text = raw.text();
    if (text != nullptr && text->has_tags()) {
      report(error, *text, scope, at);
      return;
    }
    report(error, Text(""), scope, at);
  }

  void add(Diagnostic d, const At& at, Place place) {
    if (result_.diagnostics.size() >= kMostFindings) return;
    d.path = at.path;
    d.place = std::move(place);
    // One mistake in a text that many values use is one finding.
    const std::string key = fmt::format("{}\n{}\n{}\n{}\n{}", d.rule, d.message, d.place.site, d.place.field,
                                        d.place.known() ? d.place.text : d.path);
    if (reported_.insert(key).second) result_.diagnostics.push_back(std::move(d));
  }

  static std::string hint_for_malformed(std::string_view body) {
    std::string bare;
    for (const char c : body) {
      if (c != ' ' && c != '\t' && c != '\n') bare += c;
    }
    if (bare != body && Ref::try_parse(bare)) return "Write it without blanks: `{{" + bare + "}}`";
    return "Between `{{` and `}}` stands a name with dots and indices, such as `{{profile.env}}` or `{{list[0]}}`; "
           "braces meant for another program must not touch each other in the text";
  }

  static std::string last_step(std::string_view path) {
    const std::size_t dot = path.rfind('.');
    return std::string(dot == std::string_view::npos ? path : path.substr(dot + 1));
  }

  const ResolveOptions& options_;
  Resolution& result_;
  Resolver resolver_;
  std::set<std::string> reported_;
};

// The original resolves a job several times. From the second time on the keys of its maps are resolved, so that
// `{{constraints[kind3]}}` finds what was written `kind{{n}}`. Only references that end in an index can gain by that.
bool may_gain(const Resolution& resolution, const ResolveOptions& options) {
  if (!resolution.diagnostics.empty()) return false;
  return std::any_of(resolution.open_refs.begin(), resolution.open_refs.end(), [&](const OpenRef& open) {
    const std::string root = open.ref.substr(0, open.ref.find_first_of(".["));
    const bool late = std::find(options.late_roots.begin(), options.late_roots.end(), root) != options.late_roots.end();
    return !late && open.ref.find('[') != std::string::npos;
  });
}

Resolution resolve_once(const ValuePtr& value, const ResolveOptions& options) {
  Resolution result;
  Walk walk(options, result);
  const At at{options.path, {value->site(), "", ""}};
  try {
    result.data = walk.data(value, value->own(), at);
  } catch (const LanguageError& error) {
    Diagnostic d;
    d.rule = error.kind == ErrorKind::limit ? "limit-exceeded" : "wrong-type";
    d.message = fmt::format("the value can't be resolved: {}", error.text);
    d.place = at.place;
    d.path = at.path;
    result.diagnostics.push_back(std::move(d));
  }
  return result;
}

}  // namespace

Resolution resolve(const Value& value, const ResolveOptions& options) {
  Resolution first = resolve_once(ValuePtr(&value), options);
  if (!may_gain(first, options)) return first;
  ResolveOptions rest = options;
  rest.rounds = std::max(1, options.rounds - 1);
  try {
    Resolution second = resolve_once(interpolate(value).value, rest);
    if (!second.diagnostics.empty()) return first;
    // The first knows where things stand in the source.
    std::erase_if(first.open_refs, [&](const OpenRef& open) {
      return std::none_of(second.open_refs.begin(), second.open_refs.end(),
                          [&](const OpenRef& still) { return still.ref == open.ref && still.path == open.path; });
    });
    first.data = std::move(second.data);
  } catch (const LanguageError&) {
    // What can't be resolved as a whole stays as it was found piece by piece.
  }
  return first;
}

}  // namespace borealis::lang
