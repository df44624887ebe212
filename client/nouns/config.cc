#include <fmt/format.h>

#include <memory>

#include "client/commands/commands.h"
#include "client/nouns/nouns.h"
#include "client/nouns/options.h"
#include "client/nouns/words.h"

namespace borealis::client {

namespace {

Run build_validate(CLI::App& app) {
  auto options = std::make_shared<ValidateOptions>();
  add_config_options(app, options->config);
  add_option(app, "--format", options->format,
             "how the report is written: text (the default), json, sarif, github or junit")
      .one_of({"text", "json", "sarif", "github", "junit"})
      .type_name("FORMAT");
  add_flag(app, "--strict", options->strict, "warnings are errors");
  add_option(app, "--select", options->select, "report these rules only, besides errors without which there is no job")
      .a_word_each()
      .type_name("RULE[,RULE]");
  add_option(app, "--ignore", options->ignore, "don't report these rules").a_word_each().type_name("RULE[,RULE]");
  add_option(app, "--jobs,-j", options->jobs, "check so many files at a time (as many as there are cores)")
      .range(1, 1000)
      .type_name("N");
  add_option(app, "--stdin-name", options->stdin_name, "the name of the file that is read from standard input for `-`")
      .type_name("FILE");
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    if (words.empty()) return usage("no FILE is named", "for example `borealis config validate hello.aurora`");
    if (options->config.job) {
      if (auto key = parse_job_key(*options->config.job); !key) return std::move(key).error();
    }
    options->paths = words;
    return run_config_validate(*options, context);
  };
}

Run build_render(CLI::App& app) {
  auto options = std::make_shared<RenderOptions>();
  add_config_options(app, options->config);
  add_option(app, "--as", options->as,
             "json: the resolved jobs (the default); thrift: the messages of the scheduler's API")
      .one_of({"json", "thrift"})
      .type_name("json|thrift");
  add_option(app, "--user", options->user, "the owner in --as thrift (the login name)").type_name("NAME");
  return with_file(options, FilePlace::first, run_config_render);
}

Run build_config_list(CLI::App& app) {
  auto options = std::make_shared<ListConfigOptions>();
  add_config_options(app, options->config);
  add_output(app, options->output);
  return with_file(options, FilePlace::first, run_config_list);
}

Run build_inputs(CLI::App& app) {
  auto options = std::make_shared<InputsOptions>();
  add_config_options(app, options->config);
  add_output(app, options->output);
  return with_file(options, FilePlace::first, run_config_inputs);
}

}  // namespace

std::vector<Verb> config_verbs() {
  return {
      {{"config",
        "validate",
        "FILE...",
        "evaluate, check types and run every rule",
        {"borealis config validate hello.aurora", "borealis config validate services/ --strict --format github",
         "borealis config validate services/ --ignore task-links,unused-portmap",
         "borealis config validate hello.aurora --job devcluster/demo/prod/hello --bind profile.version=7"},
        "Evaluates each FILE, checks the types of all values and runs every rule over every job. All findings are "
        "reported "
        "in one run, each at its place. A directory stands for all .aurora files below it, `-` for standard input. The "
        "report goes to stdout, a summary to stderr. A comment `# borealis: ignore[RULE]` silences a rule at its "
        "place; "
        "borealis.toml holds the settings of a project."},
       build_validate},
      {{"config",
        "render",
        "FILE [JOBKEY]",
        "print the resolved jobs",
        {"borealis config render hello.aurora",
         "borealis config render hello.aurora devcluster/demo/prod/hello --as thrift",
         "borealis config render hello.aurora --bind profile.version=7"},
        "Prints the jobs of FILE (or the one named) fully resolved and with all defaults, as JSON."},
       build_render},
      {{"config",
        "list",
        "FILE",
        "list the keys of the jobs in a file",
        {"borealis config list hello.aurora", "borealis config list hello.aurora --output json"},
        "Prints the key of each job in FILE, CLUSTER/ROLE/ENVIRONMENT/NAME, a line each."},
       build_config_list},
      {{"config",
        "inputs",
        "FILE",
        "show what a file reads and which references stay open",
        {"borealis config inputs hello.aurora", "borealis config inputs hello.aurora --output json"},
        "Shows the files, modules and environment variables that evaluating FILE reads, the references that stay open, "
        "and the names that --bind can bind."},
       build_inputs},
  };
}

}  // namespace borealis::client
