// Short ways to values and bindings, for the tests of the language.
#pragma once

#include <doctest/doctest.h>

#include <initializer_list>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "lang/data_of.h"
#include "lang/resolve.h"

namespace borealis::lang::test {

inline ValuePtr string(Raw raw) {
  return make_scalar(Type::string(), std::move(raw));
}
inline ValuePtr integer(Raw raw) {
  return make_scalar(Type::integer(), std::move(raw));
}
inline ValuePtr floating(Raw raw) {
  return make_scalar(Type::floating(), std::move(raw));
}
inline ValuePtr boolean(Raw raw) {
  return make_scalar(Type::boolean(), std::move(raw));
}

inline Raw list(std::vector<Raw> items) {
  return Raw(make_rc<const RawList>(std::move(items)));
}
inline Raw dict(std::vector<std::pair<Raw, Raw>> items, SiteId site = 0) {
  return Raw(make_rc<const RawMap>(std::move(items), site));
}

// A binding by name, as `bind(name=...)`.
inline Binding env(const std::string& name, const std::string& text, SiteId site = 0) {
  EnvironmentBuilder builder;
  builder.add(Ref::parse(name), text, site);
  return builder.build();
}
inline Binding env(const std::string& name, ValuePtr value, SiteId site = 0) {
  EnvironmentBuilder builder;
  builder.add(Ref::parse(name), std::move(value), site);
  return builder.build();
}
inline Binding env(std::initializer_list<std::pair<std::string, std::string>> entries) {
  EnvironmentBuilder builder;
  for (const auto& [name, text] : entries) builder.add(Ref::parse(name), text);
  return builder.build();
}

inline ValuePtr bound(const ValuePtr& value, std::vector<Binding> bindings) {
  return lang::bind(*value, bindings);
}
inline ValuePtr bound(const ValuePtr& value, Binding binding) {
  return lang::bind(*value, {std::move(binding)});
}
inline ValuePtr bound(const ValuePtr& value, const std::string& name, const std::string& text) {
  return bound(value, env(name, text));
}
inline ValuePtr bound(const ValuePtr& value, const std::string& name, ValuePtr inner) {
  return bound(value, env(name, std::move(inner)));
}

inline Field required(std::string name, const Type* type) {
  return {std::move(name), type, true, nullptr};
}
inline Field optional(std::string name, const Type* type) {
  return {std::move(name), type, false, nullptr};
}
inline Field with_default(std::string name, const Type* type, Raw raw) {
  return {std::move(name), type, false, construct(type, raw)};
}

// A struct with these fields set, each by the call `site`.
inline ValuePtr make(const Type* type, std::vector<std::pair<std::string, Raw>> fields, SiteId site = 0) {
  std::vector<FieldValue> values = default_fields(type);
  for (auto& [name, raw] : fields) {
    const int index = type->field_index(name);
    REQUIRE(index >= 0);
    const auto at = static_cast<std::size_t>(index);
    values[at] = {as_type(type->fields()[at].type, raw), site};
  }
  return make_struct(type, std::move(values), site);
}

inline ValuePtr field(const ValuePtr& value, const std::string& name) {
  return lang::field(*value, value->type().field_index(name));
}
inline std::string text(const ValuePtr& value) {
  return lang::str(*value);
}
inline std::string shown(const ValuePtr& value) {
  return lang::repr(*value);
}
inline std::string field_text(const ValuePtr& value, const std::string& name) {
  return text(field(value, name));
}

inline std::vector<std::string> unbound(const ValuePtr& value) {
  std::vector<std::string> out;
  for (const Ref& ref : interpolate(*value).unbound) out.push_back(ref.address());
  return out;
}

// "kind: text" of what is thrown.
template <class Call>
std::string thrown(Call call) {
  static const char* const kinds[] = {
      "coercion",    "not_mapping",      "value",  "attribute", "assertion", "type",  "index", "key", "overflow",
      "invalid_ref", "uninterpolatable", "naming", "unnamable", "not_found", "limit", "depth"};
  try {
    call();
  } catch (const LanguageError& error) {
    return std::string(kinds[static_cast<int>(error.kind)]) + ": " + error.text;
  }
  return "nothing";
}

}  // namespace borealis::lang::test
