// Writing JSON by hand: indented, with null for what is unknown.
#pragma once

#include <string>
#include <string_view>

namespace borealis::lang {

class JsonOut {
 public:
  void open_object() { open('{'); }
  void close_object() { close('}'); }
  void open_array() { open('['); }
  void close_array() { close(']'); }
  // The key of the next value.
  JsonOut& key(std::string_view name);

  void text(std::string_view value);
  void number(int value);
  void boolean(bool value);
  void null();
  void text_or_null(std::string_view value) { value.empty() ? null() : text(value); }
  void number_or_null(int value) { value == 0 ? null() : number(value); }

  // With a line break at the end.
  std::string take();

 private:
  void open(char bracket);
  void close(char bracket);
  void begin_value();
  void new_line();

  std::string out_;
  int depth_ = 0;
  bool first_ = true;       // nothing stands yet in the innermost object or array
  bool after_key_ = false;  // the value belongs on the key's line
};

}  // namespace borealis::lang
