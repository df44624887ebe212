// A Kerberos login (SPNEGO, RFC 4559), made by the system's GSSAPI from the tickets that this user has. Its library is
// loaded when a login is first wanted, so that nobody else pays for it.
#pragma once

#include <string>

#include "lang/result.h"

namespace borealis::client::aurora {

struct NegotiateToken {
  std::string token;      // as it was made: binary
  std::string principal;  // who is logged in, `ann@EXAMPLE.ORG`; empty when that is not known
};

// A token for one request to the service HTTP of that host. No ticket is delegated. May ask a KDC, and blocks for as
// long as that takes. ErrorClass::denied when there is no usable ticket, or no library.
lang::Result<NegotiateToken> negotiate_token(const std::string& host);

}  // namespace borealis::client::aurora
