// Who may ask. The server listens on loopback, but a web browser on this machine does what pages of others tell it:
// they must not reach the API, whoever may send calls may run commands.
#pragma once

#include <httplib.h>

#include <optional>
#include <string>

namespace borealis::cluster {

struct Refusal {
  int status = 403;
  std::string text;
  // Told to programs in the header X-Borealis-Refused, so that they can say what to do: "host".
  std::string cause{};
};

// Why a request is not answered; nothing: it may be. `port` is the server's own.
//  * Host must be a name of loopback (any port: it may be forwarded), or from other programs than browsers a name
//    without a dot. A foreign name that leads here is DNS rebinding.
//  * Origin, which browsers send with what a page's script asks for, must be this server; other clients send none.
//  * A body is not larger than `most_bytes`, and not compressed: it would grow beyond any limit.
//  * Sec-Fetch-Site, which browsers send, must not say that another site asks, unless a person follows a link.
std::optional<Refusal> refusal_of(const httplib::Request& request, int port, std::size_t most_bytes);

// Headers of every answer: no type guessing, no framing, nothing for other sites.
httplib::Headers security_headers();
// What the page may load and do: its own files and endpoints only.
extern const char* const kPagePolicy;
// What any other answer may: nothing.
extern const char* const kNoPolicy;

}  // namespace borealis::cluster
