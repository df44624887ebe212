// How each C++ type of a member is read from data, written as data, and described.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "lang/data.h"
#include "schema/reading.h"
#include "schema/struct_info.h"

namespace borealis::schema {

template <class T>
class StructSchema;

// The declaration of the struct T; each is defined in a schema/declarations_*.cc.
template <class T>
const StructSchema<T>& schema_of();

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

// An enumeration: its name in the language and the texts of 0, 1, 2 ...
template <class E>
struct EnumNames;

// Structs, unless specialised below.
template <class T>
struct Codec {
  static const TypeInfo& type() {
    static const TypeInfo info = [] {
      TypeInfo made;
      made.kind = TypeInfo::Kind::structure;
      made.structure = &schema_of<T>().info();
      made.name = made.structure->name;
      return made;
    }();
    return info;
  }
  static bool read(const lang::Data& data, T& out, Reading& reading) { return schema_of<T>().read(data, out, reading); }
  static lang::Data write(const T& value) { return schema_of<T>().write(value); }
};

template <>
struct Codec<std::string> {
  static const TypeInfo& type();
  static bool read(const lang::Data& data, std::string& out, Reading& reading);
  static lang::Data write(const std::string& value) { return value; }
};

template <>
struct Codec<std::int64_t> {
  static const TypeInfo& type();
  static bool read(const lang::Data& data, std::int64_t& out, Reading& reading);
  static lang::Data write(std::int64_t value) { return value; }
};

template <>
struct Codec<double> {
  static const TypeInfo& type();
  static bool read(const lang::Data& data, double& out, Reading& reading);
  static lang::Data write(double value) { return value; }
};

template <>
struct Codec<bool> {
  static const TypeInfo& type();
  static bool read(const lang::Data& data, bool& out, Reading& reading);
  static lang::Data write(bool value) { return value; }
};

template <class E>
requires std::is_enum_v<E>
struct Codec<E> {
  static const TypeInfo& type() {
    static const TypeInfo info = [] {
      TypeInfo made;
      made.kind = TypeInfo::Kind::enumeration;
      made.name = EnumNames<E>::name;
      made.values.assign(std::begin(EnumNames<E>::values), std::end(EnumNames<E>::values));
      return made;
    }();
    return info;
  }
  static bool read(const lang::Data& data, E& out, Reading& reading) {
    const std::string* text = data.text();
    for (std::size_t i = 0; text != nullptr && i < type().values.size(); ++i) {
      if (type().values[i] == *text) {
        out = static_cast<E>(i);
        return true;
      }
    }
    return reading.wrong_type(data, type());
  }
  static lang::Data write(E value) { return type().values[static_cast<std::size_t>(value)]; }
};

template <class T>
struct Codec<std::optional<T>> {
  static const TypeInfo& type() { return Codec<T>::type(); }
  static bool read(const lang::Data& data, std::optional<T>& out, Reading& reading) {
    return Codec<T>::read(data, out.emplace(), reading);
  }
  static lang::Data write(const std::optional<T>& value) { return Codec<T>::write(*value); }
};

template <class T>
struct Codec<std::vector<T>> {
  static const TypeInfo& type() {
    static const TypeInfo info = [] {
      TypeInfo made;
      made.kind = TypeInfo::Kind::list;
      made.element = &Codec<T>::type();
      made.name = "List(" + type_name(*made.element) + ")";
      return made;
    }();
    return info;
  }
  static bool read(const lang::Data& data, std::vector<T>& out, Reading& reading) {
    out.clear();
    const lang::Data::List* list = data.list();
    if (list == nullptr) return reading.wrong_type(data, type());
    bool good = true;
    for (std::size_t i = 0; i < list->size(); ++i) {
      auto step = reading.into_index(i);
      good = Codec<T>::read((*list)[i], out.emplace_back(), reading) && good;
    }
    return good;
  }
  static lang::Data write(const std::vector<T>& value) {
    lang::Data::List list;
    for (const T& element : value) list.push_back(Codec<T>::write(element));
    return list;
  }
};

// Map(String, T), in the order of the source.
template <class T>
struct Codec<std::vector<std::pair<std::string, T>>> {
  static const TypeInfo& type() {
    static const TypeInfo info = [] {
      TypeInfo made;
      made.kind = TypeInfo::Kind::map;
      made.key = &Codec<std::string>::type();
      made.element = &Codec<T>::type();
      made.name = "Map(String, " + type_name(*made.element) + ")";
      return made;
    }();
    return info;
  }
  static bool read(const lang::Data& data, std::vector<std::pair<std::string, T>>& out, Reading& reading) {
    out.clear();
    const bool fits = data.map() != nullptr || (!reading.strict() && data.object() != nullptr);
    if (!fits) return reading.wrong_type(data, type());
    bool good = true;
    for (const lang::Entry& entry : *data.entries()) {
      auto step = reading.into_key(entry.name);
      auto& [key, value] = out.emplace_back();
      key = entry.name;
      good = Codec<T>::read(entry.value, value, reading) && good;
    }
    return good;
  }
  static lang::Data write(const std::vector<std::pair<std::string, T>>& value) {
    lang::Data::Map map;
    for (const auto& [key, element] : value) map.entries.push_back({key, Codec<T>::write(element), 0});
    return map;
  }
};

// Which of a choice's alternatives a struct or, without a type, its keys mean: an index, or -1.
int alternative_of(const lang::Data& data, const TypeInfo& choice, bool strict);

// Choice. Each alternative is a struct.
template <class... Ts>
struct Codec<std::variant<Ts...>> {
  static const TypeInfo& type() {
    static const TypeInfo info = [] {
      TypeInfo made;
      made.kind = TypeInfo::Kind::choice;
      made.alternatives = {&Codec<Ts>::type()...};
      made.name = "Choice(";
      for (const TypeInfo* each : made.alternatives) {
        made.name += (each == made.alternatives.front() ? "" : ", ") + each->name;
      }
      made.name += ")";
      return made;
    }();
    return info;
  }
  static bool read(const lang::Data& data, std::variant<Ts...>& out, Reading& reading) {
    const int which = alternative_of(data, type(), reading.strict());
    if (which < 0) return reading.wrong_type(data, type());
    int index = 0;
    bool good = true;
    ((index++ == which ? void(good = Codec<Ts>::read(data, out.template emplace<Ts>(), reading)) : void()), ...);
    return good;
  }
  static lang::Data write(const std::variant<Ts...>& value) {
    return std::visit([](const auto& chosen) { return Codec<std::decay_t<decltype(chosen)>>::write(chosen); }, value);
  }
};

}  // namespace borealis::schema
