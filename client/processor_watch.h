// What a confined config sent is read and checked outside of its sandbox: that has an end, too (docs/security.md).
#pragma once

#include <sys/resource.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace borealis::client {

// As long as it lives this process may compute for so long, counted from now; then it ends. On its own it says why and
// exits with the code of a config without jobs; a worker (Ends::worker) ends by SIGXCPU, of which its parent tells.
class ProcessorWatch {
 public:
  enum class Ends : std::uint8_t { command, worker };

  // `most`: nothing is watched without it.
  ProcessorWatch(std::optional<std::chrono::seconds> most, const std::string& file, Ends ends);
  ProcessorWatch(const ProcessorWatch&) = delete;
  ProcessorWatch& operator=(const ProcessorWatch&) = delete;
  ~ProcessorWatch();

 private:
  rlimit before_{};  // before on_, which tells whether it is known
  bool on_;
};

// "checking what `FILE` evaluates to used more processor time than its limit of 30 seconds"
std::string processor_watch_message(const std::string& file, std::chrono::seconds most);

}  // namespace borealis::client
