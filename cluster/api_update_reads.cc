// Looking at updates. (api.md §12.8)
#include "cluster/api.h"
#include "cluster/api_reply.h"
#include "cluster/dump.h"
#include "cluster/query.h"

namespace borealis::cluster {

namespace {

api::JobUpdateDetails details_of(const Update& update) {
  api::JobUpdateDetails details = update.details;
  details.update.__set_summary(summary_of(update));
  return details;
}

}  // namespace

api::Response Api::update_summaries(const api::ReadOnlyScheduler_getJobUpdateSummaries_args& args) {
  if (!args.__isset.jobUpdateQuery) return failed("");
  return core_.read([&] {
    api::GetJobUpdateSummariesResult found;
    for (const Update* update : find_updates(core_.updates(), args.jobUpdateQuery)) {
      found.updateSummaries.push_back(summary_of(*update));
    }
    found.__isset.updateSummaries = true;
    api::Result result;
    result.__set_getJobUpdateSummariesResult(found);
    return done(result);
  });
}

api::Response Api::update_details(const api::ReadOnlyScheduler_getJobUpdateDetails_args& args) {
  if (!args.__isset.key && !args.__isset.query) return failed("Either key or query must be set.");
  return core_.read([&] {
    api::GetJobUpdateDetailsResult found;
    api::Result result;
    if (args.__isset.query) {
      found.__set_detailsList({});
      for (const Update* update : find_updates(core_.updates(), args.query)) {
        found.detailsList.push_back(details_of(*update));
      }
      result.__set_getJobUpdateDetailsResult(found);
      return done(result);
    }
    const Update* update = core_.updates().find(args.key.id);
    if (update == nullptr || update->job != job_id(args.key.job)) {
      return invalid("Invalid update: " + dump(args.key));
    }
    found.__set_details(details_of(*update));
    result.__set_getJobUpdateDetailsResult(found);
    return done(result, "The key argument is deprecated, use the query argument instead");
  });
}

}  // namespace borealis::cluster
