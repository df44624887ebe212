#include <fmt/format.h>

#include <memory>

#include "client/commands/quota.h"
#include "client/nouns/operations.h"
#include "client/nouns/options.h"
#include "client/nouns/words.h"

namespace borealis::client {

namespace {

Run build_get(CLI::App& app) {
  auto options = std::make_shared<QuotaGetOptions>();
  add_output(app, options->output);
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    auto text = take_one(words, std::nullopt, "CLUSTER/ROLE");
    if (!text) return std::move(text).error();
    const auto slash = text->find('/');
    if (slash == 0 || slash == std::string::npos || slash + 1 == text->size() ||
        text->find('/', slash + 1) != std::string::npos)
      return usage(fmt::format("'{}' names no role of a cluster", *text), "it looks like devcluster/demo");
    options->cluster = text->substr(0, slash);
    options->role = text->substr(slash + 1);
    return run_quota_get(*options, context);
  };
}

}  // namespace

std::vector<Verb> quota_verbs() {
  return {
      {{"quota",
        "get",
        "CLUSTER/ROLE",
        "show what a role may use, and uses",
        {"borealis quota get devcluster/demo", "borealis quota get devcluster/demo --output json"},
        "Shows the role's quota and what its tasks use of it. Only production tasks on shared hosts count against a "
        "quota. `borealis admin set-quota` sets one."},
       build_get},
  };
}

}  // namespace borealis::client
