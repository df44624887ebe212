// Messages as TJSON text for people and files. (api.md §2.1)
#pragma once

#include <string>
#include <vector>

#include "client/api/messages.h"

namespace borealis::api {

// The struct as TJSON, on one line. The same struct gives the same bytes: fields as declared, sets in the order of
// compare.cc.
std::string to_tjson(const apache::thrift::TBase& value);
void append_tjson(std::string& out, const apache::thrift::TBase& value);

// A JSON list with a message a line, and a newline at the end.
class TJsonList {
 public:
  void add(const JobConfiguration& job);
  std::string finish();

 private:
  std::string text_;
};

// What `config render --as thrift` prints.
std::string to_tjson_list(const std::vector<JobConfiguration>& jobs);

}  // namespace borealis::api
