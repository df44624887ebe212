// Messages as TJSON text for people and files. (api.md §2.1)
#pragma once

#include <string>
#include <vector>

#include "client/api/messages.h"

namespace borealis::api {

// The struct as TJSON, on one line. The same struct gives the same bytes: fields as declared, sets in the order of
// compare.cc.
std::string to_tjson(const apache::thrift::TBase& value);

// What `config render --as thrift` prints: a JSON list with a message a line, and a newline at the end.
std::string to_tjson_list(const std::vector<JobConfiguration>& jobs);

}  // namespace borealis::api
