#include "client/unknown_words.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>
#include <vector>

#include "client/help.h"
#include "lang/suggest.h"

namespace borealis::client {

namespace {

lang::Error usage(std::string message, std::string hint) {
  return {lang::ErrorClass::usage, std::move(message), std::move(hint), {}};
}

// What a command was called in other releases of the original client. (cli.md §14)
struct OldName {
  std::string_view noun;
  std::string_view verb;  // empty: every verb
  std::string_view now;
};
constexpr OldName old_names[] = {
    {"beta-update", "", "update"},     {"update", "status", "update info"},
    {"job", "update", "update start"}, {"job", "cancel-update", "update abort"},
    {"job", "run", "task run"},        {"job", "ssh", "task ssh"},
    {"aurora", "", "NOUN VERB"},       {"aurora_admin", "", "admin"},
};

std::string_view name_now(std::string_view noun, std::string_view verb) {
  for (const OldName& old : old_names) {
    if (old.noun == noun && old.verb == verb) return old.now;
  }
  return {};
}

}  // namespace

lang::Error unknown_noun(const std::string& word) {
  std::vector<std::string> names;
  for (const VerbHelp& verb : all_verbs()) {
    if (verb.verb == word)
      return usage(fmt::format("'{}' needs its noun before it", word),
                   fmt::format("did you mean `borealis {} {}`?", verb.noun, verb.verb));
    if (names.empty() || names.back() != verb.noun) names.push_back(verb.noun);
  }
  if (word.starts_with("-"))
    return usage(fmt::format("there is no option {} before the noun", word), "options stand after the verb");
  const std::string_view now = name_now(word, "");
  const std::string near = now.empty() ? lang::nearest(word, names) : std::string(now);
  return usage(fmt::format("there is no noun '{}'", word), near.empty()
                                                               ? fmt::format("the nouns are {}", fmt::join(names, ", "))
                                                               : fmt::format("did you mean `borealis {}`?", near));
}

lang::Error unknown_verb(const std::string& noun, const std::string& word) {
  std::vector<std::string> names;
  std::string elsewhere;
  for (const VerbHelp& verb : all_verbs()) {
    if (verb.noun == noun) names.push_back(verb.verb);
    if (verb.verb == word) elsewhere = verb.noun;
  }
  const std::string known = fmt::format("the verbs of {} are {}", noun, fmt::join(names, ", "));
  if (word.empty()) return usage(fmt::format("`borealis {}` needs a verb", noun), known);
  if (word.starts_with("-"))
    return usage(fmt::format("there is no option {} before the verb", word), "options stand after the verb");
  if (const std::string_view now = name_now(noun, word); !now.empty())
    return usage(fmt::format("{} has no verb '{}'", noun, word), fmt::format("did you mean `borealis {}`?", now));
  if (const std::string near = lang::nearest(word, names); !near.empty())
    return usage(fmt::format("{} has no verb '{}'", noun, word),
                 fmt::format("did you mean `borealis {} {}`?", noun, near));
  if (!elsewhere.empty())
    return usage(fmt::format("{} has no verb '{}'", noun, word),
                 fmt::format("did you mean `borealis {} {}`?", elsewhere, word));
  return usage(fmt::format("{} has no verb '{}'", noun, word), known);
}

}  // namespace borealis::client
