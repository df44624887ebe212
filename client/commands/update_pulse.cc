// update pulse: what a service does that watches over a coordinated update, by hand. (api.md §12.4)
#include "client/commands/update_options.h"
#include "client/jobs.h"
#include "client/update_follow.h"
#include "lang/json.h"

namespace borealis::client {

int run_update_pulse(const UpdatePulseOptions& options, Context& context) {
  auto engine = connect(options.target.job.cluster, context);
  if (!engine) return report(context, engine.error());
  auto update = find_update(**engine, options.target, WhichUpdate::active);
  if (!update) return report(context, update.error());
  auto alive = (*engine)->pulse(options.target.job, update->id);
  if (!alive) return report(context, alive.error());
  const char* result = *alive ? "pulsed" : "finished";
  if (options.output == DataFormat::json) {
    lang::Data::Map data;
    data.entries.push_back({"job", update->key.text()});
    data.entries.push_back({"id", update->id});
    data.entries.push_back({"result", result});
    context.out.write(lang::to_json(data, {2}) + "\n");
  } else {
    context.out.print("{}: update {} {}\n", update->key.text(), update->id, result);
  }
  return 0;
}

}  // namespace borealis::client
