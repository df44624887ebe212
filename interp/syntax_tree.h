// What the locator wants to know of a source file: its calls with their arguments, and what is assigned to names.
//
// The file is parsed again, with the parser of the embedded Python, only when a diagnostic asks for a place in it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interp/source.h"

namespace borealis::interp {

// One keyword argument of a call. For a key of a dict literal within the call, `name` is the key's text.
struct Argument {
  std::string name;
  ByteRange name_range;
  ByteRange value;
  std::vector<std::string> names_used;  // variables within the value
};

struct Call {
  ByteRange range;
  int scope = 0;
  std::vector<Argument> keywords;
  std::vector<Argument> dict_entries;   // of dict literals anywhere within the arguments
  std::vector<std::string> names_used;  // variables within all arguments
  ByteRange rest;                       // `**kw`; line 0: there is none, or there are several
};

struct Assignment {
  ByteRange target;
  ByteRange value;                      // empty (line 0) for a loop variable, a parameter ...
  std::vector<ByteRange> elements;      // when the value is a list or tuple display without stars
  std::vector<std::string> names_used;  // variables within the value
};

// 0 is the module; each function, lambda and comprehension has a scope of its own.
struct NameScope {
  int parent = -1;
  std::map<std::string, std::vector<Assignment>, std::less<>> assigned;
};

struct SyntaxTree {
  std::vector<Call> calls;
  std::vector<NameScope> scopes;
  std::vector<ByteRange> texts;   // text literals; one with fields (f'...') may stand there more than once
  std::vector<Argument> entries;  // keyword arguments of all calls, and keys of dict literals outside of calls

  // The call that ends there: no two calls end at one place.
  const Call* call_ending_at(int line, int column) const;
  // What `name` may stand for when used in `scope`: the assignments of the nearest scope that has any.
  const std::vector<Assignment>* assignments(std::string_view name, int scope) const;
};

// nullopt when the text doesn't parse. Leaves no Python exception behind.
std::optional<SyntaxTree> parse_syntax(const std::string& text, const std::string& file);

}  // namespace borealis::interp
