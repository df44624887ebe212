// Reading an HTTP/1 response.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace borealis::runner {

struct HttpResponse {
  int code = 0;
  std::string location;  // of a redirect
  std::string body;
};

enum class HttpProgress { incomplete, complete, malformed };

// Reads what has come so far; `at_end` says that nothing more will. Bodies end by their length, their last chunk, or
// with the connection.
HttpProgress read_response(std::string_view bytes, bool at_end, HttpResponse& response);

}  // namespace borealis::runner
