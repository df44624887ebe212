// Who makes the call that this thread answers. (api.md §5)
#pragma once

#include "cluster/access.h"

namespace borealis::cluster {

class Caller {
 public:
  // For as long as it lives. `user`: empty when nobody logged in.
  Caller(const Access& access, const std::string& user);
  ~Caller();
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;

  // The user as events record it; UNSECURE while nobody has to log in.
  static const std::string& name();
  // Whether a call of this method must be about a job before anything else is looked at.
  static bool must_name_job(std::string_view method);
  // Why the caller may not make this call; nullopt: it may.
  static std::optional<std::string> denial(std::string_view method, const api::JobKey* job);
};

}  // namespace borealis::cluster
