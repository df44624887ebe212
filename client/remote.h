// Where the tasks of a job run and how one gets there. (cli.md §10)
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/clusters.h"
#include "client/context.h"
#include "client/engine.h"

namespace borealis::client {

// A live task and its sandbox.
struct RemoteTask {
  TaskStatus status;
  std::string host;
  // The directory as a shell of that host takes it: with patterns, quoted as far as that lets it. On an embedded
  // cluster the path itself, and `here` is set: it is on this machine.
  std::string directory;
  bool here = false;
};

// The live tasks of the instances (nothing: all), by instance. ErrorClass::not_found when there are none;
// ErrorClass::usage when the cluster's entry doesn't say where its hosts keep sandboxes.
// `executor_sandbox`: the directory around the task's own.
lang::Result<std::vector<RemoteTask>> find_remote_tasks(const schema::JobKey& key,
                                                        const std::optional<Instances>& instances,
                                                        bool executor_sandbox, Context& context);

// The command with {{mesos.instance}}, {{mesos.hostname}}, {{thermos.task_id}} and {{thermos.ports[NAME]}} filled in,
// to be run in the task's directory. ErrorClass::not_found for a port that the task doesn't have.
lang::Result<std::string> command_in_sandbox(const RemoteTask& task, const std::string& command);

// The words of an option such as --ssh-options, with quotes as in a shell. ErrorClass::usage: a quote has no end.
lang::Result<std::vector<std::string>> split_words(const std::string& text);

// USER@HOST; ErrorClass::usage for a user that ssh would take for an option.
lang::Result<std::string> login_at(const RemoteTask& task, const std::string& user);

}  // namespace borealis::client
