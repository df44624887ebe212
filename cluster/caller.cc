#include "cluster/caller.h"

namespace borealis::cluster {

namespace {

const std::string kNobody = "UNSECURE";
thread_local const Access* current_access = nullptr;
thread_local const std::string* current_user = &kNobody;

}  // namespace

Caller::Caller(const Access& access, const std::string& user) {
  current_access = &access;
  current_user = access.required() ? &user : &kNobody;
}

Caller::~Caller() {
  current_access = nullptr;
  current_user = &kNobody;
}

const std::string& Caller::name() {
  return *current_user;
}

bool Caller::must_name_job(std::string_view method) {
  return current_access != nullptr && current_access->required() && kind_of(method) == MethodKind::manager;
}

std::optional<std::string> Caller::denial(std::string_view method, const api::JobKey* job) {
  if (current_access == nullptr) return std::nullopt;
  return cluster::denial(*current_access, name(), method, job);
}

}  // namespace borealis::cluster
