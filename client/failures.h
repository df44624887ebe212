// Why tasks failed, for people.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/clusters.h"
#include "client/context.h"
#include "client/engine.h"

namespace borealis::client {

// A task's message without the place of its log, and that place: embedded clusters end a message with "; see PATH".
std::pair<std::string_view, std::string_view> split_message(std::string_view message);

// Writes the tasks to stderr, those of one reason together, each reason with the place of a log and its last lines.
void show_failures(const std::vector<TaskStatus>& tasks, const Cluster& cluster, Context& context);

}  // namespace borealis::client
