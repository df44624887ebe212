// The verbs of each noun, in the order in which help lists them; one file a noun.
#pragma once

#include <string>
#include <vector>

#include "client/nouns/noun.h"

namespace borealis::client {

std::vector<Verb> config_verbs();
std::vector<Verb> job_verbs();
std::vector<Verb> update_verbs();
std::vector<Verb> task_verbs();
std::vector<Verb> cluster_verbs();
std::vector<Verb> schema_verbs();

// Nothing: there is none of that name.
const Verb* find_verb(const std::string& noun, const std::string& verb);

}  // namespace borealis::client
