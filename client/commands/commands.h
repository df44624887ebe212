// The commands. Each answers its exit code (docs/exit-codes.md), writes data to `context.out` and talk to
// `context.err`.
#pragma once

#include "client/commands/options.h"
#include "client/context.h"

namespace borealis::client {

int run_config_validate(const ValidateOptions& options, Context& context);
int run_config_render(const RenderOptions& options, Context& context);
int run_config_list(const ListConfigOptions& options, Context& context);
int run_config_inputs(const InputsOptions& options, Context& context);

int run_job_create(const CreateOptions& options, Context& context);
int run_job_inspect(const InspectOptions& options, Context& context);
int run_job_status(const StatusOptions& options, Context& context);
int run_job_list(const ListJobsOptions& options, Context& context);
int run_job_kill(const KillOptions& options, Context& context);

int run_task_try(const TryOptions& options, Context& context);
int run_task_logs(const LogsOptions& options, Context& context);

int run_cluster_up(const ClusterUpOptions& options, Context& context);
int run_cluster_down(const ClusterDownOptions& options, Context& context);
int run_cluster_status(const ClusterStatusOptions& options, Context& context);

int run_schema_show(const ShowSchemaOptions& options, Context& context);
int run_schema_export(const ExportSchemaOptions& options, Context& context);

}  // namespace borealis::client
