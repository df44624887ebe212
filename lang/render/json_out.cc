#include "lang/render/json_out.h"

#include "lang/json.h"

namespace borealis::lang {

void JsonOut::new_line() {
  out_ += '\n';
  out_.append(static_cast<std::size_t>(depth_) * 2, ' ');
}

void JsonOut::begin_value() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (!first_) out_ += ',';
  first_ = false;
  if (depth_ > 0) new_line();
}

JsonOut& JsonOut::key(std::string_view name) {
  begin_value();
  append_json_string(out_, name, false);
  out_ += ": ";
  after_key_ = true;
  return *this;
}

void JsonOut::open(char bracket) {
  begin_value();
  out_ += bracket;
  ++depth_;
  first_ = true;
}

void JsonOut::close(char bracket) {
  --depth_;
  if (!first_) new_line();
  out_ += bracket;
  first_ = false;
}

void JsonOut::text(std::string_view value) {
  begin_value();
  append_json_string(out_, value, false);
}

void JsonOut::number(int value) {
  begin_value();
  out_ += std::to_string(value);
}

void JsonOut::boolean(bool value) {
  begin_value();
  out_ += value ? "true" : "false";
}

void JsonOut::null() {
  begin_value();
  out_ += "null";
}

std::string JsonOut::take() {
  out_ += '\n';
  return std::move(out_);
}

}  // namespace borealis::lang
