#include "client/nouns/options.h"

#include <fmt/format.h>

#include <stdexcept>

#include "client/connection_options.h"

namespace borealis::client {

Option add_duration(CLI::App& app, const std::string& name, std::function<void(std::chrono::seconds)> take,
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
      refuse_value("'" + text + "' is no duration", "it looks like 90, 90s, 5m or 1h");
    take(std::chrono::seconds(static_cast<long>(number) * factor));
  };
  return add_option_function<std::string>(app, name, parse, description).type_name("DURATION");
}

void add_output(CLI::App& app, DataFormat& target) {
  add_option_function<std::string>(
      app, "--output",
      [&target](const std::string& text) { target = text == "json" ? DataFormat::json : DataFormat::text; },
      "text for people (the default) or json")
      .one_of({"text", "json"})
      .type_name("text|json");
  add_flag(
      app, "--write-json", [&target] { target = DataFormat::json; }, "the same as --output json");
}

void add_open_browser(CLI::App& app, bool& target) {
  add_flag(app, "--open-browser", target, "on a terminal: open the job's page in a browser afterwards");
}

void add_wait_until(CLI::App& app, WaitUntil& until, std::chrono::seconds& timeout) {
  add_option_function<std::string>(
      app, "--wait-until",
      [&until](const std::string& state) {
        until = state == "RUNNING"    ? WaitUntil::running
                : state == "FINISHED" ? WaitUntil::finished
                                      : WaitUntil::pending;
      },
      "the state to wait for: PENDING (the default: don't wait), RUNNING or FINISHED")
      .one_of({"PENDING", "RUNNING", "FINISHED"})
      .type_name("STATE");
  add_duration(app, "--timeout", timeout, "stop waiting after this long (30m)");
}

Option add_number(CLI::App& app, const std::string& name, int& target, int least, const std::string& description) {
  return add_option(app, name, target, description).range(least, 1'000'000).type_name("N");
}

Option add_message(CLI::App& app, std::optional<std::string>& target, const std::string& description) {
  return add_option(app, "--message,-m", target, description).type_name("TEXT");
}

namespace {

void add_binds(CLI::App& app, ConfigOptions& config) {
  const auto bind = [&config](const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      const auto equals = text.find('=');
      if (equals == std::string::npos || equals == 0)
        refuse_value("--bind", "'" + text + "' is not of the form NAME=VALUE");
      config.binds.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
  };
  add_option_function<std::vector<std::string>>(app, "--bind", bind,
                                                "binds {{NAME}} to VALUE in every job; may be repeated")
      .a_word_each()
      .type_name("NAME=VALUE");
  add_flag(app, "--read-json", config.read_json, "FILE is JSON: no Python is run");
}

}  // namespace

void add_hook_options(CLI::App& app, HookOptions& hooks) {
  ConfigOptions& config = hooks.config;
  add_option(app, "--config", config.file, "a file that has the job; its hooks are called").type_name("FILE");
  add_binds(app, config);
}

void add_config_options(CLI::App& app, ConfigOptions& config) {
  add_option(app, "--job", config.job, "the job that is meant: CLUSTER/ROLE/ENVIRONMENT/NAME").type_name("JOBKEY");
  add_binds(app, config);
  add_option(app, "--root", config.root, "the root of the project, where its borealis.toml is (found above FILE)")
      .type_name("DIR");
  add_duration(app, "--time-limit", config.limits.wall, "ends an evaluation that takes longer (30 s)");
  add_duration(app, "--cpu-limit", config.limits.cpu, "ends an evaluation that computes for longer (15 s)");
  add_option_function<std::uint64_t>(
      app, "--memory-limit", [&config](std::uint64_t megabytes) { config.limits.memory_bytes = megabytes << 20; },
      "ends an evaluation that needs more memory (4096 MB)")
      .range(1, 1 << 20)
      .type_name("MB");
  add_sandbox_options(app, config.sandbox);
}

void add_sandbox_options(CLI::App& app, SandboxWish& sandbox) {
  const auto choose = [&sandbox](const std::vector<std::string>& texts) {
    const std::string& text = texts.back();
    if (text != "true" && text != "required")
      refuse_value("'" + text + "' is no way to confine", "--sandbox=required is one");
    sandbox.mode = text == "required" ? SandboxMode::required : SandboxMode::on;
  };
  Option on = add_flag(app, "--sandbox").type_name("[=required]");
  on.description("confine the config: it reads files of the project and does nothing else; =required: or fail");
  on.each([choose](const std::string& text) { choose({text}); });
  Option off = add_flag(
      app, "--no-sandbox", [&sandbox] { sandbox.mode = SandboxMode::off; },
      "trust the config, whatever borealis.toml says");
  off.excludes(on);
  Option hermetic = add_flag(
      app, "--hermetic", [&sandbox] { sandbox.hermetic = true; },
      "--sandbox=required in a world that is the same everywhere; digests of all that was seen, and of the result");
  add_flag(
      app, "--no-hermetic", [&sandbox] { sandbox.hermetic = false; }, "whatever borealis.toml says")
      .excludes(hermetic);
  off.excludes(hermetic);
  add_option(app, "--sandbox-read", sandbox.read, "a directory that a confined config may read, too")
      .a_word_each()
      .type_name("DIR");
  add_option(app, "--sandbox-env", sandbox.variables, "an environment variable that a confined config may see, too")
      .a_word_each()
      .type_name("NAME");
}

void add_connection_options(CLI::App& app) {
  ConnectionOptions& options = connection_options();
  add_flag(app, "--verbose,-v", options.verbose, "name each call of the cluster on stderr, and how long it took");
  add_flag(app, "--debug-http", options.debug_http, "show each exchange with the cluster on stderr, logins masked");
  add_duration(app, "--call-timeout", options.call_timeout, "how long one call may take, with its repetitions (2m)");
  add_option(app, "--ca-file", options.ca_file, "trust the certificates (PEM) in FILE instead of the system's")
      .type_name("FILE");
  add_option(app, "--credentials-file", options.credentials_file, "FILE holds USER:PASSWORD for the cluster")
      .type_name("FILE");
  add_flag(app, "--bypass-leader-redirect", options.bypass_leader_redirect,
           "ask the scheduler at this address even if another one leads");
}

void add_job(CLI::App& app, std::optional<std::string>& target) {
  add_option(app, "--job", target, "the job's key, as an option").type_name("JOBKEY");
}

}  // namespace borealis::client
