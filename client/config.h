// Configs, evaluated and checked for the commands.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "client/commands/options.h"
#include "client/context.h"
#include "schema/check.h"

namespace borealis::client {

// An evaluation under way; places can be located as long as it lives.
std::unique_ptr<schema::Session> open_config(const ConfigOptions& config, const std::string& file, Context& context);

schema::CheckOptions check_options(const ConfigOptions& config, schema::CheckOptions::Stage stage);

// Writes findings as text to stderr.
void show_diagnostics(const lang::Diagnostics& diagnostics, Context& context);

}  // namespace borealis::client
