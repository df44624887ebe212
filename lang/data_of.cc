#include "lang/data_of.h"

#include <fmt/format.h>

#include <algorithm>

#include "lang/choices.h"
#include "lang/findings.h"
#include "lang/raw_data.h"
#include "lang/resolver.h"
#include "lang/trace.h"

namespace borealis::lang {

namespace {

// Rounds after the last, which only look for references that escapes hid (schema.md §17: up to four `&`).
constexpr int kMoreRounds = 2;

class Walk {
 public:
  Walk(const ResolveOptions& options, Resolution& result)
      : options_(options),
        result_(result),
        resolver_(options.limits, Resolver::Cycles::at_once),
        findings_(options, resolver_, result) {}

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
      items.push_back(data(element, element->own().followed_by(scope), at.to_index(i)));
    }
    return Data(std::move(items));
  }

  Data map(const Value& value, const Scope& scope, const At& at) {
    MapBuilder out;
    for (const MapEntry& entry : value.entries()) {
      const Data key = data(entry.key, entry.key->own().followed_by(scope), at);
      std::string name = key.text() != nullptr ? *key.text() : key.quote();
      Data inner = data(entry.value, entry.value->own().followed_by(scope), at.to_key(name));
      out.set(std::move(name), std::move(inner));
    }
    return out.build();
  }

  Data structure(const ValuePtr& value, const Scope& scope, const At& at) {
    const Type& type = value->type();
    const Scope within = scope.entered(value);
    // Inside a struct the nearest place is that of its own call.
    const SiteId own_site = value->site() != 0 ? value->site() : at.site;
    const std::string_view own_argument = value->site() != 0 ? std::string_view() : at.argument;
    Data::Object object{type.name(), value->site(), {}};
    object.entries.reserve(type.fields().size());
    for (std::size_t i = 0; i < type.fields().size(); ++i) {
      const FieldValue& field = value->fields()[i];
      if (!field.value) continue;
      const std::string& name = type.fields()[i].name;
      At inner{&at, At::Step::field, name, 0, own_site, own_argument};
      if (field.site != 0) {
        inner.site = field.site;
        inner.argument = name;
      }
      Entry& entry = object.entries.emplace_back();
      entry.name = name;
      entry.value = data(field.value, field.value->own().followed_by(within), inner);
      entry.site = field.site;
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
      if (is_other_struct(*alternative, raw)) continue;
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
            findings_.add_unknown_field(*alternative, error, at);
            return data_of(raw);
          default: {
            static const TextPtr none = make_rc<const Text>("");
            findings_.add_failure(error, raw.text() != nullptr ? *raw.text() : *none, scope, at);
            return data_of(raw);
          }
        }
      }
    }
    return data_of(raw);
  }

  Data scalar(const Value& value, const Scope& scope, const At& at) {
    const Text* text = value.raw().text();
    if (text == nullptr || !text->has_tags()) return coerced(value.type(), value.raw());
    std::optional<std::string> resolved = resolve_template(*text, scope, at);
    if (!options_.explain.empty() && at.path() == options_.explain)
      result_.origins = origins_of(resolver_, *text, scope);
    if (!resolved) return Data(text->str());
    if (value.type().kind() == TypeKind::string) return Data(std::move(*resolved));
    return coerced(value.type(), Raw(std::move(*resolved)));
  }

  static Data coerced(const Type& type, const Raw& raw) {
    // What is of its type already.
    const TypeKind kind = type.kind();
    if (kind == TypeKind::string && raw.text() != nullptr) return Data(raw.text()->str());
    if (kind == TypeKind::integer && raw.get<std::int64_t>() != nullptr) return Data(*raw.get<std::int64_t>());
    if (kind == TypeKind::floating && raw.get<double>() != nullptr) return Data(*raw.get<double>());
    if (kind == TypeKind::boolean && raw.get<bool>() != nullptr) return Data(*raw.get<bool>());
    const std::optional<Raw> made = coerce(type, raw);
    return data_of(made ? *made : raw);
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
      findings_.add_open(open, text, scope, at);
      return kept;
    } catch (const LanguageError& error) {
      findings_.add_failure(error, text, scope, at);
      return std::nullopt;
    }
  }

  const ResolveOptions& options_;
  Resolution& result_;
  Resolver resolver_;
  Findings findings_;
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
  At at;
  at.name = options.path;
  at.site = value->site();
  try {
    result.data = walk.data(value, value->own(), at);
  } catch (const LanguageError& error) {
    Diagnostic d;
    d.rule = error.kind == ErrorKind::limit || error.kind == ErrorKind::depth ? "limit-exceeded" : "wrong-type";
    d.message = fmt::format("the value can't be resolved: {}", error.text);
    d.place = at.place();
    d.path = options.path;
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
