// Expected failures are values. An error's class decides the exit code of the command; nothing matches on text.
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "lang/diagnostic.h"

namespace borealis::lang {

// The numbers are the exit codes (docs/exit-codes.md).
enum class ErrorClass : std::uint8_t {
  findings = 1,     // the values, references or rules; refused by the scheduler; an update failed
  changes = 2,      // `diff` found changes
  no_jobs = 3,      // no list of jobs could be had
  conflict = 4,     // the job changed, an update is in progress, the name is taken
  unreachable = 5,  // no answer from the cluster, or none in time
  not_found = 6,    // cluster, job, update, instance
  denied = 7,       // not logged in, or not permitted
  usage = 64,
  internal = 70,  // a bug in borealis
  output = 74,    // output could not be written
  interrupted = 130,
};

struct Error {
  ErrorClass kind = ErrorClass::internal;
  std::string message;  // one sentence, no full stop
  std::string hint;     // what to do; may be empty
  Diagnostics diagnostics;
};

// Either a T or an Error.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return ok(); }
  bool ok() const { return state_.index() == 0; }

  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  Error& error() & { return std::get<1>(state_); }
  const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Error> state_;
};

struct Unit {};
using Status = Result<Unit>;

}  // namespace borealis::lang
