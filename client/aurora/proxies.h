// HTTP proxies of the environment: http_proxy, https_proxy and no_proxy. (cli.md §2)
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "client/aurora/http_options.h"
#include "client/aurora/url.h"
#include "lang/result.h"

namespace borealis::client::aurora {

class Proxies {
 public:
  // A variable's value; nothing when it is unset or empty. The names in small letters count before those in capitals.
  static Proxies read(const std::function<std::optional<std::string>(const std::string& name)>& variable);

  // The proxy to ask for `url`; nothing: none. This machine (localhost, 127.*, ::1) is never asked for through one.
  // ErrorClass::usage when the variable names something that is no HTTP proxy.
  lang::Result<std::optional<Proxy>> for_url(const Url& url) const;

 private:
  struct Setting {
    std::string variable;
    std::string value;
  };
  std::optional<Setting> http_;
  std::optional<Setting> https_;
  std::vector<std::string> without_;  // no_proxy's entries, in small letters
};

// The same as a function, for HttpOptions.
ProxyFor proxies_of(const std::function<std::optional<std::string>(const std::string& name)>& variable);

}  // namespace borealis::client::aurora
