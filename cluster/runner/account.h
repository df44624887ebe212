// Accounts of this machine, read from /etc/passwd and /etc/group: a static binary can't load the name service's
// libraries.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace borealis::runner {

struct Account {
  std::string name;
  uid_t uid = 0;
  gid_t gid = 0;
  std::vector<gid_t> groups;  // supplementary ones, `gid` among them
};

std::optional<Account> account_named(const std::string& name);
// The account of the effective uid; its number is the name when it has none.
Account own_account();

// Files are looked up, made and renamed with this account's rights while one lives, so that nothing a task left in its
// sandbox (a symbolic link, say) makes a supervisor that is root touch what the task itself could not.
class ActingAs {
 public:
  explicit ActingAs(const Account& account);
  ActingAs(const ActingAs&) = delete;
  ActingAs& operator=(const ActingAs&) = delete;
  ~ActingAs();

 private:
  int former_uid_;
  int former_gid_;
};

}  // namespace borealis::runner
