#include "client/help.h"

#include <doctest/doctest.h>

#include <set>

using namespace borealis::client;

TEST_CASE("every verb's help leads with an example of that verb") {
  for (const VerbHelp& verb : all_verbs()) {
    const std::string text = verb_help(verb, {{"--x VALUE", "an option"}}, Style(false));
    const std::string command = "borealis " + verb.noun + " " + verb.verb;
    CAPTURE(command);
    CHECK(text.find("Examples:\n  " + command) == 0);
    CHECK(text.find("--x VALUE  an option") != std::string::npos);
    CHECK_FALSE(noun_summary(verb.noun).empty());
  }
}

TEST_CASE("help lines fit a screen") {
  std::string all = program_help(all_verbs(), Style(false));
  for (const VerbHelp& verb : all_verbs()) {
    all += noun_help(verb.noun, all_verbs(), Style(false));
    all += verb_help(verb, {}, Style(false));
  }
  std::size_t start = 0;
  for (auto end = all.find('\n'); end != std::string::npos; start = end + 1, end = all.find('\n', start)) {
    CAPTURE(all.substr(start, end - start));
    CHECK(end - start <= 110);
    if (end > start) CHECK(all[end - 1] != ' ');
  }
}

TEST_CASE("the verbs of a noun stand together") {
  std::set<std::string> seen;
  std::string last;
  for (const VerbHelp& verb : all_verbs()) {
    if (verb.noun == last) continue;
    CHECK(seen.insert(verb.noun).second);
    last = verb.noun;
  }
}
