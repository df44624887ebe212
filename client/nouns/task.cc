#include <fmt/format.h>

#include <memory>

#include "client/commands/commands.h"
#include "client/nouns/nouns.h"
#include "client/nouns/options.h"
#include "client/nouns/words.h"

namespace borealis::client {

namespace {

Run build_try(CLI::App& app) {
  auto options = std::make_shared<TryOptions>();
  add_config_options(app, options->config);
  add_option(app, "--instance", options->instance, "the instance number that the task sees (0)")
      .range(0, 1'000'000)
      .type_name("N");
  add_flag(app, "--keep", options->keep, "keep the sandbox and the logs, and say where they are");
  return with_file(options, FilePlace::first, run_task_try);
}

Run build_logs(CLI::App& app) {
  auto options = std::make_shared<LogsOptions>();
  add_option(app, "--tail", options->tail, "lines to show of each log (20); 0 shows everything")
      .range(0, 1'000'000'000)
      .type_name("N");
  add_output(app, options->output);
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    if (words.empty()) return usage("KEY/INSTANCE is missing");
    if (words.size() > 2) return usage(fmt::format("'{}' is one argument too many", words[2]));
    auto instance = parse_instance_key(words[0]);
    if (!instance) return std::move(instance).error();
    options->instance = std::move(*instance);
    if (words.size() == 2) options->process = words[1];
    return run_task_logs(*options, context);
  };
}

}  // namespace

std::vector<Verb> task_verbs() {
  return {
      {{"task",
        "try",
        "FILE [JOBKEY]",
        "run one instance here, in the foreground",
        {"borealis task try hello.aurora",
         "borealis task try hello.aurora devcluster/demo/prod/hello --instance 3 --keep"},
        "Runs one instance of the job on this machine, with free ports and a sandbox of its own, and shows what its "
        "processes do and write. Ctrl-C kills it as a cluster would. Exit code 0: it succeeded; 1: it failed or was "
        "lost."},
       build_try},
      {{"task",
        "logs",
        "KEY/INSTANCE [PROCESS]",
        "show the last lines of an instance's logs",
        {"borealis task logs devcluster/demo/prod/hello/7",
         "borealis task logs devcluster/demo/prod/hello/7 serve --tail 100"},
        "Shows the end of what the processes of an instance wrote to stdout and stderr, and where the files are. The "
        "cluster must be an embedded one: its sandboxes are on this machine."},
       build_logs},
  };
}

}  // namespace borealis::client
