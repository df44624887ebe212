// One declaration a field, and all that is derived from it: describe<T>() ties a member of a C++ struct to its name,
// type, default, unit and line of documentation, and makes of it the erased StructInfo, the reader and the writer.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "schema/codec.h"

namespace borealis::schema {

template <class T>
class StructSchema {
 public:
  StructSchema(std::string name, std::string doc) {
    info_.name = std::move(name);
    info_.doc = std::move(doc);
  }

  // Must be given.
  template <class M>
  StructSchema&& required(std::string name, M T::*member, std::string doc, Unit unit = Unit::none) && {
    add(std::move(name), member, std::move(doc), unit).required = true;
    return std::move(*this);
  }
  // May stay unset.
  template <class M>
  StructSchema&& optional(std::string name, std::optional<M> T::*member, std::string doc, Unit unit = Unit::none) && {
    add(std::move(name), member, std::move(doc), unit);
    return std::move(*this);
  }
  // Takes the value that the member of a fresh T has.
  template <class M>
  StructSchema&& defaulted(std::string name, M T::*member, std::string doc, Unit unit = Unit::none) && {
    lang::Data value = Codec<M>::write(T{}.*member);
    add(std::move(name), member, std::move(doc), unit).default_value = std::move(value);
    return std::move(*this);
  }
  // Takes `value`: a template, or a struct that the C++ member leaves unset.
  template <class M>
  // NOLINTNEXTLINE(performance-unnecessary-value-param): it is moved, which clang-tidy does not see in a template
  StructSchema&& defaulted_to(lang::Data value, std::string name, M T::*member, std::string doc) && {
    add(std::move(name), member, std::move(doc), Unit::none).default_value = std::move(value);
    return std::move(*this);
  }

  // About the field that was added last: what FieldInfo says of these.
  StructSchema&& needed_in_jobs() && {
    info_.fields.back().needed_in_jobs = true;
    return std::move(*this);
  }
  StructSchema&& deprecated() && {
    info_.fields.back().deprecated = true;
    return std::move(*this);
  }

  const StructInfo& info() const { return info_; }

  // Reads what can be read; false when something was wrong, and said.
  bool read(const lang::Data& data, T& out, Reading& reading) const {
    const std::vector<lang::Entry>* entries = data.entries();
    const lang::Data::Object* object = data.object();
    // A lenient reader takes a text where a struct belongs for wrong, too, but asks for no type name.
    const bool fits = entries != nullptr && (!reading.strict() || (object != nullptr && object->type == info_.name));
    if (!fits) return reading.wrong_type(data, Codec<T>::type());
    const lang::SiteId site = object != nullptr ? object->site : 0;
    bool good = true;
    std::size_t taken = 0;
    for (std::size_t i = 0; i < bindings_.size(); ++i) {
      const FieldInfo& field = info_.fields[i];
      // Entries mostly stand in the order of the declarations.
      const bool any = taken < entries->size();
      const bool next = any && (*entries)[taken].name == field.name;
      if (const lang::Entry* entry = next ? &(*entries)[taken] : any ? data.entry(field.name) : nullptr) {
        ++taken;
        auto step = reading.into_field(info_, *entry, site);
        good = bindings_[i].read(entry->value, out, reading) && good;
      } else if (field.required) {
        good = reading.missing(info_, field, site) && good;
      } else if (!reading.strict() && field.default_value) {
        good = bindings_[i].read(*field.default_value, out, reading) && good;
      } else {
        bindings_[i].clear(out);
      }
    }
    if (reading.strict() && taken != entries->size()) {
      for (const lang::Entry& entry : *entries) {
        if (info_.field(entry.name) == nullptr) good = reading.unknown_field(info_, entry, site) && good;
      }
    }
    return good;
  }

  lang::Data write(const T& value) const {
    lang::Data::Object object;
    object.type = info_.name;
    for (std::size_t i = 0; i < bindings_.size(); ++i) {
      if (std::optional<lang::Data> data = bindings_[i].write(value)) {
        object.entries.push_back({info_.fields[i].name, std::move(*data), 0});
      }
    }
    return object;
  }

 private:
  struct Binding {
    std::function<bool(const lang::Data&, T&, Reading&)> read;
    std::function<std::optional<lang::Data>(const T&)> write;
    std::function<void(T&)> clear;  // to unset, where the member can be
  };

  template <class M>
  FieldInfo& add(std::string name, M T::*member, std::string doc, Unit unit) {
    bindings_.push_back({
        [member](const lang::Data& data, T& out, Reading& reading) {
          return Codec<M>::read(data, out.*member, reading);
        },
        [member](const T& value) -> std::optional<lang::Data> {
          if constexpr (is_optional<M>) {
            if (!(value.*member).has_value()) return std::nullopt;
          }
          return Codec<M>::write(value.*member);
        },
        [member](T& out) {
          if constexpr (is_optional<M>) {
            (out.*member).reset();
          } else {
            static_cast<void>(member);
            static_cast<void>(out);
          }
        },
    });
    FieldInfo field;
    field.name = std::move(name);
    field.type = &Codec<M>::type();
    field.doc = std::move(doc);
    field.unit = unit;
    info_.fields.push_back(std::move(field));
    return info_.fields.back();
  }

  StructInfo info_;
  std::vector<Binding> bindings_;
};

template <class T>
StructSchema<T> describe(std::string name, std::string doc) {
  return StructSchema<T>(std::move(name), std::move(doc));
}

}  // namespace borealis::schema
