#include "client/api/tjson.h"

#include <fmt/format.h>

#include <algorithm>

#include "client/api/tjson_writer.h"
#include "lang/utf8.h"

namespace borealis::api {

namespace {

// Characters that a terminal obeys: as escapes, which mean the same. Nothing of the kind stands outside of texts.
std::string escaped(std::string_view json) {
  std::string out;
  for (std::size_t at = 0; at < json.size();) {
    const lang::CodePoint point = lang::decode_utf8(json, at);
    if (point.valid && point.value >= 0x7f && lang::is_obeyed(point.value)) {
      out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(point.value));
    } else {
      out.append(json, at, point.size);
    }
    at += point.size;
  }
  return out;
}

void escape_from(std::string& text, std::size_t start) {
  const auto begin = text.begin() + static_cast<std::ptrdiff_t>(start);
  if (std::none_of(begin, text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x7f; })) return;
  text.replace(start, std::string::npos, escaped(std::string_view(text).substr(start)));
}

}  // namespace

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
  const std::size_t start = text_.size();
  append_tjson(text_, job);
  escape_from(text_, start);
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
