// A job as the API has it. (schema.md §8, §10, §12)
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "client/api/messages.h"
#include "lang/data.h"
#include "lang/result.h"
#include "schema/job.h"

namespace borealis::api {

// The message that creates the job. `job_data` is the resolved job as data (an Object MesosJob): the executor data is
// its JSON without update_config and instances, byte for byte the same for the same job. `owner` is the account that
// submits. What the conversion itself refuses (schema.md §8: key parts, sizes below 1 MiB, a limit that is no number,
// an unknown collision policy, an empty Container() ...) is ErrorClass::findings, all of it, each with its path.
lang::Result<JobConfiguration> to_job_configuration(const schema::Job& job, const lang::Data& job_data,
                                                    const std::string& owner);

// The executor data alone: JSON of the job without update_config and instances. (schema.md §8.4)
std::string executor_data(const lang::Data& job_data);

// (schema.md §12; where the original crashes, its intention.) No update_config stands for its defaults. The only
// instances to be touched: sorted, without repetitions; nothing means all.
lang::Result<JobUpdateSettings> to_update_settings(const schema::Job& job, const lang::Data& job_data,
                                                   const std::optional<std::vector<int>>& only_instances = {});

// `update_id` becomes the metadata pair by which a repeated request is recognised; empty: none. (api.md §6.4)
lang::Result<JobUpdateRequest> to_update_request(const JobConfiguration& configuration, const schema::Job& job,
                                                 const lang::Data& job_data, const std::string& update_id,
                                                 const std::optional<std::vector<int>>& only_instances = {});

// {0,1,2,5} -> {0-2, 5-5}, and back (a range that is reversed or absurdly long is dropped).
std::set<Range> to_ranges(const std::vector<int>& sorted);
std::vector<int> from_ranges(const std::set<Range>& ranges);

// Makes tier and production of a job agree, as the cluster's tiers have it: a job without a tier gets the first one
// that fits its `production`, a tier that is known decides `production`. Changes both forms. (schema.md §10)
void fill_in_tier(schema::Job& job, lang::Data& job_data, const GetTierConfigResult& tiers);

}  // namespace borealis::api
