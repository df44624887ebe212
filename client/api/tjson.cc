#include "client/api/tjson.h"

#include "client/api/tjson_writer.h"

namespace borealis::api {

void append_tjson(std::string& out, const apache::thrift::TBase& value) {
  TJsonWriter writer(out);
  value.write(&writer);
}

std::string to_tjson(const apache::thrift::TBase& value) {
  std::string text;
  append_tjson(text, value);
  return text;
}

void TJsonList::add(const JobConfiguration& job) {
  text_ += text_.empty() ? "[\n" : ",\n";
  append_tjson(text_, job);
}

std::string TJsonList::finish() {
  if (text_.empty()) return "[\n]\n";
  return std::move(text_) + "\n]\n";
}

std::string to_tjson_list(const std::vector<JobConfiguration>& jobs) {
  TJsonList list;
  for (const JobConfiguration& job : jobs) list.add(job);
  return list.finish();
}

}  // namespace borealis::api
