// quota: what a role may use. (cli.md §11)
#pragma once

#include <string>

#include "client/commands/options.h"
#include "client/context.h"

namespace borealis::client {

struct QuotaGetOptions {
  std::string cluster;
  std::string role;
  DataFormat output = DataFormat::text;
};

int run_quota_get(const QuotaGetOptions& options, Context& context);

}  // namespace borealis::client
