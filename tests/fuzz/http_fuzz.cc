// Requests as they come from the network: a head in another form is still one head with no more in it, and what may be
// answered is decided without a crash, whatever stands there.
#include <httplib.h>

#include "cluster/http_guard.h"
#include "cluster/http_head.h"
#include "fuzz.h"

namespace {

using borealis::fuzz::expect;

std::size_t lines_of(std::string_view head) {
  std::size_t count = 0;
  for (std::size_t at = head.find("\r\n"); at != std::string_view::npos; at = head.find("\r\n", at + 2)) ++count;
  return count;
}

// As the server's reader takes the lines apart.
httplib::Request parsed(std::string_view head) {
  httplib::Request request;
  request.version = "HTTP/1.1";
  std::size_t at = std::min(head.find("\r\n"), head.size());
  request.method = std::string(head.substr(0, std::min(head.find(' '), at)));
  while (at + 2 < head.size()) {
    const std::size_t end = std::min(head.find("\r\n", at + 2), head.size());
    const std::string_view line = head.substr(at + 2, end - at - 2);
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos) {
      request.headers.emplace(std::string(line.substr(0, colon)), std::string(line.substr(colon + 1)));
    }
    at = end;
  }
  return request;
}

void try_head(std::string_view data) {
  std::string head(data);
  while (head.find("\r\n\r\n") != std::string::npos) head.erase(head.find("\r\n\r\n"), 2);
  while (head.ends_with("\r\n")) head.resize(head.size() - 2);
  head += "\r\n\r\n";
  std::size_t skip = 0;
  const std::string adapted = borealis::cluster::adapted_head(head, skip);
  expect(adapted.ends_with("\r\n\r\n"), "a head lost its end");
  expect(adapted.find("\r\n\r\n") == adapted.size() - 4, "a head became two");
  expect(lines_of(adapted) + 1 >= lines_of(head) && lines_of(adapted) <= lines_of(head) + 2, "a header came or went");
  for (const std::string& text : {head, adapted}) borealis::cluster::refusal_of(parsed(text), 8081, 64u << 20);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try_head({reinterpret_cast<const char*>(data), size});
  return 0;
}
