// The verbs for operators, and those that reach into sandboxes.
#pragma once

#include <vector>

#include "client/nouns/noun.h"

namespace CLI {
class App;
}

namespace borealis::client {

struct ConfigOptions;

std::vector<Verb> cron_verbs();
std::vector<Verb> remote_task_verbs();
std::vector<Verb> quota_verbs();
std::vector<Verb> sla_verbs();
std::vector<Verb> admin_verbs();

// --config FILE, --bind and --read-json of verbs that look only for hooks there.
void add_hook_options(CLI::App& app, ConfigOptions& config);

}  // namespace borealis::client
