// Which login goes to which scheduler. (api.md §5)
//
// A cluster's credentials file belongs to the address that clusters.json names (or that its ZooKeeper announces) and to
// the hosts in `credentials_hosts`; a login of ~/.netrc belongs to the host that stands there. So a redirection to
// somewhere else gets no login, unless one of these files says so.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/aurora/http_options.h"
#include "lang/result.h"

namespace borealis::client::aurora {

struct LoginSources {
  std::string credentials_file;    // holds USER:PASSWORD; empty: none
  std::vector<std::string> hosts;  // HOST or HOST:PORT, other than the cluster's own address, that it may be sent to
  std::vector<std::string> netrc_files;  // the first that exists is read
};

class Logins {
 public:
  // ErrorClass::denied when the credentials file can't be read or understood. `warn` is told of a file that every user
  // of the machine can read.
  static lang::Result<Logins> read(const LoginSources& sources, const std::function<void(const std::string&)>& warn);

  // For a request to `url` in a call that began at `first`.
  std::optional<Credentials> for_url(const Url& url, const Url& first) const;

 private:
  struct Machine {
    std::string host;  // empty: `default`
    Credentials login;
  };
  static std::vector<Machine> parse_netrc(std::string_view text, const std::string& source);

  std::optional<Credentials> cluster_;
  std::vector<std::string> hosts_;
  std::vector<Machine> machines_;
};

}  // namespace borealis::client::aurora
