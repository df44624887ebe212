#include "client/nouns/nouns.h"

#include <algorithm>
#include <iterator>

#include "client/nouns/operations.h"

namespace borealis::client {

namespace {

const std::vector<Verb>& by_noun() {
  static const std::vector<Verb> verbs = [] {
    std::vector<Verb> all;
    for (const auto of_noun : {config_verbs, job_verbs, update_verbs, cron_verbs, task_verbs, remote_task_verbs,
                               quota_verbs, sla_verbs, admin_verbs, cluster_verbs, schema_verbs}) {
      std::vector<Verb> some = of_noun();
      std::move(some.begin(), some.end(), std::back_inserter(all));
    }
    return all;
  }();
  return verbs;
}

}  // namespace

const std::vector<VerbHelp>& all_verbs() {
  static const std::vector<VerbHelp> helps = [] {
    std::vector<VerbHelp> all;
    for (const Verb& verb : by_noun()) all.push_back(verb.help);
    return all;
  }();
  return helps;
}

const Verb* find_verb(const std::string& noun, const std::string& verb) {
  const auto found = std::find_if(by_noun().begin(), by_noun().end(), [&](const Verb& known) {
    return known.help.noun == noun && known.help.verb == verb;
  });
  return found == by_noun().end() ? nullptr : &*found;
}

}  // namespace borealis::client
