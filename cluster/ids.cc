#include "cluster/ids.h"

#include <sys/random.h>

#include <array>
#include <cstdlib>
#include <string_view>

#include "fmt/format.h"

namespace borealis::cluster {

JobId job_id(const api::JobKey& key) {
  return {key.role, key.environment, key.name};
}

api::JobKey job_key(const JobId& id) {
  api::JobKey key;
  key.__set_role(id.role);
  key.__set_environment(id.environment);
  key.__set_name(id.name);
  return key;
}

std::string new_uuid() {
  std::array<unsigned char, 16> bytes{};
  // 16 bytes come whole or not at all, and not at all only on a kernel without the call.
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) std::abort();
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80);
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kDigits[bytes[i] >> 4];
    text += kDigits[bytes[i] & 15];
  }
  return text;
}

std::string new_task_id(const JobId& job, int instance) {
  std::string id = fmt::format("{}-{}-{}-{}-{}", job.role, job.environment, job.name, instance, new_uuid());
  for (char& c : id) {
    const bool kept =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    if (!kept) c = '-';
  }
  return id;
}

}  // namespace borealis::cluster
