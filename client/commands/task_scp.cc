// task scp: files from and to sandboxes. (cli.md §10)
#include <algorithm>

#include "client/child.h"
#include "client/commands/task_remote.h"
#include "client/remote.h"
#include "client/units.h"

namespace borealis::client {

namespace {

// One side of a copy.
struct Side {
  std::string word;  // as scp takes it
  bool remote = false;
};

// CLUSTER/ROLE/ENV/NAME/INSTANCE:PATH; everything else is a file here.
bool names_instance(const std::string& text) {
  const auto colon = text.find(':');
  return colon != std::string::npos && std::count(text.begin(), text.begin() + static_cast<long>(colon), '/') == 4 &&
         text.front() != '/' && text.front() != '.' && parse_instance_key(text.substr(0, colon)).ok();
}

lang::Result<Side> side_of(const std::string& text, const TaskScpOptions& options, Context& context) {
  if (!names_instance(text)) return Side{text, false};
  const auto colon = text.find(':');
  auto key = parse_instance_key(text.substr(0, colon));
  if (!key) return std::move(key).error();
  const std::string path = text.substr(colon + 1);
  if (path.starts_with("~"))
    return lang::Error{lang::ErrorClass::usage,
                       fmt::format("'{}' begins with ~, which is not expanded", path),
                       "name it from the root, or below the sandbox",
                       {}};
  auto tasks = find_remote_tasks(key->job, Instances{key->instance}, options.executor_sandbox, context);
  if (!tasks) return std::move(tasks).error();
  const RemoteTask& task = tasks->front();
  if (task.here) {
    // Unquoted: no shell comes between.
    auto directory = split_words(task.directory);
    if (!directory) return std::move(directory).error();
    return Side{path.starts_with("/") ? path : directory->front() + "/" + path, false};
  }
  auto login = login_at(task, {});
  if (!login) return std::move(login).error();
  return Side{*login + ":" + (path.starts_with("/") ? path : task.directory + "/" + path), true};
}

}  // namespace

int run_task_scp(const TaskScpOptions& options, Context& context) {
  std::vector<Side> sides;
  for (const std::string& word : options.words) {
    auto side = side_of(word, options, context);
    if (!side) return report(context, side.error());
    sides.push_back(std::move(*side));
  }
  auto words = split_words(options.scp_options);
  if (!words) return report(context, words.error());
  const bool remote = std::any_of(sides.begin(), sides.end(), [](const Side& side) { return side.remote; });
  // A pattern in the place that is written to is expanded only by the older protocol.
  if (sides.back().remote) words->insert(words->begin(), "-O");
  words->insert(words->begin(), remote ? "scp" : "cp");
  for (const Side& side : sides) words->push_back(side.word);
  const auto code = run_program_and_wait(*words);
  return code ? *code : report(context, code.error());
}

}  // namespace borealis::client
