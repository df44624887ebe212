#include "client/aurora/tls_failure.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <openssl/x509_vfy.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace borealis::client::aurora {
namespace {

std::string words(long verify_result, const std::string& host) {
  switch (verify_result) {
    case X509_V_OK:
      return fmt::format("its certificate is for another name than {}", host);
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return "its certificate has expired";
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return "its certificate is not valid yet";
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return "its certificate is self-signed and not trusted";
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return "its certificate is signed by an authority that is not trusted";
    default:
      return fmt::format("its certificate is refused: {}", X509_verify_cert_error_string(verify_result));
  }
}

std::string hint_for(long verify_result, const std::string& ca_file) {
  switch (verify_result) {
    case X509_V_OK:
      return "write the name that the certificate is for into `scheduler_uri`";
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return "whoever runs the cluster must renew it (or the clock of this machine is wrong)";
    default:
      return ca_file.empty()
                 ? "name the authority's certificate with --ca-file FILE, or as `ca_file` of the cluster in "
                   "clusters.json"
                 : fmt::format("{} does not hold the certificate of its authority", ca_file);
  }
}

// 0, or the errno of the failed connect.
int try_connect(const addrinfo& address) {
  const int fd = socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return errno;
  int error = 0;
  if (connect(fd, address.ai_addr, address.ai_addrlen) != 0) {
    error = errno;
    pollfd wait = {fd, POLLOUT, 0};
    if (error == EINPROGRESS) {
      socklen_t size = sizeof(error);
      if (poll(&wait, 1, 1'000) != 1) {
        error = ETIMEDOUT;
      } else if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) {
        error = errno;
      }
    }
  }
  close(fd);
  return error;
}

}  // namespace

HttpFailure certificate_failure(long verify_result, const std::string& host, const std::string& ca_file) {
  HttpFailure failure;
  failure.nothing_sent = true;
  failure.hopeless = true;
  failure.reason = words(verify_result, host);
  failure.hint = hint_for(verify_result, ca_file);
  return failure;
}

std::string why_no_connection(const Url& url) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int code = getaddrinfo(url.bare_host().c_str(), std::to_string(url.port).c_str(), &wanted, &found);
  if (code != 0) return fmt::format("the name {} could not be resolved ({})", url.bare_host(), gai_strerror(code));
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> addresses(found, &freeaddrinfo);
  switch (const int error = try_connect(*found); error) {
    case 0:
      return "the connection broke off";
    case ECONNREFUSED:
      return "connection refused";
    case ETIMEDOUT:
      return "no connection in time";
    default:
      return std::strerror(error);
  }
}

}  // namespace borealis::client::aurora
