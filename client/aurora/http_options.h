// How to talk to a scheduler over HTTP.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "client/aurora/url.h"

namespace borealis::client::aurora {

struct Credentials {
  std::string user;
  std::string password;
  std::string source;  // the file that it was read from
};

// An HTTP proxy, and the environment variable that names it.
struct Proxy {
  Url url;
  std::string user;  // empty: it wants no login
  std::string password;
  std::string variable;
};

// The proxy to ask for `url`; nothing: none. ErrorClass::usage: what names it can't be understood.
using ProxyFor = std::function<lang::Result<std::optional<Proxy>>(const Url& url)>;

// How a wait learns that the program is to stop.
class Interruption {
 public:
  virtual ~Interruption() = default;
  // While what it answers lives, a signal is for us to look at and does not end the program.
  virtual std::shared_ptr<void> listen() = 0;
  virtual bool requested() const = 0;
  // Readable once it is requested; -1: none.
  virtual int descriptor() const = 0;
};

struct HttpOptions {
  std::string user_agent = "Borealis";
  // The login for a request to `url` in a call that began at `first` (redirections lead elsewhere); nothing: none.
  std::function<std::optional<Credentials>(const Url& url, const Url& first)> login;
  // The scheduler is logged in to with Kerberos: once one has asked for it, every request there carries a token.
  bool kerberos = false;
  ProxyFor proxy;  // empty: never one
  // A file of certificates (PEM) to trust instead of the system's; empty: the system's.
  std::string ca_file;
  bool bypass_leader_redirect = false;
  std::chrono::milliseconds connect_timeout{10'000};
  // Silence on a connection for longer than this ends the request.
  std::chrono::milliseconds read_timeout{60'000};
  // For one call with all its repetitions.
  std::chrono::milliseconds total_timeout{120'000};
  // The first pause before a repetition; it doubles, up to 5 s.
  std::chrono::milliseconds first_retry{250};
  std::shared_ptr<Interruption> interruption;
  // Told once in a call that it takes long because it is repeated, and why.
  std::function<void(const std::string& reason)> notice;
  // Told each try of a call in one line: the method, how it ended, and how long it took.
  std::function<void(const std::string& line)> log;
  // Shown every exchange, as text of several lines; when it is set, calls are made in TJSON instead of binary.
  std::function<void(const std::string& text)> trace;
};

}  // namespace borealis::client::aurora
