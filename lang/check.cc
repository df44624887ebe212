// Type checks with the original's words (language.md §14).
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "lang/python_text.h"
#include "lang/resolve.h"
#include "lang/resolver.h"

namespace borealis::lang {

namespace {

TypeCheck failed(std::string message) {
  return {false, std::move(message)};
}

// A part of a map as it stands there. What can't be coerced is shown raw; the original's check() raised in its place.
std::string shown(const Value& part) {
  try {
    return str(part);
  } catch (const LanguageError& error) {
    if (error.kind != ErrorKind::coercion || !part.type().is_scalar()) throw;
    return part.raw().str();
  }
}

class Checker {
 public:
  TypeCheck check(const ValuePtr& value, const Scope& scope) {
    switch (value->type().kind()) {
      case TypeKind::list:
        return check_list(*value, scope);
      case TypeKind::map:
        return check_map(*value, scope);
      case TypeKind::structure:
        return check_struct(value, scope);
      case TypeKind::choice:
        return check_choice(*value, scope);
      default:
        return check_scalar(value, scope);
    }
  }

 private:
  TypeCheck check_scalar(const ValuePtr& value, const Scope& scope) {
    Interpolated resolved;
    try {
      resolved = resolver_.interpolate(value, scope);
    } catch (const LanguageError& error) {
      const bool told = error.kind == ErrorKind::coercion || error.kind == ErrorKind::uninterpolatable ||
                        error.kind == ErrorKind::limit || error.kind == ErrorKind::depth;
      if (!told) throw;
      return failed("Unable to interpolate: " + error.text);
    }
    const Type& type = value->type();
    if (resolved.unbound.empty() || type.kind() == TypeKind::string) return {};
    const std::string text = resolved.value->raw().repr();
    switch (type.kind()) {
      case TypeKind::integer:
        return failed(text + " not an integer");
      case TypeKind::floating:
        return failed(text + " not a float");
      case TypeKind::boolean:
        return failed(text + " not a boolean");
      default:
        return failed(fmt::format("{} not in the enumeration ({})", text, fmt::join(type.values(), ", ")));
    }
  }

  TypeCheck check_list(const Value& value, const Scope& scope) {
    for (const ValuePtr& element : value.elements()) {
      const TypeCheck inner = check(element, element->own().followed_by(scope));
      if (!inner.ok) return failed("Element in " + value.type().name() + " failed check: " + inner.message);
    }
    return {};
  }

  TypeCheck check_map(const Value& value, const Scope& scope) {
    const std::string& name = value.type().name();
    for (const MapEntry& entry : value.entries()) {
      const auto within = [&](const ValuePtr& part) { return check(part, part->own().followed_by(scope)); };
      if (const TypeCheck inner = within(entry.key); !inner.ok) {
        return failed(name + " key " + shown(*entry.key) + " failed check: " + inner.message);
      }
      if (const TypeCheck inner = within(entry.value); !inner.ok) {
        const std::string at = name + "[" + shown(*entry.key) + "] value ";
        return failed(at + shown(*entry.value) + " failed check: " + inner.message);
      }
    }
    return {};
  }

  TypeCheck check_struct(const ValuePtr& value, const Scope& scope) {
    const Scope within = Resolver::inside(value, scope);
    const Type& type = value->type();
    for (const std::size_t i : type.field_order(value->rebuilt())) {
      const Field& field = type.fields()[i];
      const ValuePtr& held = value->fields()[i].value;
      if (!held) {
        if (field.required) return failed(type.name() + "[" + field.name + "] is required.");
        continue;
      }
      const TypeCheck inner = check(held, held->own().followed_by(within));
      if (!inner.ok) return failed(type.name() + "[" + field.name + "] failed: " + inner.message);
    }
    return {};
  }

  TypeCheck check_choice(const Value& value, const Scope& scope) {
    const Raw& raw = value.raw();
    for (const Type* alternative : value.type().alternatives()) {
      const ValuePtr* instance = raw.get<ValuePtr>();
      if (instance != nullptr && &(*instance)->type() == alternative) {
        return check(*instance, (*instance)->own().followed_by(scope));
      }
      try {
        if (check(as_type(alternative, raw, value.site()), scope).ok) return {};
      } catch (const LanguageError& error) {
        const bool next =
            error.kind == ErrorKind::coercion || error.kind == ErrorKind::value || error.kind == ErrorKind::not_mapping;
        if (!next) throw;
      }
    }
    return failed(fmt::format("{} typecheck failed: value {} did not match any of its alternatives",
                              value.type().name(), raw.str()));
  }

  Resolver resolver_;
};

}  // namespace

TypeCheck check(const Value& value) {
  return Checker().check(ValuePtr(&value), value.own());
}

}  // namespace borealis::lang
