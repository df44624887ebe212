// Plain data in few words, for the page's views.
#pragma once

#include <initializer_list>
#include <map>
#include <utility>

#include "client/api/names.h"
#include "lang/data.h"

namespace borealis::cluster {

inline lang::Data map(std::initializer_list<std::pair<const char*, lang::Data>> entries) {
  lang::Data::Map out;
  for (const auto& [name, value] : entries) out.entries.push_back({name, value});
  return lang::Data(std::move(out));
}

inline lang::Data number(std::size_t value) {
  return lang::Data(static_cast<std::int64_t>(value));
}

// Counts by the names of their states.
template <class Status>
lang::Data counts_of(const std::map<Status, int>& counts) {
  lang::Data out(lang::Data::Map{});
  for (const auto& [status, count] : counts) {
    if (count > 0) out.set(api::name_of(status), lang::Data(count));
  }
  return out;
}

}  // namespace borealis::cluster
