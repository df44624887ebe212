// Options that several verbs have.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "client/commands/options.h"
#include "client/nouns/option.h"

namespace borealis::client {

// A duration: seconds, or a number with one of the units s, m, h.
Option add_duration(CLI::App& app, const std::string& name, std::function<void(std::chrono::seconds)> take,
                    const std::string& description);
template <class Target>
Option add_duration(CLI::App& app, const std::string& name, Target& target, const std::string& description) {
  return add_duration(
      app, name, [&target](std::chrono::seconds seconds) { target = seconds; }, description);
}

// --output text|json, and --write-json, by which users of the original client know it
void add_output(CLI::App& app, DataFormat& target);
// What every verb has that evaluates a config: --job, --bind, --read-json, --root and the limits.
void add_config_options(CLI::App& app, ConfigOptions& config);
// --config FILE, --bind and --read-json of verbs that look only for hooks there.
void add_hook_options(CLI::App& app, HookOptions& hooks);
// --sandbox and what belongs to it.
void add_sandbox_options(CLI::App& app, SandboxWish& sandbox);
// --open-browser
void add_open_browser(CLI::App& app, bool& target);
// --wait-until PENDING|RUNNING|FINISHED, and --timeout
void add_wait_until(CLI::App& app, WaitUntil& until, std::chrono::seconds& timeout);
// A whole number from `least` on.
Option add_number(CLI::App& app, const std::string& name, int& target, int least, const std::string& description);
// --message, -m
Option add_message(CLI::App& app, std::optional<std::string>& target, const std::string& description);
// --debug-http and what else is about connections; command_line.cc adds them to every verb that talks to a cluster.
void add_connection_options(CLI::App& app);
// --job KEY, for verbs that read no config.
void add_job(CLI::App& app, std::optional<std::string>& target);

}  // namespace borealis::client
