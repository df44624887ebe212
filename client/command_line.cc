#include "client/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <set>
#include <utility>

#include "client/help.h"
#include "client/nouns/nouns.h"
#include "client/nouns/options.h"
#include "client/nouns/words.h"
#include "client/unknown_words.h"
#include "lang/suggest.h"

namespace borealis::client {

namespace {

// The options of a verb as help shows them, and their bare names for suggestions.
std::vector<OptionHelp> option_help(const CLI::App& app) {
  std::vector<OptionHelp> rows;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional() || option->get_description().empty()) continue;
    std::string names;
    for (const std::string& name : option->get_snames()) names += "-" + name + ", ";
    for (const std::string& name : option->get_lnames()) names += "--" + name + ", ";
    names.resize(names.size() - 2);
    const std::string type = option->get_type_name();
    // Behind a colon stand the validators.
    if (option->get_items_expected_max() > 0) names += " " + type.substr(0, type.find(':'));
    rows.push_back({std::move(names), option->get_description()});
  }
  return rows;
}

lang::Error unknown_option(const CLI::App& app, const VerbHelp& verb) {
  const std::vector<std::string> rest = app.remaining();
  const std::string word = rest.empty() ? "?" : rest.front().substr(0, rest.front().find('='));
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  std::string near = lang::nearest(word, names);
  if (near.empty() && word.size() > 3) {
    // A shortened option is not accepted, but what was meant is clear.
    for (const std::string& name : names) {
      if (name.starts_with(word)) near = name;
    }
  }
  const std::string help = fmt::format("`borealis {} {} --help` lists the options", verb.noun, verb.verb);
  return usage(fmt::format("`borealis {} {}` has no option {}", verb.noun, verb.verb, word),
               near.empty() ? help : fmt::format("did you mean {}? {}", near, help));
}

// What the library says of an option that stands last: "--jobs: 1 required N missing".
std::string without_value(const std::string& said) {
  static constexpr std::string_view required = ": 1 required ";
  static constexpr std::string_view missing = " missing";
  const std::size_t at = said.find(required);
  if (at == std::string::npos || !said.ends_with(missing)) return said;
  const std::size_t type = at + required.size();
  return fmt::format("{} needs a value: {}", said.substr(0, at),
                     said.substr(type, said.size() - missing.size() - type));
}

// All but those that work on files, or with the process of an embedded cluster.
bool talks_to_cluster(const VerbHelp& verb) {
  static const std::set<std::string> offline_nouns = {"config", "schema"};
  static const std::set<std::pair<std::string, std::string>> offline = {
      {"job", "inspect"}, {"task", "try"}, {"cluster", "up"}, {"cluster", "down"}, {"cluster", "status"}};
  return !offline_nouns.contains(verb.noun) && !offline.contains({verb.noun, verb.verb});
}

bool is_help(const std::string& word) {
  return word == "--help" || word == "-h" || word == "--long-help";
}

// What every verb of the original has, and has no meaning here or not with this verb. It is no part of the help.
// (cli.md §1, §12)
void accept_options_without_meaning(CLI::App& app, const VerbHelp& verb) {
  app.add_option_function<std::string>("--skip-hooks", [](const std::string&) {});
  if (!talks_to_cluster(verb)) app.add_flag_callback("--verbose,-v", [] {});
}

int run_verb(const Verb& known, std::vector<std::string> arguments, Context& context) {
  const VerbHelp& verb = known.help;
  CLI::App app;
  app.set_help_flag();
  app.option_defaults()->take_last();  // of an option that is given twice
  bool help = false;
  Words words;
  const Run run = known.build(app);
  if (talks_to_cluster(verb)) add_connection_options(app);
  if (verb.noun == "admin") app.add_flag("--quiet,-q", context.quiet, "say nothing on stderr but errors and warnings");
  accept_options_without_meaning(app, verb);
  app.add_flag("--help,-h", help, "this text");
  app.add_option("words", words)->expected(0, 100'000);
  if (const auto end = std::find(arguments.begin(), arguments.end(), "--");
      std::any_of(arguments.begin(), end, is_help)) {
    context.out.write(verb_help(verb, option_help(app), context.out_style()));
    return 0;
  }
  try {
    std::reverse(arguments.begin(), arguments.end());
    app.parse(std::move(arguments));
  } catch (const CLI::ExtrasError&) {
    return report(context, unknown_option(app, verb));
  } catch (const CLI::ParseError& error) {
    return report(context, usage(without_value(error.what()),
                                 fmt::format("`borealis {} {} --help` says more", verb.noun, verb.verb)));
  }
  auto code = run(words, context);
  return code ? *code : report(context, code.error());
}

// The verbs and options of `admin` may be written as aurora_admin has them: set_quota, --unsafe_hosts_file.
void accept_underscores(std::vector<std::string>& arguments) {
  if (arguments.size() < 2 || arguments[0] != "admin") return;
  std::replace(arguments[1].begin(), arguments[1].end(), '_', '-');
  for (std::string& word : arguments) {
    if (word == "--") return;
    if (word.starts_with("--"))
      std::replace(word.begin(), word.begin() + static_cast<long>(std::min(word.find('='), word.size())), '_', '-');
  }
}

}  // namespace

int run_command_line(const std::vector<std::string>& all_arguments, Context& context) {
  std::vector<std::string> arguments = all_arguments;
  const Style style = context.out_style();
  if (!arguments.empty() && arguments[0] == "help") {
    // `help NOUN VERB` is `NOUN VERB --help`.
    arguments.erase(arguments.begin());
    arguments.push_back("--help");
  }
  if (arguments.empty() || is_help(arguments[0])) {
    context.out.write(program_help(all_verbs(), style));
    return 0;
  }
  if (arguments[0] == "--version") {
    context.out.print("borealis {}\n", context.program.version);
    return 0;
  }
  // `NOUN help VERB`, as aurora_admin has it.
  if (arguments.size() > 1 && arguments[1] == "help") {
    arguments.erase(arguments.begin() + 1);
    arguments.push_back("--help");
  }
  accept_underscores(arguments);
  const std::string noun = arguments[0];
  if (noun_summary(noun).empty()) return report(context, unknown_noun(noun));
  const std::string verb = arguments.size() > 1 ? arguments[1] : "";
  if (is_help(verb)) {
    context.out.write(noun_help(noun, all_verbs(), style));
    return 0;
  }
  if (const Verb* known = find_verb(noun, verb))
    return run_verb(*known, {arguments.begin() + 2, arguments.end()}, context);
  return report(context, unknown_verb(noun, verb));
}

}  // namespace borealis::client
