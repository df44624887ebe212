#include "client/nouns/operations.h"

#include <fmt/format.h>

#include <memory>

#include "client/commands/task_remote.h"
#include "client/nouns/options.h"
#include "client/nouns/words.h"

namespace borealis::client {

namespace {

template <class Options>
void add_ssh(CLI::App& app, Options& options) {
  add_option(app, "--ssh-user,-l", options.user, "the user to log in as (the job's role)").type_name("USER");
  add_option(app, "--ssh-options", options.ssh_options, "options for ssh, in one word: \"-p 2222 -v\"")
      .type_name("OPTIONS");
  add_flag(app, "--executor-sandbox", options.executor_sandbox, "in the directory around the task's sandbox");
}

Run build_run(CLI::App& app) {
  auto options = std::make_shared<TaskRunOptions>();
  add_ssh(app, *options);
  add_option(app, "--threads,-t", options->threads, "how many instances at a time (1)").range(1, 1000).type_name("N");
  add_output(app, options->output);
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    if (words.size() < 2)
      return usage(words.empty() ? "KEY[/INSTANCES] is missing" : "the COMMAND is missing",
                   "the arguments are KEY[/INSTANCES] COMMAND");
    auto key = parse_instances_key(words[0]);
    if (!key) return std::move(key).error();
    options->key = std::move(*key);
    options->command = fmt::format("{}", fmt::join(words.begin() + 1, words.end(), " "));
    return run_task_run(*options, context);
  };
}

Run build_ssh(CLI::App& app) {
  auto options = std::make_shared<TaskSshOptions>();
  add_ssh(app, *options);
  add_option(app, "--tunnels,-L", options->tunnels, "forward PORT here to the task's port NAME; may be repeated")
      .a_word_each()
      .type_name("PORT:NAME");
  add_option(app, "--command,-c", options->command, "run this instead of a shell").type_name("COMMAND");
  add_option(app, "--pid-file,-p", options->pid_file, "where to write the process id of ssh").type_name("FILE");
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    auto text = take_one(words, std::nullopt, "KEY[/INSTANCE]");
    if (!text) return std::move(text).error();
    auto key = parse_instances_key(*text);
    if (!key) return std::move(key).error();
    if (!options->command.empty() && !key->instances)
      return usage("in which instance to run the command is not said",
                   fmt::format("for example `borealis task ssh {}/0 -c ...`; `borealis task run` runs it in several",
                               key->job.text()));
    options->key = std::move(*key);
    return run_task_ssh(*options, context);
  };
}

Run build_scp(CLI::App& app) {
  auto options = std::make_shared<TaskScpOptions>();
  add_option(app, "--scp-options", options->scp_options, "options for scp, in one word: \"-r -P 2222\"")
      .type_name("OPTIONS");
  add_flag(app, "--executor-sandbox", options->executor_sandbox, "paths are below the directory around the sandbox");
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    if (words.size() < 2)
      return usage(words.empty() ? "SOURCE is missing" : "DEST is missing", "the arguments are SOURCE... DEST");
    options->words = words;
    return run_task_scp(*options, context);
  };
}

}  // namespace

std::vector<Verb> remote_task_verbs() {
  return {
      {{"task",
        "run",
        "KEY[/INSTANCES] COMMAND",
        "run a command in the sandboxes of a job's tasks",
        {"borealis task run devcluster/demo/prod/hello 'tail -n 3 .logs/*/0/stderr'",
         "borealis task run devcluster/demo/prod/hello/0-9 -t 5 'curl -s localhost:{{thermos.ports[http]}}/health'"},
        "Runs COMMAND with ssh on the host of each running instance, in its sandbox, and prints each line with its "
        "host and instance before it. {{mesos.instance}}, {{mesos.hostname}}, {{thermos.task_id}} and "
        "{{thermos.ports[NAME]}} are filled in. The exit code is the command's, of several the largest. On an embedded "
        "cluster the sandboxes are on this machine and no ssh is needed."},
       build_run},
      {{"task",
        "ssh",
        "KEY[/INSTANCE]",
        "open a shell in the sandbox of a task",
        {"borealis task ssh devcluster/demo/prod/hello/0",
         "borealis task ssh devcluster/demo/prod/hello/0 -L 8080:http",
         "borealis task ssh devcluster/demo/prod/hello/0 -c 'ls -l'"},
        "Logs in with ssh on the host of the instance (the first that runs, when none is named) and opens a shell in "
        "its sandbox. The exit code is ssh's. On an embedded cluster the shell is on this machine."},
       build_ssh},
      {{"task",
        "scp",
        "SOURCE... DEST",
        "copy files from and to sandboxes",
        {"borealis task scp devcluster/demo/prod/hello/0:.logs/serve/0/stderr .",
         "borealis task scp settings.json devcluster/demo/prod/hello/0:settings.json"},
        "Copies with scp. A side of the form KEY/INSTANCE:PATH is in the instance's sandbox, or where PATH says when "
        "it begins with /. The exit code is scp's. On an embedded cluster the files are on this machine and cp copies "
        "them."},
       build_scp},
  };
}

}  // namespace borealis::client
