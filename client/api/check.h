// What generated readers let pass: a union must have exactly one member. (api.md §2.3)
#pragma once

#include <string>
#include <vector>

#include "client/api/walk.h"

namespace borealis::api {

// Looks at a decoded message. A union field that the sender may leave out altogether (TaskConfig.container ...) looks
// the same absent and empty: there no member is no fault.
class UnionCheck : public Visitor {
 public:
  // One sentence about the first fault; empty when there is none.
  const std::string& fault() const { return fault_; }

  void begin_struct(const char* name, const WalkPosition& at) override;
  void end_struct() override;
  void begin_list(const WalkPosition& at) override { member(at); }
  void end_list() override {}
  void begin_map(const WalkPosition& at) override { member(at); }
  void end_map() override {}
  void boolean(bool, const WalkPosition& at) override { member(at); }
  void integer(std::int64_t, const WalkPosition& at) override { member(at); }
  void real(double, const WalkPosition& at) override { member(at); }
  void text(const std::string&, const WalkPosition& at) override { member(at); }

 private:
  struct Open {
    const char* name;
    bool is_union;
    bool may_be_empty;
    int members;
  };
  void member(const WalkPosition& at);

  std::vector<Open> open_;
  std::string fault_;
};

std::string union_fault(const apache::thrift::TBase& value);

}  // namespace borealis::api
