// The rules of resolution (language.md §10-§13), done as slowly and as plainly as they are told: the list of scopes and
// the value are copied at every step, nothing is shared and nothing is remembered. What the resolver is compared with.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "lang/ref.h"
#include "lang/value.h"
#include "random_case.h"

namespace borealis::lang::test::slow {

struct Object;
using ObjectPtr = std::shared_ptr<const Object>;
using Entry = std::variant<std::string, ObjectPtr>;

// An Environment: a table from references to texts and objects.
using Table = std::map<Ref, Entry>;
// What is asked: a table, or a struct, list or map bound as it is.
using Scope = std::variant<Table, ObjectPtr>;

struct Object {
  const Type* type = nullptr;
  Raw raw;                       // scalars, and choices that hold no object
  std::vector<ObjectPtr> parts;  // as Plan::parts; a default stands where nothing was given
  std::vector<Scope> scopes;     // its own bindings, strongest first
  bool rebuilt = false;
};

// The case costs more than a slow resolver can pay.
struct TooSlow {};

// Resolves one value after the other; together they may take so many steps before TooSlow is thrown.
class Resolver {
 public:
  explicit Resolver(int steps) : steps_(steps) {}

  struct Resolved {
    ObjectPtr object;
    std::vector<Ref> unbound;  // of a scalar in order with duplicates, of a container as they came
  };
  Resolved interpolate(const ObjectPtr& object);
  std::string str(const ObjectPtr& object);

 private:
  std::pair<std::string, std::vector<Ref>> resolve(std::string text, const std::vector<Scope>& scopes);
  bool look_up(const std::vector<Scope>& scopes, const Ref& ref, Entry& found);
  bool find(const Scope& scope, const Ref& ref, Entry& found);
  bool descend(const ObjectPtr& object, const Ref& ref, Entry& found);
  bool part_of(const Object& object, const Component& step, ObjectPtr& part);
  Resolved interpolate_choice(const ObjectPtr& choice);
  void step();

  int steps_;
};

ObjectPtr object_of(const Plan& plan);
// Types and raw payloads, without scopes: what two resolvers must agree about.
std::string dump(const ObjectPtr& object);
std::string dump(const ValuePtr& value);

}  // namespace borealis::lang::test::slow
