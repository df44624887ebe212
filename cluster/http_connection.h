// A connection to the HTTP server, read so that odd requests are answered as a scheduler answers them: a GET of /api
// with a body is a call, a body that no method of its kind has is skipped. (scheduler.md §1)
#pragma once

#include <httplib.h>

#include <string>

namespace borealis::cluster {

// The bytes of one connection, a request at a time.
class RequestStream final : public httplib::Stream {
 public:
  RequestStream(socket_t socket, int read_timeout_ms) : socket_(socket), timeout_ms_(read_timeout_ms) {}

  // Reads the head of the next request and puts it into the form the server understands. False: there is none.
  bool open_request();
  // Whether bytes of a next request were read already.
  bool has_ahead() const { return used_ < ahead_.size(); }

  bool is_readable() const override;
  bool is_writable() const override;
  ssize_t read(char* ptr, size_t size) override;
  ssize_t write(const char* ptr, size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  socket_t socket() const override { return socket_; }

 private:
  ssize_t receive(char* ptr, size_t size);
  bool skip(std::size_t bytes);

  socket_t socket_;
  int timeout_ms_;
  std::string ahead_;  // what was read and not handed on yet
  std::size_t used_ = 0;
};

// The head of a request as the server is to see it. `skip`: so many bytes of body belong to nobody.
std::string adapted_head(const std::string& head, std::size_t& skip);

class ConnectionServer final : public httplib::Server {
 private:
  bool process_and_close_socket(socket_t socket) override;
};

}  // namespace borealis::cluster
