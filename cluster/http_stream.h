// One client's connection, with an end to its patience: whoever sends or reads too slowly, or too much, is cut off, so
// that no client keeps a thread for ever.
#pragma once

#include <httplib.h>

#include <array>
#include <atomic>
#include <chrono>
#include <string>

namespace borealis::cluster {

struct HttpLimits {
  std::size_t connections = 256;
  std::size_t body_bytes = 64u << 20;
  std::size_t head_bytes = 64 << 10;        // request line and headers
  std::chrono::milliseconds idle{5000};     // between two requests
  std::chrono::milliseconds head{10'000};   // from a request's first byte to the end of its headers
  std::chrono::milliseconds rest{120'000};  // from there to the end of the body, and of the answer
};

class HttpStream final : public httplib::Stream {
 public:
  enum class Phase : unsigned char { idle, head, body, answer };

  HttpStream(int socket, const HttpLimits& limits);

  // Waits for a request and reads its head, which is then read in another form (http_head.h). False: none came in time,
  // it is too large, or the connection ended.
  bool wait_for_request();
  // The headers are complete; a body follows, or the answer is worked on.
  void end_of_head(bool body_follows);
  void end_of_body();
  // The connection must not be used for another request: the body of this one was not read.
  void close_after_this() { close_after_ = true; }
  bool closes_after_this() const { return close_after_; }
  // What is answered to what is no request, or too much of one; the connection ends then. Null: nothing.
  const char* refusal() const { return refusal_; }
  // Makes every wait of this connection end, from another thread.
  void cut();
  bool was_cut() const { return cut_; }

  Phase phase() const { return phase_; }
  std::chrono::steady_clock::time_point since() const { return since_; }

  bool is_readable() const override;
  bool is_writable() const override;
  ssize_t read(char* to, std::size_t size) override;
  ssize_t write(const char* from, std::size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  int socket() const override { return socket_; }

 private:
  void enter(Phase phase, std::chrono::milliseconds patience);
  bool wait(short events) const;
  bool fill();
  bool read_head();
  bool skip(std::size_t bytes);

  int socket_;
  const HttpLimits& limits_;
  std::atomic<Phase> phase_ = Phase::idle;
  std::atomic<bool> cut_ = false;
  std::atomic<std::chrono::steady_clock::time_point> since_;
  std::chrono::steady_clock::time_point deadline_;
  std::size_t read_ = 0;  // in this phase
  const char* refusal_ = nullptr;
  bool close_after_ = false;
  std::string head_;           // adapted
  std::size_t head_used_ = 0;  // of head_
  std::array<char, 16 << 10> buffer_{};
  std::size_t buffered_ = 0;
  std::size_t used_ = 0;
};

}  // namespace borealis::cluster
