// Why a connection did not come about, in words.
#pragma once

#include <string>

#include "client/aurora/http.h"

namespace borealis::client::aurora {

// A certificate that was refused: `verify_result` is OpenSSL's (X509_V_OK: the certificate is good, but for another
// name than `host`).
HttpFailure certificate_failure(long verify_result, const std::string& host, const std::string& ca_file);

// Asks the system why no TCP connection to `url` comes about; takes no more than a second.
std::string why_no_connection(const Url& url);

}  // namespace borealis::client::aurora
