// The words of every verb's help.
#include "client/help.h"

namespace borealis::client {

const std::vector<VerbHelp>& all_verbs() {
  static const std::vector<VerbHelp> verbs = {
      {"config",
       "validate",
       "FILE...",
       "evaluate, check types and run every rule",
       {"borealis config validate hello.aurora", "borealis config validate services/ --strict --format github",
        "borealis config validate services/ --ignore task-links,unused-portmap",
        "borealis config validate hello.aurora --job devcluster/demo/prod/hello --bind profile.version=7"},
       "Evaluates each FILE, checks the types of all values and runs every rule over every job. All findings are "
       "reported "
       "in one run, each at its place. A directory stands for all .aurora files below it, `-` for standard input. The "
       "report goes to stdout, a summary to stderr. A comment `# borealis: ignore[RULE]` silences a rule at its place; "
       "borealis.toml holds the settings of a project."},
      {"config",
       "render",
       "FILE [JOBKEY]",
       "print the resolved jobs",
       {"borealis config render hello.aurora",
        "borealis config render hello.aurora devcluster/demo/prod/hello --as thrift",
        "borealis config render hello.aurora --bind profile.version=7"},
       "Prints the jobs of FILE (or the one named) fully resolved and with all defaults, as JSON."},
      {"config",
       "list",
       "FILE",
       "list the keys of the jobs in a file",
       {"borealis config list hello.aurora", "borealis config list hello.aurora --output json"},
       "Prints the key of each job in FILE, CLUSTER/ROLE/ENVIRONMENT/NAME, a line each."},
      {"config",
       "inputs",
       "FILE",
       "show what a file reads and which references stay open",
       {"borealis config inputs hello.aurora", "borealis config inputs hello.aurora --output json"},
       "Shows the files, modules and environment variables that evaluating FILE reads, the references that stay open, "
       "and the names that --bind can bind."},
      {"job",
       "deploy",
       "[JOBKEY] FILE",
       "create or update jobs and watch until they are healthy",
       {"borealis job deploy hello.aurora", "borealis job deploy devcluster/demo/prod/hello hello.aurora --no-wait",
        "borealis job deploy hello.aurora --bind profile.version=7 --timeout 10m"},
       "Compares the jobs of FILE (or the one named) with what runs, shows what will change, creates or updates, and "
       "watches until all instances are healthy or the update has been rolled back. Ctrl-C ends the watching, not the "
       "update. A job with a cron schedule is scheduled."},
      {"job",
       "create",
       "KEY FILE",
       "create a new job",
       {"borealis job create devcluster/demo/prod/hello hello.aurora",
        "borealis job create devcluster/demo/prod/hello hello.aurora --wait-until RUNNING"},
       "Creates the job KEY of FILE. A job of that key whose tasks are active is a conflict (exit code 4); `job "
       "deploy` "
       "updates it."},
      {"job",
       "status",
       "[KEY]",
       "show the instances of jobs",
       {"borealis job status devcluster/demo/prod/hello", "borealis job status 'devcluster/demo/*'",
        "borealis job status devcluster/demo/prod/hello --output json"},
       "Shows each instance of the job with its state, host and ports. Parts of KEY may be patterns with *, ? and "
       "[abc]; "
       "missing parts stand for *, and without KEY all jobs of all known clusters are shown."},
      {"job",
       "list",
       "[KEY]",
       "list the keys of jobs on a cluster",
       {"borealis job list devcluster", "borealis job list 'devcluster/demo/prod/h*' --output json"},
       "Prints the keys of the jobs that match, a line each. Parts of KEY may be patterns; missing parts stand for *."},
      {"job",
       "inspect",
       "KEY FILE",
       "show a job of a file for people",
       {"borealis job inspect devcluster/demo/prod/hello hello.aurora",
        "borealis job inspect hello.aurora --output json"},
       "Shows the job KEY of FILE as it would be sent: what it is, its constraints, its processes and their order. No "
       "cluster is asked."},
      {"job",
       "kill",
       "KEY/INSTANCES",
       "kill some instances of a job",
       {"borealis job kill devcluster/demo/prod/hello/0-2,7", "borealis job kill devcluster/demo/prod/hello/3 --yes"},
       "Kills the instances, a batch after the other, and waits for each batch to end. Asks first; without a terminal "
       "--yes is needed."},
      {"job",
       "killall",
       "KEY",
       "kill all instances of a job",
       {"borealis job killall devcluster/demo/prod/hello",
        "borealis job killall devcluster/demo/prod/hello --no-batching --yes"},
       "Kills all instances of the job, a batch after the other, and waits for each batch to end. Asks first; without "
       "a "
       "terminal --yes is needed."},
      {"task",
       "try",
       "FILE [JOBKEY]",
       "run one instance here, in the foreground",
       {"borealis task try hello.aurora",
        "borealis task try hello.aurora devcluster/demo/prod/hello --instance 3 --keep"},
       "Runs one instance of the job on this machine, with free ports and a sandbox of its own, and shows what its "
       "processes do and write. Ctrl-C kills it as a cluster would. Exit code 0: it succeeded; 1: it failed or was "
       "lost."},
      {"task",
       "logs",
       "KEY/INSTANCE [PROCESS]",
       "show the last lines of an instance's logs",
       {"borealis task logs devcluster/demo/prod/hello/7",
        "borealis task logs devcluster/demo/prod/hello/7 serve --tail 100"},
       "Shows the end of what the processes of an instance wrote to stdout and stderr, and where the files are. The "
       "cluster must be an embedded one: its sandboxes are on this machine."},
      {"cluster",
       "up",
       "",
       "start the embedded cluster",
       {"borealis cluster up", "borealis cluster up --name devcluster --hosts 300 --port 0",
        "borealis cluster up --foreground"},
       "Starts a cluster on this machine and returns when its API answers. It listens on 127.0.0.1 only, runs real "
       "processes, and is found by its name by the other commands. A name that is up already is a conflict (exit code "
       "4)."},
      {"cluster",
       "down",
       "",
       "end the embedded cluster and its tasks",
       {"borealis cluster down", "borealis cluster down --name devcluster --keep-tasks"},
       "Ends all tasks of the cluster, then the cluster. One that isn't up is no error."},
      {"cluster",
       "status",
       "",
       "show the embedded cluster",
       {"borealis cluster status", "borealis cluster status --name devcluster --output json"},
       "Shows where the cluster is, its process, its hosts and how many tasks are in which state."},
      {"schema",
       "show",
       "[NAME]",
       "show the structs of a config, or the fields of one",
       {"borealis schema show", "borealis schema show Process", "borealis schema show Process.max_failures",
        "borealis schema show Job.task.resources --output json"},
       "Without NAME lists every struct. With the name of a struct or enumeration shows its fields, with their types, "
       "defaults and units, and where it is used. NAME may lead on to a field, and to the fields below that one."},
      {"schema",
       "export",
       "",
       "write the schema for editors and other programs",
       {"borealis schema export --as pyi --out typings", "borealis schema export --as json-schema > jobs.schema.json",
        "borealis schema export --as markdown"},
       "json-schema: JSON Schema (2020-12) of what `config render --as json` prints. pyi: stubs with which Pyright "
       "completes and checks configs in an editor (docs/editors.md); they are many files and need --out. markdown: the "
       "field reference. Without --out the text goes to stdout. With it the files are written below DIR, and a file "
       "that is no earlier export stays as it is (exit code 4) unless --force is given."},
  };
  return verbs;
}

}  // namespace borealis::client
