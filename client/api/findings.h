// Collects what a conversion refuses, each finding with the place of the value.
#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "lang/data.h"
#include "lang/result.h"

namespace borealis::api {

class Findings {
 public:
  explicit Findings(const lang::Data& data) : data_(data) {}

  // `path` is that of the value in the job's data.
  void add(std::string rule, std::string path, std::string message, std::string hint) {
    lang::Diagnostic diagnostic;
    diagnostic.rule = std::move(rule);
    diagnostic.message = std::move(message);
    diagnostic.place = data_.place_of(path);
    diagnostic.path = std::move(path);
    diagnostic.hint = std::move(hint);
    diagnostics_.push_back(std::move(diagnostic));
  }

  // What another check refused; `path` is used when it names no place itself.
  void add_all(const lang::Error& error, const std::string& path) {
    if (error.diagnostics.empty()) add("portmap-cycle", path, error.message, error.hint);
    diagnostics_.insert(diagnostics_.end(), error.diagnostics.begin(), error.diagnostics.end());
  }

  // The number as the API has it, 32 bits wide; a finding when it does not fit.
  std::int32_t i32(const std::string& path, std::int64_t value) {
    if (value < std::numeric_limits<std::int32_t>::min() || value > std::numeric_limits<std::int32_t>::max()) {
      add("number-range", path, "`" + path + "` is " + std::to_string(value) + ", beyond 32 bits", "");
      return 0;
    }
    return static_cast<std::int32_t>(value);
  }
  // Seconds as milliseconds.
  std::int32_t milliseconds(const std::string& path, std::int64_t seconds) {
    constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max() / 1000;
    if (seconds > most || seconds < -most) {
      add("number-range", path,
          "`" + path + "` is " + std::to_string(seconds) + " seconds, the API takes " + std::to_string(most) +
              " at most",
          "");
      return 0;
    }
    return static_cast<std::int32_t>(seconds * 1000);
  }

  bool empty() const { return diagnostics_.empty(); }
  lang::Error error(std::string message) const {
    lang::Error error;
    error.kind = lang::ErrorClass::findings;
    error.message = std::move(message);
    error.diagnostics = diagnostics_;
    return error;
  }

 private:
  const lang::Data& data_;
  lang::Diagnostics diagnostics_;
};

}  // namespace borealis::api
