// Data: a resolved value of the language as plain data, a tree that owns its parts.
//
// It is what the evaluating child sends to the parent, what `config render` prints, what the rules look at, what the
// executor data is made of and what a runner is handed. Unset fields are absent. Fields stand in declaration order.
// Where the language could not coerce a value to its field's type, the raw value stands there (a text where a number
// belongs, a Foreign); it is the schema's reader that says so, at its place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lang/site.h"

namespace borealis::lang {

struct Entry;

// Digits of an integer that does not fit 64 bits, with sign, no leading zeros.
struct BigInteger {
  std::string digits;
  friend bool operator==(const BigInteger&, const BigInteger&) = default;
};

// A Python object that is no value of the language: `type` is its class name, `text` its str(), cut to 200 characters.
struct Foreign {
  std::string type;
  std::string text;
  friend bool operator==(const Foreign&, const Foreign&) = default;
};

class Data {
 public:
  using List = std::vector<Data>;
  // Map(String, ...): keys as text, in order.
  struct Map {
    std::vector<Entry> entries;
  };
  // A struct: `type` is the struct's name ("Process"), `site` the call that made it.
  struct Object {
    std::string type;
    SiteId site = 0;
    std::vector<Entry> entries;
  };

  Data();
  Data(bool v);
  Data(std::int64_t v);
  Data(int v);
  Data(double v);
  Data(std::string v);
  Data(const char* v);
  Data(BigInteger v);
  Data(Foreign v);
  Data(List v);
  Data(Map v);
  Data(Object v);
  Data(const Data&);
  Data(Data&&) noexcept;
  Data& operator=(const Data&);
  Data& operator=(Data&&) noexcept;
  ~Data();

  template <class T>
  const T* get() const;
  template <class T>
  T* get();

  const bool* boolean() const;
  const std::int64_t* integer() const;
  const double* real() const;
  const std::string* text() const;
  const List* list() const;
  const Map* map() const;
  const Object* object() const;

  // "a text", "a number", "a list", "`Process`" ...: for messages.
  std::string describe() const;
  // The value as a message quotes it: `'1 core'`, `3`, `Process(...)`; cut to 60 characters.
  std::string quote() const;

  // The entries of an object or a map; nullptr otherwise.
  const std::vector<Entry>* entries() const;
  std::vector<Entry>* entries();
  // The field of an object or key of a map; nullptr when absent.
  const Entry* entry(std::string_view name) const;
  const Data* field(std::string_view name) const;
  // Sets (or adds at the end) a field of an object or map.
  void set(std::string name, Data value, SiteId site = 0);
  bool erase(std::string_view name);

  // Follows a path such as `task.processes[0].cmdline` or `constraints[rack]` (a map's key in brackets); nullptr when
  // it leads nowhere. An empty path is the value itself.
  const Data* find(std::string_view path) const;
  // The best known place of what `path` leads to: the keyword argument that set it, else the call that made the
  // innermost struct on the way. It may lead one step further than what exists (a missing field): then the place is
  // that of the struct that lacks it.
  Place place_of(std::string_view path) const;

 private:
  std::variant<bool, std::int64_t, double, std::string, BigInteger, Foreign, List, Map, Object> payload_;
};

// A named member. `site` is the call whose keyword argument `name` gave it its value (0 for a default).
struct Entry {
  std::string name;
  Data value;
  SiteId site = 0;
};

// Here, where Entry is complete: a list of them inside Data's variant can be made, copied and destroyed only now.
inline Data::Data() : payload_(false) {}
inline Data::Data(bool v) : payload_(v) {}
inline Data::Data(std::int64_t v) : payload_(v) {}
inline Data::Data(int v) : payload_(static_cast<std::int64_t>(v)) {}
inline Data::Data(double v) : payload_(v) {}
inline Data::Data(std::string v) : payload_(std::move(v)) {}
inline Data::Data(const char* v) : payload_(std::string(v)) {}
inline Data::Data(BigInteger v) : payload_(std::move(v)) {}
inline Data::Data(Foreign v) : payload_(std::move(v)) {}
inline Data::Data(List v) : payload_(std::move(v)) {}
inline Data::Data(Map v) : payload_(std::move(v)) {}
inline Data::Data(Object v) : payload_(std::move(v)) {}
inline Data::Data(const Data&) = default;
inline Data::Data(Data&&) noexcept = default;
inline Data& Data::operator=(const Data&) = default;
inline Data& Data::operator=(Data&&) noexcept = default;
inline Data::~Data() = default;

template <class T>
const T* Data::get() const {
  return std::get_if<T>(&payload_);
}
template <class T>
T* Data::get() {
  return std::get_if<T>(&payload_);
}

inline const bool* Data::boolean() const {
  return get<bool>();
}
inline const std::int64_t* Data::integer() const {
  return get<std::int64_t>();
}
inline const double* Data::real() const {
  return get<double>();
}
inline const std::string* Data::text() const {
  return get<std::string>();
}
inline const Data::List* Data::list() const {
  return get<List>();
}
inline const Data::Map* Data::map() const {
  return get<Map>();
}
inline const Data::Object* Data::object() const {
  return get<Object>();
}

// Equality of the data alone: sites and struct names are not compared, 1 and 1.0 are different.
bool same_data(const Data& a, const Data& b);

}  // namespace borealis::lang
