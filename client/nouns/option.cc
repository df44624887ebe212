#include "client/nouns/option.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

#include "lang/suggest.h"

namespace borealis::client {

namespace {

template <class Number>
std::optional<Number> number_of(const std::string& text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

Option Option::type_name(const std::string& name) const {
  option_->type_name(name);
  return *this;
}

Option Option::description(const std::string& text) const {
  option_->description(text);
  return *this;
}

Option Option::one_of(std::vector<std::string> choices) const {
  return check([choices = std::move(choices)](const std::string& value) -> std::string {
    if (std::find(choices.begin(), choices.end(), value) != choices.end()) return {};
    const std::string near = lang::nearest(value, choices);
    return fmt::format("'{}' is none of {}{}", value, fmt::join(choices, ", "),
                       near.empty() ? "" : fmt::format("; did you mean {}?", near));
  });
}

Option Option::range(int least, int most) const {
  return check([=](const std::string& value) {
    const auto number = number_of<int>(value);
    return number && *number >= least && *number <= most
               ? ""
               : fmt::format("'{}' is no whole number from {} to {}", value, least, most);
  });
}

Option Option::range(double least, double most) const {
  return check([=](const std::string& value) {
    const auto number = number_of<double>(value);
    return number && *number >= least && *number <= most
               ? ""
               : fmt::format("'{}' is no number from {} to {}", value, least, most);
  });
}

Option Option::positive() const {
  return check([](const std::string& value) {
    const auto number = number_of<double>(value);
    return number && *number > 0 && std::isfinite(*number) ? "" : fmt::format("'{}' is no number above 0", value);
  });
}

Option Option::check(std::function<std::string(const std::string&)> wrong) const {
  option_->check([wrong = std::move(wrong)](const std::string& value) { return wrong(value); });
  return *this;
}

Option Option::a_word_each() const {
  option_->allow_extra_args(false);
  return *this;
}

Option Option::each(const std::function<void(const std::string&)>& take) const {
  option_->each(take);
  return *this;
}

Option Option::excludes(Option other) const {
  option_->excludes(other.option_);
  return *this;
}

Option add_flag(CLI::App& app, const std::string& names, bool& target, const std::string& description) {
  return Option(app.add_flag(names, target, description));
}

Option add_flag(CLI::App& app, const std::string& names, std::function<void()> given, const std::string& description) {
  return Option(app.add_flag_callback(names, std::move(given), description));
}

Option add_flag(CLI::App& app, const std::string& names) {
  return Option(app.add_flag(names));
}

Option add_accepted(CLI::App& app, const std::string& names, const std::string& why) {
  return add_flag(
      app, names, [] {}, "accepted; " + why);
}

template <class Target>
Option add_option(CLI::App& app, const std::string& names, Target& target, const std::string& description) {
  return Option(app.add_option(names, target, description));
}

template <class Value>
Option add_option_function(CLI::App& app, const std::string& names, std::function<void(const Value&)> take,
                           const std::string& description) {
  return Option(app.add_option_function<Value>(names, std::move(take), description));
}

template Option add_option(CLI::App&, const std::string&, std::string&, const std::string&);
template Option add_option(CLI::App&, const std::string&, std::optional<std::string>&, const std::string&);
template Option add_option(CLI::App&, const std::string&, std::vector<std::string>&, const std::string&);
template Option add_option(CLI::App&, const std::string&, int&, const std::string&);
template Option add_option(CLI::App&, const std::string&, std::optional<int>&, const std::string&);
template Option add_option(CLI::App&, const std::string&, std::size_t&, const std::string&);
template Option add_option(CLI::App&, const std::string&, double&, const std::string&);
template Option add_option_function(CLI::App&, const std::string&, std::function<void(const std::string&)>,
                                    const std::string&);
template Option add_option_function(CLI::App&, const std::string&, std::function<void(const std::uint64_t&)>,
                                    const std::string&);
template Option add_option_function(CLI::App&, const std::string&, std::function<void(const std::vector<std::string>&)>,
                                    const std::string&);

void refuse_value(const std::string& what, const std::string& why) {
  throw CLI::ValidationError(what, why);
}

}  // namespace borealis::client
