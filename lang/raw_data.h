// Raw data as Data: what get() answers, and what could not be coerced, as it crosses from the evaluating child.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "lang/value.h"

namespace borealis::lang {

// Values in it, which can only be of a wrong type, and other Python objects become Foreign.
Data data_of(const Raw& raw);

// Collects the entries of a map by their keys: of two with one key the later stands, at the place of the first.
class MapBuilder {
 public:
  void set(std::string key, Data value);
  Data build();

 private:
  std::vector<Entry> entries_;
  std::unordered_map<std::string, std::size_t> places_;
};

}  // namespace borealis::lang
