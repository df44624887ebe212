#include "cluster/named_call.h"

#include <thrift/protocol/TProtocol.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "client/api/codec.h"
#include "cluster/api_tables.h"
#include "fmt/format.h"

namespace borealis::cluster {

namespace {

using apache::thrift::protocol::TProtocol;
using apache::thrift::protocol::TType;
using lang::Data;

struct BadValue {
  std::string why;
};
struct UnknownName {
  std::string why;
};

const WireRecord* find(std::span<const WireRecord> records, std::string_view name) {
  const auto found = std::ranges::find(records, name, &WireRecord::name);
  return found == records.end() ? nullptr : &*found;
}

bool is_enum(std::string_view type) {
  return std::ranges::find(wire_constants(), type, &WireConstant::of) != wire_constants().end();
}

std::optional<std::int32_t> constant(std::string_view type, const Data& name) {
  if (name.text() == nullptr) return std::nullopt;
  for (const WireConstant& known : wire_constants()) {
    if (known.of == type && known.name == *name.text()) return known.value;
  }
  return std::nullopt;
}

// "JobKey" of "set<JobKey>"; the second of two when `last`.
std::string_view inside(std::string_view type, bool last = false) {
  const std::size_t open = type.find('<');
  const std::string_view both = type.substr(open + 1, type.size() - open - 2);
  const std::size_t comma = both.find(',');
  if (comma == std::string_view::npos) return both;
  return last ? both.substr(comma + 1) : both.substr(0, comma);
}

TType wire_type(std::string_view type) {
  if (type == "bool") return TType::T_BOOL;
  if (type == "i32") return TType::T_I32;
  if (type == "i64") return TType::T_I64;
  if (type == "double") return TType::T_DOUBLE;
  if (type == "string") return TType::T_STRING;
  if (type.starts_with("set<")) return TType::T_SET;
  if (type.starts_with("list<")) return TType::T_LIST;
  if (type.starts_with("map<")) return TType::T_MAP;
  return is_enum(type) ? TType::T_I32 : TType::T_STRUCT;
}

std::int64_t whole_number(const Data& value, std::int64_t least, std::int64_t most) {
  std::optional<std::int64_t> number;
  if (const std::int64_t* integer = value.integer()) number = *integer;
  if (const double* real = value.real(); real != nullptr && std::trunc(*real) == *real && std::abs(*real) < 9e15) {
    number = static_cast<std::int64_t>(*real);
  }
  if (!number) throw BadValue{fmt::format("a whole number belongs here, not {}", value.describe())};
  if (*number < least || *number > most) throw BadValue{fmt::format("{} is too large a number", *number)};
  return *number;
}

double real_number(const Data& value) {
  if (const double* real = value.real()) return *real;
  if (const std::int64_t* integer = value.integer()) return static_cast<double>(*integer);
  if (value.text() != nullptr && *value.text() == "NaN") return std::nan("");
  throw BadValue{fmt::format("a number belongs here, not {}", value.describe())};
}

void write_value(TProtocol& out, std::string_view type, const Data& value);

void write_fields(TProtocol& out, const WireRecord& record, const Data& value) {
  for (const WireField& field : record.fields) {
    const Data* member = value.field(field.name);
    // A name that an enum doesn't have counts as none, as a number beyond it does.
    if (member == nullptr || (is_enum(field.type) && !constant(field.type, *member))) continue;
    out.writeFieldBegin("", wire_type(field.type), field.id);
    write_value(out, field.type, *member);
    out.writeFieldEnd();
  }
}

void write_record(TProtocol& out, std::string_view type, const Data& value) {
  const WireRecord* record = find(wire_structs(), type);
  if (record == nullptr || value.map() == nullptr) {
    throw BadValue{fmt::format("an object belongs here, not {}", value.describe())};
  }
  const auto known =
      std::ranges::count_if(record->fields, [&](const WireField& field) { return value.field(field.name) != nullptr; });
  if (record->is_union && known != 1) throw BadValue{fmt::format("{} has exactly one member", type)};
  out.writeStructBegin("");
  write_fields(out, *record, value);
  out.writeFieldStop();
  out.writeStructEnd();
}

void write_list(TProtocol& out, std::string_view type, const Data& value) {
  if (value.list() == nullptr) throw BadValue{fmt::format("a list belongs here, not {}", value.describe())};
  const std::string_view element = inside(type);
  out.writeListBegin(wire_type(element), static_cast<std::uint32_t>(value.list()->size()));
  for (const Data& item : *value.list()) write_value(out, element, item);
  out.writeListEnd();
}

void write_map(TProtocol& out, std::string_view type, const Data& value) {
  if (value.map() == nullptr) throw BadValue{fmt::format("an object belongs here, not {}", value.describe())};
  const auto& entries = value.map()->entries;
  out.writeMapBegin(wire_type(inside(type)), wire_type(inside(type, true)), static_cast<std::uint32_t>(entries.size()));
  for (const lang::Entry& entry : entries) {
    write_value(out, inside(type), Data(entry.name));
    write_value(out, inside(type, true), entry.value);
  }
  out.writeMapEnd();
}

void write_value(TProtocol& out, std::string_view type, const Data& value) {
  switch (wire_type(type)) {
    case TType::T_BOOL:
      if (value.boolean() == nullptr)
        throw BadValue{fmt::format("a truth value belongs here, not {}", value.describe())};
      out.writeBool(*value.boolean());
      return;
    case TType::T_I32:
      if (!is_enum(type)) {
        out.writeI32(static_cast<std::int32_t>(whole_number(value, INT32_MIN, INT32_MAX)));
      } else if (const auto number = constant(type, value)) {
        out.writeI32(*number);
      } else {
        throw UnknownName{fmt::format("{} is no {}", value.quote(), type)};
      }
      return;
    case TType::T_I64:
      out.writeI64(whole_number(value, INT64_MIN, INT64_MAX));
      return;
    case TType::T_DOUBLE:
      out.writeDouble(real_number(value));
      return;
    case TType::T_STRING:
      if (value.text() == nullptr) throw BadValue{fmt::format("a text belongs here, not {}", value.describe())};
      out.writeString(*value.text());
      return;
    case TType::T_SET:
    case TType::T_LIST:
      return write_list(out, type, value);
    case TType::T_MAP:
      return write_map(out, type, value);
    default:
      return write_record(out, type, value);
  }
}

}  // namespace

lang::Result<NamedCall> named_call(std::string_view method, const Data& parameters) {
  const WireRecord* record = find(wire_methods(), method);
  NamedCall call;
  api::MessageWriter writer(api::Wire::binary, api::MessageWriter::Kind::call, method, 0);
  for (const WireField& field : record == nullptr ? std::span<const WireField>() : record->fields) {
    try {
      const WireField one[] = {field};
      write_fields(writer.protocol(), {method, one, false}, parameters);
    } catch (const BadValue& bad) {
      return lang::Error{lang::ErrorClass::findings,
                         fmt::format("Failed to parse parameter {} {}: {}", field.type, field.name, bad.why),
                         "",
                         {}};
    } catch (const UnknownName& unknown) {
      call.refusal = unknown.why;
      return call;
    }
  }
  call.message = writer.finish();
  return call;
}

}  // namespace borealis::cluster
