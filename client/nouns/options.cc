#include "client/nouns/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "client/connection_options.h"
#include "lang/suggest.h"

namespace borealis::client {

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

CLI::Option* add_duration(CLI::App& app, const std::string& name, std::function<void(std::chrono::seconds)> take,
                          const std::string& description) {
  const auto parse = [take = std::move(take)](const std::string& text) {
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
    take(std::chrono::seconds(static_cast<long>(number) * factor));
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
  app.add_flag_callback(
      "--write-json", [&target] { target = DataFormat::json; }, "the same as --output json");
}

void add_open_browser(CLI::App& app, bool& target) {
  app.add_flag("--open-browser", target, "on a terminal: open the job's page in a browser afterwards");
}

void add_wait_until(CLI::App& app, WaitUntil& until, std::chrono::seconds& timeout) {
  app.add_option_function<std::string>(
         "--wait-until",
         [&until](const std::string& state) {
           until = state == "RUNNING"    ? WaitUntil::running
                   : state == "FINISHED" ? WaitUntil::finished
                                         : WaitUntil::pending;
         },
         "the state to wait for: PENDING (the default: don't wait), RUNNING or FINISHED")
      ->check(one_of({"PENDING", "RUNNING", "FINISHED"}))
      ->type_name("STATE");
  add_duration(app, "--timeout", timeout, "stop waiting after this long (30m)");
}

CLI::Option* add_number(CLI::App& app, const std::string& name, int& target, int least,
                        const std::string& description) {
  return app.add_option(name, target, description)->check(CLI::Range(least, 1'000'000))->type_name("N");
}

CLI::Option* add_message(CLI::App& app, std::optional<std::string>& target, const std::string& description) {
  return app.add_option("--message,-m", target, description)->type_name("TEXT");
}

void add_accepted(CLI::App& app, const std::string& name, const char* why) {
  app.add_flag_callback(
      name, [] {}, fmt::format("accepted; {}", why));
}

namespace {

void add_binds(CLI::App& app, ConfigOptions& config) {
  const auto bind = [&config](const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      const auto equals = text.find('=');
      if (equals == std::string::npos || equals == 0)
        throw CLI::ValidationError("--bind", "'" + text + "' is not of the form NAME=VALUE");
      config.binds.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
  };
  app.add_option_function<std::vector<std::string>>("--bind", bind,
                                                    "binds {{NAME}} to VALUE in every job; may be repeated")
      ->allow_extra_args(false)
      ->type_name("NAME=VALUE");
  app.add_flag("--read-json", config.read_json, "FILE is JSON: no Python is run");
}

}  // namespace

void add_hook_options(CLI::App& app, HookOptions& hooks) {
  ConfigOptions& config = hooks.config;
  app.add_option("--config", config.file, "a file that has the job; its hooks are called")->type_name("FILE");
  add_binds(app, config);
}

void add_config_options(CLI::App& app, ConfigOptions& config) {
  app.add_option("--job", config.job, "the job that is meant: CLUSTER/ROLE/ENVIRONMENT/NAME")->type_name("JOBKEY");
  add_binds(app, config);
  app.add_option("--root", config.root, "the root of the project, where its borealis.toml is (found above FILE)")
      ->type_name("DIR");
  add_duration(app, "--time-limit", config.limits.wall, "ends an evaluation that takes longer (30 s)");
  add_duration(app, "--cpu-limit", config.limits.cpu, "ends an evaluation that computes for longer (15 s)");
  app.add_option_function<std::uint64_t>(
         "--memory-limit", [&config](std::uint64_t megabytes) { config.limits.memory_bytes = megabytes << 20; },
         "ends an evaluation that needs more memory (4096 MB)")
      ->check(CLI::Range(1, 1 << 20))
      ->type_name("MB");
  add_sandbox_options(app, config.sandbox);
}

void add_sandbox_options(CLI::App& app, SandboxWish& sandbox) {
  const auto choose = [&sandbox](const std::vector<std::string>& texts) {
    const std::string& text = texts.back();
    if (text != "true" && text != "required")
      throw CLI::ValidationError("'" + text + "' is no way to confine", "--sandbox=required is one");
    sandbox.mode = text == "required" ? SandboxMode::required : SandboxMode::on;
  };
  CLI::Option* on = app.add_flag("--sandbox")->type_name("[=required]");
  on->description("confine the config: it reads files of the project and does nothing else; =required: or fail");
  on->each([choose](const std::string& text) { choose({text}); });
  CLI::Option* off = app.add_flag_callback(
      "--no-sandbox", [&sandbox] { sandbox.mode = SandboxMode::off; }, "trust the config, whatever borealis.toml says");
  off->excludes(on);
  CLI::Option* hermetic = app.add_flag_callback(
      "--hermetic", [&sandbox] { sandbox.hermetic = true; },
      "--sandbox=required in a world that is the same everywhere; digests of all that was seen, and of the result");
  app.add_flag_callback(
         "--no-hermetic", [&sandbox] { sandbox.hermetic = false; }, "whatever borealis.toml says")
      ->excludes(hermetic);
  off->excludes(hermetic);
  app.add_option("--sandbox-read", sandbox.read, "a directory that a confined config may read, too")
      ->allow_extra_args(false)
      ->type_name("DIR");
  app.add_option("--sandbox-env", sandbox.variables, "an environment variable that a confined config may see, too")
      ->allow_extra_args(false)
      ->type_name("NAME");
}

void add_connection_options(CLI::App& app) {
  ConnectionOptions& options = connection_options();
  app.add_flag("--verbose,-v", options.verbose, "name each call of the cluster on stderr, and how long it took");
  app.add_flag("--debug-http", options.debug_http, "show each exchange with the cluster on stderr, logins masked");
  add_duration(app, "--call-timeout", options.call_timeout, "how long one call may take, with its repetitions (2m)");
  app.add_option("--ca-file", options.ca_file, "trust the certificates (PEM) in FILE instead of the system's")
      ->type_name("FILE");
  app.add_option("--credentials-file", options.credentials_file, "FILE holds USER:PASSWORD for the cluster")
      ->type_name("FILE");
  app.add_flag("--bypass-leader-redirect", options.bypass_leader_redirect,
               "ask the scheduler at this address even if another one leads");
}

void add_job(CLI::App& app, std::optional<std::string>& target) {
  app.add_option("--job", target, "the job's key, as an option")->type_name("JOBKEY");
}

}  // namespace borealis::client
