// Help texts: each leads with examples.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/output.h"

namespace borealis::client {

// What help says of one verb.
struct VerbHelp {
  std::string noun;
  std::string verb;
  std::string arguments;              // "[JOBKEY] FILE"
  std::string summary;                // one line, no full stop
  std::vector<std::string> examples;  // command lines
  std::string description;            // paragraphs, not wrapped
};

struct OptionHelp {
  std::string names;  // "--bind NAME=VALUE"
  std::string text;
};

// Every verb, by noun.
const std::vector<VerbHelp>& all_verbs();

std::string program_help(const std::vector<VerbHelp>& verbs, const Style& style);
std::string noun_help(const std::string& noun, const std::vector<VerbHelp>& verbs, const Style& style);
std::string verb_help(const VerbHelp& verb, const std::vector<OptionHelp>& options, const Style& style);

// Wraps at blanks, to lines of `width` columns; every line but the first starts with `indent` blanks.
std::string wrap(std::string_view text, int width, int indent);

// One line about a noun; empty for an unknown one.
std::string_view noun_summary(std::string_view noun);

}  // namespace borealis::client
