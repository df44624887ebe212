#include "client/help.h"

#include <algorithm>

#include "client/table.h"

namespace borealis::client {

namespace {

constexpr int line_width = 100;

struct Noun {
  std::string_view name;
  std::string_view summary;
};

constexpr Noun nouns[] = {
    {"config", "look at configs; no cluster is needed"},
    {"job", "deploy jobs and look after them"},
    {"update", "rolling updates that go on, and past ones"},
    {"cron", "jobs with a schedule"},
    {"task", "one instance: try it here, read its logs"},
    {"quota", "what a role may use"},
    {"sla", "how much of a job is up"},
    {"admin", "look after a cluster: quota, hosts, backups, tasks"},
    {"cluster", "the embedded cluster on this machine"},
    {"schema", "the structs of a config and their fields"},
};

void add_rows(std::string& out, const std::vector<OptionHelp>& rows) {
  int left = 0;
  for (const OptionHelp& row : rows) left = std::max(left, std::min(display_width(row.names), 30));
  for (const OptionHelp& row : rows) {
    out += "  " + row.names;
    const int used = display_width(row.names);
    const int padding = used > left ? left + 4 : left - used + 2;
    if (used > left) out += '\n';
    out.append(static_cast<std::size_t>(padding), ' ');
    out += wrap(row.text, line_width, left + 4) + "\n";
  }
}

void add_examples(std::string& out, const std::vector<std::string>& examples, const Style& style) {
  out += style.bold("Examples:") + "\n";
  for (const std::string& example : examples) out += "  " + example + "\n";
  out += '\n';
}

}  // namespace

std::string wrap(std::string_view text, int width, int indent) {
  std::string out;
  int column = indent;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(" \n"), text.size());
    const std::string_view word = text.substr(0, end);
    const int length = display_width(word);
    if (column > indent && column + 1 + length > width) {
      out += '\n' + std::string(static_cast<std::size_t>(indent), ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += length;
    if (end < text.size() && text[end] == '\n') {
      out += '\n' + std::string(static_cast<std::size_t>(indent), ' ');
      column = indent;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string_view noun_summary(std::string_view noun) {
  for (const Noun& known : nouns) {
    if (known.name == noun) return known.summary;
  }
  return {};
}

std::string program_help(const std::vector<VerbHelp>& verbs, const Style& style) {
  std::string out;
  add_examples(out,
               {"borealis config validate hello.aurora", "borealis cluster up", "borealis job deploy hello.aurora",
                "borealis job status devcluster/demo/prod/hello"},
               style);
  out += "Evaluates Aurora job configs, checks them, and deploys them to a cluster.\n\n";
  out += style.bold("Usage:") + " borealis NOUN VERB [options] [arguments]\n";
  for (const Noun& noun : nouns) {
    out += "\n" + style.bold(noun.name) + "  " + std::string(noun.summary) + "\n";
    std::vector<OptionHelp> rows;
    if (noun.name == "admin") rows.push_back({"...", "`borealis admin --help` lists its commands"});
    for (const VerbHelp& verb : verbs) {
      if (verb.noun == noun.name && noun.name != "admin")
        rows.push_back({fmt::format("{:<9}", verb.verb), verb.summary});
    }
    add_rows(out, rows);
  }
  out += "\n`borealis NOUN VERB --help` says more about a command, `borealis --version` which program this is.\n";
  return out;
}

std::string noun_help(const std::string& noun, const std::vector<VerbHelp>& verbs, const Style& style) {
  std::vector<std::string> examples;
  std::vector<OptionHelp> rows;
  for (const VerbHelp& verb : verbs) {
    if (verb.noun != noun) continue;
    if (!verb.examples.empty()) examples.push_back(verb.examples.front());
    rows.push_back({verb.verb, verb.summary});
  }
  std::string out;
  add_examples(out, examples, style);
  out += style.bold("Usage:") + fmt::format(" borealis {} VERB [options] [arguments]\n\n", noun);
  add_rows(out, rows);
  out += fmt::format("\n`borealis {} VERB --help` says more about a command.\n", noun);
  return out;
}

std::string verb_help(const VerbHelp& verb, const std::vector<OptionHelp>& options, const Style& style) {
  std::string out;
  add_examples(out, verb.examples, style);
  out += wrap(verb.description, line_width, 0) + "\n\n";
  out += style.bold("Usage:") + fmt::format(" borealis {} {} [options] {}", verb.noun, verb.verb, verb.arguments);
  while (out.back() == ' ') out.pop_back();
  out += "\n\n" + style.bold("Options:") + "\n";
  add_rows(out, options);
  return out;
}

}  // namespace borealis::client
