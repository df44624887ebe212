#include "client/digest.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>

namespace borealis::client {

std::string digest_of(std::string_view content) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned int size = 0;
  EVP_Digest(content.data(), content.size(), bytes.data(), &size, EVP_sha256(), nullptr);
  std::string digest = "sha256:";
  for (unsigned int i = 0; i < size; ++i) digest += fmt::format("{:02x}", bytes[i]);
  return digest;
}

}  // namespace borealis::client
