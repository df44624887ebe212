#include "schema/codec.h"

#include <charconv>
#include <cmath>

namespace borealis::schema {

namespace {

const TypeInfo& scalar(TypeInfo::Kind kind, const char* name) {
  auto* info = new TypeInfo;  // lives as long as the program
  info->kind = kind;
  info->name = name;
  return *info;
}

// A number written as text, whole: what a foreign program may have put into executor data.
template <class T>
std::optional<T> number(const std::string& text) {
  T value{};
  const char* end = text.data() + text.size();
  auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || rest != end || text.empty()) return std::nullopt;
  return value;
}

bool has_only_known_keys(const lang::Data& data, const StructInfo& info) {
  for (const lang::Entry& entry : *data.entries()) {
    if (info.field(entry.name) == nullptr) return false;
  }
  for (const FieldInfo& field : info.fields) {
    if (field.required && data.entry(field.name) == nullptr) return false;
  }
  return true;
}

}  // namespace

const TypeInfo& Codec<std::string>::type() {
  static const TypeInfo& info = scalar(TypeInfo::Kind::string, "String");
  return info;
}

bool Codec<std::string>::read(const lang::Data& data, std::string& out, Reading& reading) {
  if (const std::string* text = data.text()) {
    out = *text;
    return true;
  }
  const std::int64_t* number = data.integer();
  if (!reading.strict() && number != nullptr) {
    out = std::to_string(*number);
    return true;
  }
  return reading.wrong_type(data, type());
}

const TypeInfo& Codec<std::int64_t>::type() {
  static const TypeInfo& info = scalar(TypeInfo::Kind::integer, "Integer");
  return info;
}

bool Codec<std::int64_t>::read(const lang::Data& data, std::int64_t& out, Reading& reading) {
  if (const std::int64_t* value = data.integer()) {
    out = *value;
    return true;
  }
  if (data.get<lang::BigInteger>() != nullptr) return reading.out_of_range(data);
  if (!reading.strict()) {
    // Beyond 2^53 a double names no single integer.
    const double* real = data.real();
    if (real != nullptr && std::abs(*real) <= 9007199254740992.0) {
      out = static_cast<std::int64_t>(*real);
      return true;
    }
    if (data.text() != nullptr) {
      if (auto value = number<std::int64_t>(*data.text())) {
        out = *value;
        return true;
      }
    }
  }
  return reading.wrong_type(data, type());
}

const TypeInfo& Codec<double>::type() {
  static const TypeInfo& info = scalar(TypeInfo::Kind::real, "Float");
  return info;
}

bool Codec<double>::read(const lang::Data& data, double& out, Reading& reading) {
  if (const double* value = data.real()) {
    out = *value;
    return true;
  }
  if (const std::int64_t* value = data.integer()) {
    out = static_cast<double>(*value);
    return true;
  }
  if (!reading.strict() && data.text() != nullptr) {
    if (auto value = number<double>(*data.text())) {
      out = *value;
      return true;
    }
  }
  return reading.wrong_type(data, type());
}

const TypeInfo& Codec<bool>::type() {
  static const TypeInfo& info = scalar(TypeInfo::Kind::boolean, "Boolean");
  return info;
}

bool Codec<bool>::read(const lang::Data& data, bool& out, Reading& reading) {
  if (const bool* value = data.boolean()) {
    out = *value;
    return true;
  }
  if (!reading.strict()) {
    if (const std::int64_t* value = data.integer()) {
      out = *value != 0;
      return true;
    }
    if (const std::string* text = data.text(); text != nullptr && (*text == "true" || *text == "false")) {
      out = *text == "true";
      return true;
    }
  }
  return reading.wrong_type(data, type());
}

int alternative_of(const lang::Data& data, const TypeInfo& choice, bool strict) {
  const lang::Data::Object* object = data.object();
  for (std::size_t i = 0; object != nullptr && i < choice.alternatives.size(); ++i) {
    if (choice.alternatives[i]->name == object->type) return static_cast<int>(i);
  }
  if (strict || data.entries() == nullptr) return -1;
  for (std::size_t i = 0; i < choice.alternatives.size(); ++i) {
    if (has_only_known_keys(data, *choice.alternatives[i]->structure)) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace borealis::schema
