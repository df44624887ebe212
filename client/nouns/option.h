// How a verb declares its options. The library that reads command lines is known to option.cc, options.cc and
// command_line.cc only: its headers take longer to compile than a verb.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace borealis::client {

// What more there is to say of an option that was declared.
class Option {
 public:
  explicit Option(CLI::Option* option) : option_(option) {}

  // What stands for the value in the help.
  Option type_name(const std::string& name) const;
  Option description(const std::string& text) const;
  Option one_of(std::vector<std::string> choices) const;
  Option range(int least, int most) const;
  Option range(double least, double most) const;
  Option positive() const;
  // What is wrong with the value; empty when nothing is.
  Option check(std::function<std::string(const std::string&)> wrong) const;
  // It takes the next word only, and may be repeated.
  Option a_word_each() const;
  // `take` is called for each value, and for none when the option stands alone.
  Option each(const std::function<void(const std::string&)>& take) const;
  Option excludes(Option other) const;

 private:
  CLI::Option* option_;
};

// `names`: "--name" or "--name,-n". Whatever is taken by reference has to be there when the command line is read: it
// belongs to what the verb's Run holds.

// "--name{false}" sets it to false.
Option add_flag(CLI::App& app, const std::string& names, bool& target, const std::string& description);
Option add_flag(CLI::App& app, const std::string& names, std::function<void()> given, const std::string& description);
// A flag that may have a value, --name=VALUE.
Option add_flag(CLI::App& app, const std::string& names);
// A flag that other commands or the original client have, and that changes nothing here.
Option add_accepted(CLI::App& app, const std::string& names, const std::string& why = "it has no meaning");

// Target: text, a number, an optional one, or a vector of texts.
template <class Target>
Option add_option(CLI::App& app, const std::string& names, Target& target, const std::string& description);
// Value: std::string, or a vector of them for an option that may be repeated. `take` may refuse_value().
template <class Value>
Option add_option_function(CLI::App& app, const std::string& names, std::function<void(const Value&)> take,
                           const std::string& description);

// Ends the reading: wrong usage, "WHAT: WHY".
[[noreturn]] void refuse_value(const std::string& what, const std::string& why);

}  // namespace borealis::client
