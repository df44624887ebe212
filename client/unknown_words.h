// What is said of a noun or verb that doesn't exist: wrong usage, with the one that may have been meant.
#pragma once

#include <string>

#include "lang/result.h"

namespace borealis::client {

lang::Error unknown_noun(const std::string& word);
// An empty word: the verb is missing.
lang::Error unknown_verb(const std::string& noun, const std::string& word);

}  // namespace borealis::client
