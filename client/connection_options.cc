#include "client/connection_options.h"

namespace borealis::client {

ConnectionOptions& connection_options() {
  static ConnectionOptions options;
  return options;
}

}  // namespace borealis::client
