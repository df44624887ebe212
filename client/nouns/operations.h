// The verbs for operators, and those that reach into sandboxes.
#pragma once

#include <vector>

#include "client/nouns/noun.h"

namespace borealis::client {

std::vector<Verb> cron_verbs();
std::vector<Verb> remote_task_verbs();
std::vector<Verb> quota_verbs();
std::vector<Verb> sla_verbs();
std::vector<Verb> admin_verbs();

}  // namespace borealis::client
