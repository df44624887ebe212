// What the language raises. Values and types throw LanguageError, because what they meet must cross into Python as an
// exception that a config can catch; `interp` maps the kind to the exception class. Nothing else in `lang` throws.
#pragma once

#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace borealis::lang {

enum class ErrorKind {
  coercion,          // Object.CoercionError (a ValueError)
  not_mapping,       // IsNotMappingError (a ValueError)
  value,             // ValueError: enum, list and map construction, environment values
  attribute,         // AttributeError: unknown field
  assertion,         // AssertionError: bad type parameters
  type,              // TypeError: comparing uncoerced text with a number
  index,             // IndexError
  key,               // KeyError
  overflow,          // OverflowError: infinity to an Integer
  invalid_ref,       // Ref.InvalidRefError (not a ValueError)
  uninterpolatable,  // MustacheParser.Uninterpolatable: 100 passes were not enough
  naming,            // Namable.NamingError
  unnamable,         // Namable.Unnamable
  not_found,         // Namable.NotFound
  limit,             // ours: a resolved text beyond the size limit, a type beyond limits (a RecursionError)
  depth,             // ours: values nested too deeply (a RecursionError)
};

struct LanguageError : std::exception {
  LanguageError(ErrorKind kind_, std::string text_) : kind(kind_), text(std::move(text_)) {}
  const char* what() const noexcept override { return text.c_str(); }

  ErrorKind kind;
  std::string text;  // str() of the Python exception
};

}  // namespace borealis::lang
