// What resolving a value finds: open references and mistakes, each at its place.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lang/data_of.h"
#include "lang/resolver.h"

namespace borealis::lang {

// Where the walk stands: a step below `outer`. It is put into words only when something is found.
struct At {
  enum class Step { root, field, index, key };

  const At* outer = nullptr;
  Step step = Step::root;
  std::string_view name;   // root: the path itself; field: its name; key: its text
  std::size_t number = 0;  // index
  // The call that gave the value, and the keyword argument of it; empty: the call as a whole.
  SiteId site = 0;
  std::string_view argument;

  At to_index(std::size_t index) const { return {this, Step::index, {}, index, site, argument}; }
  At to_key(std::string_view key) const { return {this, Step::key, key, 0, site, argument}; }
  // "task.processes[0].cmdline"
  std::string path() const;
  // The last step: "cmdline", "processes[0]".
  std::string last_step() const;
  Place place() const { return {site, std::string(argument), ""}; }

 private:
  void add_to(std::string& path) const;
};

class Findings {
 public:
  Findings(const ResolveOptions& options, Resolver& resolver, Resolution& result)
      : options_(options), resolver_(resolver), result_(result) {}

  // These references of `text` stay open.
  void add_open(const std::vector<Ref>& refs, const Text& text, const Scope& scope, const At& at);
  // `text` can't be resolved, for this reason.
  void add_failure(const LanguageError& error, const Text& text, const Scope& scope, const At& at);
  // A dict that was meant for `alternative` of a Choice has a field which that one lacks.
  void add_unknown_field(const Type& alternative, const LanguageError& error, const At& at);

 private:
  void add_malformed(const Text& text, const Scope& scope, const At& at);
  void add_endless(const Text& text, const Scope& scope, const At& at);
  void add_limit(const LanguageError& error, const At& at);
  void add_wrong_answer(const LanguageError& error, const Text& text, const Scope& scope, const At& at);
  std::string nearest_reference(const Scope& scope, const Ref& ref) const;
  void add(Diagnostic diagnostic, const At& at, Place place);

  const ResolveOptions& options_;
  Resolver& resolver_;
  Resolution& result_;
  std::set<std::string> reported_;
};

}  // namespace borealis::lang
