// Where a run of a task lives on disk, below the state directory. (runner.md §8.1)
#pragma once

#include <string>
#include <vector>

#include "cluster/core.h"
#include "lang/result.h"

namespace borealis::cluster {

// <state>/agents: what stands for the agents' work directories (`slave_root` of a clusters.json).
std::string agents_root(const std::string& state_dir);
// <root>/slaves/<agent>/frameworks/<fw>/executors/thermos-<task id>/runs/<uuid>. A task id too long for a file name is
// cut; its end, which is random, stays.
std::string run_directory(const std::string& state_dir, const Launch& launch);

// Every run directory there is.
std::vector<std::string> run_directories(const std::string& state_dir);

// Makes the directory, and `latest` beside it.
lang::Status make_run_directory(const std::string& directory);
// Removes the executor's directory with all that is in it.
void remove_run(const std::string& directory);

}  // namespace borealis::cluster
