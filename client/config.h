// Configs, evaluated and checked for the commands.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/commands/options.h"
#include "client/context.h"
#include "client/processor_watch.h"
#include "client/validate/projects.h"
#include "schema/check.h"

namespace borealis::client {

// An evaluation under way; places can be located as long as it lives. `text` stands in place of the file when it is
// given.
std::unique_ptr<schema::Session> open_session(const ConfigOptions& config, const std::string& file,
                                              const std::optional<std::string>& text, const Project& project,
                                              Context& context);
// How long what a confined evaluation of the file sends may be computed with outside; nothing: it is not confined.
std::optional<std::chrono::seconds> checking_limit(const ConfigOptions& config, const std::string& file,
                                                   const Project& project);
// Of the one file of `config`, with the limits of its project. ErrorClass::usage: its borealis.toml has a mistake.
// `watch`: is set up for what is done with what comes of it.
lang::Result<std::unique_ptr<schema::Session>> open_config(const ConfigOptions& config,
                                                           std::optional<ProcessorWatch>& watch, Context& context);

// All known clusters, for what their schedulers accept. What can't be read or understood is a warning on stderr.
std::vector<Cluster> clusters_for_limits(Context& context);

schema::CheckOptions check_options(const ConfigOptions& config, schema::CheckOptions::Stage stage);

// Writes findings as text to stderr.
void show_diagnostics(const lang::Diagnostics& diagnostics, Context& context);

}  // namespace borealis::client
