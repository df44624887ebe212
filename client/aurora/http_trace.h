// Exchanges as text for people, for --debug-http. Logins are masked.
#pragma once

#include <chrono>
#include <string>

#include "client/aurora/http.h"

namespace borealis::client::aurora {

// Lines that begin with "--> ": the request, its headers and its body.
std::string trace_of(const HttpRequest& request);
// Lines that begin with "<-- ": what came back, and what a scheduler's response says by the names of its fields.
std::string trace_of(const HttpOutcome& outcome, std::chrono::milliseconds took);

}  // namespace borealis::client::aurora
