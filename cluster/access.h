// Who may do what, when people have to log in. (api.md §5)
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "client/api/messages.h"
#include "lang/result.h"

namespace borealis::cluster {

// What a request's Authorization header says.
struct Login {
  bool refused = false;  // credentials that are wrong, or none at all in the form of some
  std::string user;      // empty: nobody logged in
};

class Access {
 public:
  // Everybody may do everything; the user is UNSECURE.
  Access() = default;
  // HTTP basic authentication with the users and roles of an ini file:
  //   [users]   name = password, role, ...
  //   [roles]   role = permission, ...
  static lang::Result<Access> read(const std::string& path);

  bool required() const { return required_; }
  // `authorization`: nullptr when the header is missing. Other schemes than Basic count as nobody.
  Login login(const char* authorization) const;
  // A permission: parts divided by colons, `*` for all; trailing parts that are left out stand for all.
  bool permits(const std::string& user, const std::string& permission) const;

 private:
  using Permission = std::vector<std::set<std::string>>;
  struct User {
    std::string password;
    std::vector<std::string> roles;
  };
  static Permission parse_permission(std::string_view text);
  static bool implies(const Permission& given, const Permission& asked);

  bool required_ = false;
  std::map<std::string, User> users_;
  std::map<std::string, std::vector<Permission>> roles_;
};

enum class MethodKind : unsigned char { read, manager, admin };
MethodKind kind_of(std::string_view method);

// nullopt: the user may make the call. `job`: what it is about; nullptr: no job. Else the text of the refusal.
std::optional<std::string> denial(const Access& access, const std::string& user, std::string_view method,
                                  const api::JobKey* job);

}  // namespace borealis::cluster
