// The options of the verbs of `job` that are declared beside client/nouns/job.cc.
#pragma once

#include "client/nouns/noun.h"

namespace borealis::client {

Run build_job_diff(CLI::App& app);
Run build_job_deploy(CLI::App& app);
Run build_job_add(CLI::App& app);
Run build_job_restart(CLI::App& app);
Run build_job_kill(CLI::App& app);
Run build_job_killall(CLI::App& app);
Run build_job_open(CLI::App& app);

}  // namespace borealis::client
