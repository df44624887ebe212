// What Python 3 calls what Python 2 called otherwise, and what it no longer does (language.md §22): hints for errors
// that a config written for Python 2 runs into. All answers are empty when there is nothing to say.
#pragma once

#include <string>
#include <string_view>

namespace borealis::interp {

std::string python3_name(std::string_view name);                                   // `xrange`
std::string python3_module(std::string_view module);                               // `urllib2`
std::string python3_member(std::string_view module, std::string_view name);        // `letters` of `string`
std::string python3_attribute(std::string_view type, std::string_view attribute);  // `sort` of a dict_keys

// For "cannot import name 'imap' from 'itertools'".
std::string hint_for_import(const std::string& module, const std::string& message);
// For the message of a TypeError: lists that are none any more, `/` that makes a float, texts and bytes.
std::string hint_for_type_error(const std::string& message);

}  // namespace borealis::interp
