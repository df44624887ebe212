// What the verbs of `admin` have in common: the cluster first, then what the verb names.
#pragma once

#include <fmt/format.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "client/commands/admin.h"
#include "client/nouns/options.h"
#include "client/nouns/words.h"

namespace borealis::client {

// Exactly the named positionals.
lang::Status take_words(const Words& words, std::initializer_list<const char*> names);
// `a,b,c`; empty parts are left out.
std::vector<std::string> split_list(const std::string& text);
// `RUNNING,FAILED`: the names of states.
lang::Result<std::set<std::string>> parse_states(const std::string& text);

inline void add_yes(CLI::App& app, bool& yes) {
  add_flag(app, "--yes,-y", yes, "don't ask");
}

// A verb whose one positional is CLUSTER.
template <class Options>
Run for_cluster(std::shared_ptr<Options> options, int (*run)(const Options&, Context&)) {
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    if (auto status = take_words(words, {"CLUSTER"}); !status) return std::move(status).error();
    options->cluster = words[0];
    return run(*options, context);
  };
}

std::vector<Verb> admin_task_verbs();
std::vector<Verb> admin_recovery_verbs();
std::vector<Verb> admin_host_verbs();

}  // namespace borealis::client
