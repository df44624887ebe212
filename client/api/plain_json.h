// Messages as plain data with field names, enums by name, unions as objects with one member: what `job status --output
// json` prints (cli.md §7.9) and what /apibeta speaks (api.md §2.4). Unset fields are left out, sets and lists are
// lists, fields stand in the order of their ids.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/api/messages.h"
#include "client/api/walk.h"
#include "lang/data.h"

namespace borealis::api {

// Of any struct of the IDL: ScheduledTask, JobUpdateDetails, Response ...
lang::Data to_data(const apache::thrift::TBase& value);

// The same of what is no struct of the IDL (a generated METHOD_args): write it to a Walker with this visitor.
// Without `enum_names` the numbers stay: Thrift's simple JSON.
class DataBuilder : public Visitor {
 public:
  explicit DataBuilder(bool enum_names = true) : enum_names_(enum_names) {}
  lang::Data take() { return std::move(result_); }

  void begin_struct(const char* name, const WalkPosition& at) override;
  void end_struct() override { close(); }
  void begin_list(const WalkPosition& at) override;
  void end_list() override { close(); }
  void begin_map(const WalkPosition& at) override;
  void end_map() override { close(); }
  void boolean(bool value, const WalkPosition& at) override { put(lang::Data(value), at.field); }
  void integer(std::int64_t value, const WalkPosition& at) override;
  void real(double value, const WalkPosition& at) override { put(lang::Data(value), at.field); }
  void text(const std::string& value, const WalkPosition& at) override { put(lang::Data(value), at.field); }

 private:
  struct Open {
    lang::Data data;
    const char* field;               // of the value that is being built, in its parent
    std::optional<std::string> key;  // a map's key that waits for its value
  };
  void close();
  void put(lang::Data value, const char* field);

  bool enum_names_;
  std::vector<Open> open_;
  lang::Data result_;
};

}  // namespace borealis::api
