// update pause, resume, abort and rollback. (cli.md §8.2)
#include "client/commands/update_options.h"
#include "client/interrupt.h"
#include "client/jobs.h"
#include "client/units.h"
#include "client/update_follow.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

struct Words {
  const char* doing;
  const char* question;
  const char* done;
};

Words words_of(UpdateVerb verb) {
  switch (verb) {
    case UpdateVerb::pause:
      return {"pausing", "Pause", "paused"};
    case UpdateVerb::resume:
      return {"resuming", "Resume", "resumed"};
    case UpdateVerb::abort:
      return {"aborting", "Abort", "aborted: its instances stay as they are, old and new ones"};
    case UpdateVerb::rollback:
      return {"rolling back", "Roll back", "being rolled back"};
  }
  return {"", "", ""};
}

// What is undone or left half done is asked about.
bool asks(UpdateVerb verb) {
  return verb == UpdateVerb::abort || verb == UpdateVerb::rollback;
}

// "2 instances updated, 1 under way": what the verb hits.
std::string standing(Engine& engine, const UpdateSummary& update) {
  const auto details = engine.update_details(update.key, update.id);
  if (!details) return {};
  std::map<int, std::string> last;
  for (const UpdateEvent& event : details->instance_events) last[event.instance] = event.state;
  std::size_t updated = 0;
  for (const auto& [instance, state] : last) updated += state == "INSTANCE_UPDATED" ? 1 : 0;
  return fmt::format("{} updated, {} under way or failed", count_of(updated, "instance"), last.size() - updated);
}

void print(const UpdateVerbOptions& options, const UpdateSummary& update, const std::string& result, Context& context) {
  if (options.output == DataFormat::json) {
    lang::Data::Map data;
    data.entries.push_back({"job", update.key.text()});
    data.entries.push_back({"id", update.id});
    data.entries.push_back({"result", result});
    context.out.write(lang::to_json(data, {2}) + "\n");
  } else {
    context.out.print("{}: update {} is {}\n", update.key.text(), update.id, result);
  }
}

}  // namespace

int run_update_verb(const UpdateVerbOptions& options, Context& context) {
  const Words words = words_of(options.verb);
  const std::string key = options.target.job.text();
  if (auto status = must_be_able_to_ask(options.yes || !asks(options.verb),
                                        fmt::format("{} the update of {}", words.doing, key), context);
      !status)
    return report(context, status.error());
  auto engine = connect(options.target.job.cluster, context);
  if (!engine) return report(context, engine.error());
  auto update = find_update(**engine, options.target, WhichUpdate::active);
  if (!update) return report(context, update.error());
  if (asks(options.verb) && !options.yes) {
    say(context, fmt::format("update {} of {}, {}, started {} by {}: {}", update->id, key, update->status,
                             utc_text(update->created_ms), update->user, standing(**engine, *update)));
    if (!go_ahead(false, fmt::format("{} it?", words.question), context)) return 0;
  }
  auto status = (*engine)->update_verb(options.verb, options.target.job, update->id, options.message);
  if (!status) return report(context, status.error());
  if (!options.wait) {
    print(options, *update, words.done, context);
    return 0;
  }
  auto followed = follow_update(**engine, *update, {options.timeout, options.verb == UpdateVerb::rollback}, context);
  if (!followed) return report(context, followed.error());
  if (followed->code == 0) print(options, *update, "rolled back", context);
  return followed->code;
}

}  // namespace borealis::client
