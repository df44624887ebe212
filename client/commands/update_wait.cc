// update wait: follows an update to its end. (cli.md §8.3)
#include "client/commands/update_options.h"
#include "client/fleet.h"
#include "client/update_follow.h"
#include "lang/json.h"

namespace borealis::client {

int run_update_wait(const UpdateWaitOptions& options, Context& context) {
  auto engine = connect(options.target.job.cluster, context);
  if (!engine) return report(context, engine.error());
  auto update = find_update(**engine, options.target, WhichUpdate::active_or_newest);
  if (!update) return report(context, update.error());
  auto followed = follow_update(**engine, *update, {options.timeout, false}, context);
  if (!followed) return report(context, followed.error());
  auto now = (*engine)->update_details(update->key, update->id);
  const UpdateSummary& last = now ? now->summary : *update;
  if (options.output == DataFormat::json) {
    lang::Data data = update_data(last);
    data.set("result", result_name(followed->outcome.result));
    if (!followed->outcome.message.empty()) data.set("message", followed->outcome.message);
    context.out.write(lang::to_json(data, {2}) + "\n");
  } else {
    context.out.print("{}: update {} {}\n", last.key.text(), last.id, last.status);
  }
  return followed->code;
}

}  // namespace borealis::client
