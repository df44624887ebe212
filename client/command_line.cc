#include "client/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <memory>
#include <stdexcept>

#include "client/commands/commands.h"
#include "client/help.h"
#include "client/unknown_words.h"
#include "lang/suggest.h"

namespace borealis::client {

namespace {

using Words = std::vector<std::string>;
// What a parsed command line comes to: the command run, or wrong usage.
using Run = std::function<lang::Result<int>(const Words&, Context&)>;

lang::Error usage(std::string message, std::string hint = {}) {
  return {lang::ErrorClass::usage, std::move(message), std::move(hint), {}};
}

// ---- Options that several verbs have ------------------------------------------------------------------------------

CLI::Validator one_of(std::vector<std::string> choices) {
  return CLI::Validator(
      [choices](std::string& value) -> std::string {
        if (std::find(choices.begin(), choices.end(), value) != choices.end()) return {};
        const std::string near = lang::nearest(value, choices);
        return fmt::format("'{}' is none of {}{}", value, fmt::join(choices, ", "),
                           near.empty() ? "" : fmt::format("; did you mean {}?", near));
      },
      fmt::format("{}", fmt::join(choices, "|")), "one_of");
}

// Seconds, or a number with one of the units s, m, h.
template <class Target>
CLI::Option* add_duration(CLI::App& app, const std::string& name, Target& target, const std::string& description) {
  const auto parse = [&target](const std::string& text) {
    std::size_t end = 0;
    unsigned long number = 0;
    try {
      number = text.empty() || text[0] == '-' ? throw std::invalid_argument(text) : std::stoul(text, &end);
    } catch (const std::exception&) {
      end = 0;
    }
    const std::string unit = end == 0 ? "?" : text.substr(end);
    const int factor = unit.empty() || unit == "s" ? 1 : unit == "m" ? 60 : unit == "h" ? 3600 : 0;
    if (factor == 0 || number > 100'000'000)
      throw CLI::ValidationError("'" + text + "' is no duration", "it looks like 90, 90s, 5m or 1h");
    target = std::chrono::seconds(static_cast<long>(number) * factor);
  };
  return app.add_option_function<std::string>(name, parse, description)->type_name("DURATION");
}

void add_output(CLI::App& app, DataFormat& target) {
  app.add_option_function<std::string>(
         "--output",
         [&target](const std::string& text) { target = text == "json" ? DataFormat::json : DataFormat::text; },
         "text for people (the default) or json")
      ->check(one_of({"text", "json"}))
      ->type_name("text|json");
}

void add_config_options(CLI::App& app, ConfigOptions& config) {
  const auto bind = [&config](const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      const auto equals = text.find('=');
      if (equals == std::string::npos || equals == 0)
        throw CLI::ValidationError("--bind", "'" + text + "' is not of the form NAME=VALUE");
      config.binds.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
  };
  app.add_option("--job", config.job, "the job that is meant: CLUSTER/ROLE/ENVIRONMENT/NAME")->type_name("JOBKEY");
  app.add_option_function<std::vector<std::string>>("--bind", bind,
                                                    "binds {{NAME}} to VALUE in every job; may be repeated")
      ->allow_extra_args(false)
      ->type_name("NAME=VALUE");
  app.add_flag("--read-json", config.read_json, "FILE is JSON: no Python is run");
  app.add_option("--root", config.root, "the root of the project, where its borealis.toml is (found above FILE)")
      ->type_name("DIR");
  add_duration(app, "--time-limit", config.limits.wall, "ends an evaluation that takes longer (30 s)");
  add_duration(app, "--cpu-limit", config.limits.cpu, "ends an evaluation that computes for longer (15 s)");
  app.add_option_function<std::uint64_t>(
         "--memory-limit", [&config](std::uint64_t megabytes) { config.limits.memory_bytes = megabytes << 20; },
         "ends an evaluation that needs more memory (4096 MB)")
      ->check(CLI::Range(1, 1 << 20))
      ->type_name("MB");
}

void add_job(CLI::App& app, std::optional<std::string>& target) {
  app.add_option("--job", target, "the job's key, as an option")->type_name("JOBKEY");
}

// ---- Positionals --------------------------------------------------------------------------------------------------

lang::Status set_job(ConfigOptions& config, const std::string& key) {
  if (config.job && *config.job != key)
    return usage(fmt::format("two jobs are named: {} and --job {}", key, *config.job));
  config.job = key;
  return lang::Unit{};
}

enum class FilePlace : std::uint8_t { first, last };

// FILE is the first positional of `config` and `task` verbs and the last of `job` verbs; a lone one is FILE.
lang::Status take_file(const Words& words, FilePlace place, ConfigOptions& config) {
  const char* form = place == FilePlace::first ? "FILE [JOBKEY]" : "[JOBKEY] FILE";
  if (words.empty()) return usage("the FILE with the jobs is missing", fmt::format("the arguments are {}", form));
  if (words.size() > 2)
    return usage(fmt::format("'{}' is one argument too many", words[2]), fmt::format("the arguments are {}", form));
  const bool first = place == FilePlace::first || words.size() == 1;
  config.file = words[first ? 0 : 1];
  if (words.size() == 2) {
    const std::string& key = words[first ? 1 : 0];
    if (looks_like_key(config.file) && !looks_like_key(key))
      return usage(fmt::format("'{}' stands where FILE is expected", config.file),
                   fmt::format("the arguments are {}, in this order", form));
    if (auto status = set_job(config, key); !status) return status;
  }
  if (config.job) {
    if (auto key = parse_job_key(*config.job); !key) return std::move(key).error();
  }
  return lang::Unit{};
}

lang::Result<std::string> take_one(const Words& words, const std::optional<std::string>& job, const char* what) {
  if (words.size() > 1) return usage(fmt::format("'{}' is one argument too many", words[1]));
  if (!words.empty() && job && *job != words[0])
    return usage(fmt::format("two jobs are named: {} and --job {}", words[0], *job));
  if (words.empty() && !job) return usage(fmt::format("{} is missing", what));
  return words.empty() ? *job : words[0];
}

lang::Status take_nothing(const Words& words) {
  if (!words.empty()) return usage(fmt::format("'{}' is one argument too many", words[0]));
  return lang::Unit{};
}

// A verb whose positionals are a FILE and perhaps a job key.
template <class Options>
Run with_file(std::shared_ptr<Options> options, FilePlace place, int (*run)(const Options&, Context&)) {
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    if (auto status = take_file(words, place, options->config); !status) return std::move(status).error();
    return run(*options, context);
  };
}

// ---- config -------------------------------------------------------------------------------------------------------

Run build_validate(CLI::App& app) {
  auto options = std::make_shared<ValidateOptions>();
  add_config_options(app, options->config);
  app.add_option("--format", options->format,
                 "how the report is written: text (the default), json, sarif, github or junit")
      ->check(one_of({"text", "json", "sarif", "github", "junit"}))
      ->type_name("FORMAT");
  app.add_flag("--strict", options->strict, "warnings are errors");
  app.add_option("--select", options->select, "report these rules only, besides errors without which there is no job")
      ->allow_extra_args(false)
      ->type_name("RULE[,RULE]");
  app.add_option("--ignore", options->ignore, "don't report these rules")
      ->allow_extra_args(false)
      ->type_name("RULE[,RULE]");
  app.add_option("--jobs,-j", options->jobs, "check so many files at a time (as many as there are cores)")
      ->check(CLI::Range(1, 1000))
      ->type_name("N");
  app.add_option("--stdin-name", options->stdin_name, "the name of the file that is read from standard input for `-`")
      ->type_name("FILE");
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
  app.add_option("--as", options->as,
                 "json: the resolved jobs (the default); thrift: the messages of the scheduler's API")
      ->check(one_of({"json", "thrift"}))
      ->type_name("json|thrift");
  app.add_option("--user", options->user, "the owner in --as thrift (the login name)")->type_name("NAME");
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

// ---- job ----------------------------------------------------------------------------------------------------------

Run build_deploy(CLI::App& app) {
  auto options = std::make_shared<DeployOptions>();
  auto no_wait = std::make_shared<bool>(false);
  auto no_watch = std::make_shared<bool>(false);
  auto yes = std::make_shared<bool>(false);
  add_config_options(app, options->config);
  app.add_flag("--no-wait", *no_wait, "return as soon as the cluster has accepted it");
  app.add_flag("--no-watch-secs", *no_watch,
               "a new job is done when all instances run, not only after watch_secs more");
  add_duration(app, "--timeout", options->timeout, "stop watching after this long (30m); the update goes on");
  app.add_option("--message,-m", options->message, "a message for the update's history")->type_name("TEXT");
  app.add_flag("--yes", *yes, "accepted; deploying never asks");
  add_output(app, options->output);
  return [=, run = with_file(options, FilePlace::last, run_job_deploy)](const Words& words, Context& context) {
    options->wait = !*no_wait;
    options->watch_secs = !*no_watch;
    return run(words, context);
  };
}

Run build_create(CLI::App& app) {
  auto options = std::make_shared<CreateOptions>();
  add_config_options(app, options->config);
  app.add_option_function<std::string>(
         "--wait-until",
         [options](const std::string& state) {
           options->wait_until = state == "RUNNING"    ? WaitUntil::running
                                 : state == "FINISHED" ? WaitUntil::finished
                                                       : WaitUntil::pending;
         },
         "the state to wait for: PENDING (the default: don't wait), RUNNING or FINISHED")
      ->check(one_of({"PENDING", "RUNNING", "FINISHED"}))
      ->type_name("STATE");
  add_duration(app, "--timeout", options->timeout, "stop waiting after this long (30m)");
  add_output(app, options->output);
  return with_file(options, FilePlace::last, run_job_create);
}

Run build_inspect(CLI::App& app) {
  auto options = std::make_shared<InspectOptions>();
  add_config_options(app, options->config);
  add_output(app, options->output);
  return with_file(options, FilePlace::last, run_job_inspect);
}

template <class Options>
Run with_pattern(const std::shared_ptr<Options>& options, const std::shared_ptr<std::optional<std::string>>& job,
                 int (*run)(const Options&, Context&)) {
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    const bool everything = words.empty() && !*job;
    auto text = everything ? lang::Result<std::string>("*") : take_one(words, *job, "the job's key");
    if (!text) return std::move(text).error();
    auto pattern = parse_job_pattern(*text);
    if (!pattern) return std::move(pattern).error();
    options->pattern = std::move(*pattern);
    return run(*options, context);
  };
}

Run build_status(CLI::App& app) {
  auto options = std::make_shared<StatusOptions>();
  auto job = std::make_shared<std::optional<std::string>>();
  add_job(app, *job);
  app.add_flag("--all", options->all, "in text: show every ended task too, not only the newest of each instance");
  add_output(app, options->output);
  return with_pattern(options, job, run_job_status);
}

Run build_job_list(CLI::App& app) {
  auto options = std::make_shared<ListJobsOptions>();
  auto job = std::make_shared<std::optional<std::string>>();
  add_job(app, *job);
  add_output(app, options->output);
  return with_pattern(options, job, run_job_list);
}

void add_kill_options(CLI::App& app, KillOptions& options) {
  app.add_option("--batch-size", options.batch_size, "instances to kill at a time (1)")
      ->check(CLI::Range(1, 1'000'000))
      ->type_name("N");
  app.add_option("--max-total-failures", options.max_total_failures,
                 "go on while at most so many batches don't end in time (0)")
      ->check(CLI::Range(0, 1'000'000))
      ->type_name("N");
  app.add_flag("--no-batching{false}", options.batching, "kill all at once");
  add_duration(app, "--timeout", options.timeout, "how long a batch may take to end (254 s)");
  app.add_option("--message,-m", options.message, "a message for the tasks' history")->type_name("TEXT");
  app.add_flag("--yes,-y", options.yes, "don't ask");
  add_output(app, options.output);
}

Run build_kill(CLI::App& app) {
  auto options = std::make_shared<KillOptions>();
  auto job = std::make_shared<std::optional<std::string>>();
  add_job(app, *job);
  add_kill_options(app, *options);
  app.add_flag("--strict", options->strict, "refuse when one of the instances isn't active");
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    auto text = take_one(words, *job, "KEY/INSTANCES");
    if (!text) return std::move(text).error();
    auto key = parse_instances_key(*text);
    if (!key) return std::move(key).error();
    if (!key->instances)
      return usage("which instances to kill is not said",
                   fmt::format("`borealis job kill {0}/0-2` kills three of them, `borealis job killall {0}` all",
                               key->job.text()));
    options->job = key->job;
    options->instances = key->instances;
    return run_job_kill(*options, context);
  };
}

Run build_killall(CLI::App& app) {
  auto options = std::make_shared<KillOptions>();
  auto job = std::make_shared<std::optional<std::string>>();
  add_job(app, *job);
  add_kill_options(app, *options);
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    auto text = take_one(words, *job, "the job's KEY");
    if (!text) return std::move(text).error();
    auto key = parse_job_key(*text);
    if (!key) return std::move(key).error();
    options->job = *key;
    return run_job_kill(*options, context);
  };
}

// ---- task ---------------------------------------------------------------------------------------------------------

Run build_try(CLI::App& app) {
  auto options = std::make_shared<TryOptions>();
  add_config_options(app, options->config);
  app.add_option("--instance", options->instance, "the instance number that the task sees (0)")
      ->check(CLI::Range(0, 1'000'000))
      ->type_name("N");
  app.add_flag("--keep", options->keep, "keep the sandbox and the logs, and say where they are");
  return with_file(options, FilePlace::first, run_task_try);
}

Run build_logs(CLI::App& app) {
  auto options = std::make_shared<LogsOptions>();
  app.add_option("--tail", options->tail, "lines to show of each log (20); 0 shows everything")
      ->check(CLI::Range(0, 1'000'000'000))
      ->type_name("N");
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

// ---- cluster ------------------------------------------------------------------------------------------------------

CLI::Validator cluster_name() {
  return CLI::Validator(
      [](std::string& name) -> std::string {
        const bool plain = !name.empty() && name[0] != '.' && name[0] != '-' && name.size() <= 100 &&
                           std::all_of(name.begin(), name.end(), [](unsigned char c) {
                             return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.';
                           });
        return plain ? "" : fmt::format("'{}' is no name for a cluster", name);
      },
      "NAME", "cluster_name");
}

void add_name(CLI::App& app, std::string& name) {
  app.add_option("--name", name, "the cluster's name, the first part of a job key (devcluster)")
      ->check(cluster_name())
      ->type_name("NAME");
}

template <class Options>
Run without_words(std::shared_ptr<Options> options, int (*run)(const Options&, Context&)) {
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    if (auto status = take_nothing(words); !status) return std::move(status).error();
    return run(*options, context);
  };
}

Run build_up(CLI::App& app) {
  auto options = std::make_shared<ClusterUpOptions>();
  add_name(app, options->name);
  app.add_option("--hosts", options->hosts, "how many hosts it declares (1)")
      ->check(CLI::Range(1, 100'000))
      ->type_name("N");
  app.add_option("--host-cpus", options->host_cpus, "cores of each host")->check(CLI::PositiveNumber)->type_name("N");
  app.add_option("--host-ram-mb", options->host_ram_mb, "memory of each host")
      ->check(CLI::PositiveNumber)
      ->type_name("MB");
  app.add_option("--host-disk-mb", options->host_disk_mb, "disk of each host")
      ->check(CLI::PositiveNumber)
      ->type_name("MB");
  app.add_option("--port", options->port, "the API's port on 127.0.0.1; 0 picks a free one (8081, or a free one)")
      ->check(CLI::Range(0, 65535))
      ->type_name("PORT");
  app.add_option("--state", options->state, "where it keeps its state ($XDG_STATE_HOME/borealis/NAME/state)")
      ->type_name("DIR");
  app.add_flag("--foreground", options->foreground, "stay in the foreground until Ctrl-C");
  add_output(app, options->output);
  return without_words(options, run_cluster_up);
}

Run build_down(CLI::App& app) {
  auto options = std::make_shared<ClusterDownOptions>();
  add_name(app, options->name);
  app.add_flag("--keep-tasks", options->keep_tasks, "the tasks run on; the next `up` with this state finds them again");
  add_duration(app, "--timeout", options->timeout, "how long the tasks may take to end (2m)");
  return without_words(options, run_cluster_down);
}

Run build_cluster_status(CLI::App& app) {
  auto options = std::make_shared<ClusterStatusOptions>();
  add_name(app, options->name);
  add_output(app, options->output);
  return without_words(options, run_cluster_status);
}

// ---- schema -------------------------------------------------------------------------------------------------------

Run build_show(CLI::App& app) {
  auto options = std::make_shared<ShowSchemaOptions>();
  add_output(app, options->output);
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    if (words.size() > 1) return usage(fmt::format("'{}' is one argument too many", words[1]));
    if (!words.empty()) options->name = words[0];
    return run_schema_show(*options, context);
  };
}

Run build_export(CLI::App& app) {
  auto options = std::make_shared<ExportSchemaOptions>();
  app.add_option("--as", options->as, "json-schema, pyi (stubs for editors) or markdown (the field reference)")
      ->check(one_of({"json-schema", "pyi", "markdown"}))
      ->type_name("json-schema|pyi|markdown");
  app.add_option("--out", options->directory, "write files below DIR, which is made if it isn't there")
      ->type_name("DIR");
  app.add_flag("--force", options->force, "with --out: also replace files that are no earlier export");
  return without_words(options, run_schema_export);
}

using Build = Run (*)(CLI::App&);

Build builder_of(const VerbHelp& verb) {
  static constexpr struct {
    std::string_view noun, verb;
    Build build;
  } builders[] = {
      {"config", "validate", build_validate}, {"config", "render", build_render},
      {"config", "list", build_config_list},  {"config", "inputs", build_inputs},
      {"job", "deploy", build_deploy},        {"job", "create", build_create},
      {"job", "status", build_status},        {"job", "list", build_job_list},
      {"job", "inspect", build_inspect},      {"job", "kill", build_kill},
      {"job", "killall", build_killall},      {"task", "try", build_try},
      {"task", "logs", build_logs},           {"cluster", "up", build_up},
      {"cluster", "down", build_down},        {"cluster", "status", build_cluster_status},
      {"schema", "show", build_show},         {"schema", "export", build_export},
  };
  for (const auto& builder : builders) {
    if (builder.noun == verb.noun && builder.verb == verb.verb) return builder.build;
  }
  throw std::logic_error("the verb " + verb.noun + " " + verb.verb + " has no command");
}

// ---- Parsing ------------------------------------------------------------------------------------------------------

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

int run_verb(const VerbHelp& verb, std::vector<std::string> arguments, Context& context) {
  CLI::App app;
  app.set_help_flag();
  bool help = false;
  Words words;
  const Run run = builder_of(verb)(app);
  app.add_flag("--help,-h", help, "this text");
  app.add_option("words", words)->expected(0, 100'000);
  if (std::find_if(arguments.begin(), arguments.end(), [](const auto& argument) {
        return argument == "--" || argument == "--help" || argument == "-h";
      }) != arguments.end()) {
    const auto end = std::find(arguments.begin(), arguments.end(), "--");
    help = std::find_if(arguments.begin(), end,
                        [](const auto& argument) { return argument == "--help" || argument == "-h"; }) != end;
  }
  if (help) {
    context.out.write(verb_help(verb, option_help(app), context.out_style()));
    return 0;
  }
  try {
    std::reverse(arguments.begin(), arguments.end());
    app.parse(std::move(arguments));
  } catch (const CLI::ExtrasError&) {
    return report(context, unknown_option(app, verb));
  } catch (const CLI::ParseError& error) {
    return report(context, usage(error.what(), fmt::format("`borealis {} {} --help` says more", verb.noun, verb.verb)));
  }
  auto code = run(words, context);
  return code ? *code : report(context, code.error());
}

bool is_help(const std::string& word) {
  return word == "--help" || word == "-h";
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
  const std::string noun = arguments[0];
  if (noun_summary(noun).empty()) return report(context, unknown_noun(noun));
  const std::string verb = arguments.size() > 1 ? arguments[1] : "";
  if (is_help(verb)) {
    context.out.write(noun_help(noun, all_verbs(), style));
    return 0;
  }
  for (const VerbHelp& known : all_verbs()) {
    if (known.noun == noun && known.verb == verb)
      return run_verb(known, {arguments.begin() + 2, arguments.end()}, context);
  }
  return report(context, unknown_verb(noun, verb));
}

}  // namespace borealis::client
