// config list: the keys of the jobs in a file.
#include "client/commands/commands.h"
#include "client/config.h"
#include "client/hermetic.h"
#include "client/sources.h"
#include "lang/json.h"
#include "lang/render/render.h"
#include "lang/render/screen.h"

namespace borealis::client {

int run_config_list(const ListConfigOptions& options, Context& context) {
  std::optional<ProcessorWatch> watch;
  const auto opened = open_config(options.config, watch, context);
  if (!opened) return report(context, opened.error());
  const auto& session = *opened;
  const auto result = check_config(*session, check_options(options.config, schema::CheckOptions::Stage::render),
                                   [](schema::CheckedJob&&) {});
  show_hermetic(*session, options.config.file, context);
  if (auto failure = failure_of(result)) return report(context, *failure);
  show_diagnostics(result.diagnostics, context);
  lang::Data::List jobs;
  for (const schema::ListedJob& job : result.list) {
    if (options.config.job && *options.config.job != job.key.text()) continue;
    if (options.output == DataFormat::text) {
      context.out.print("{}\n", lang::shown(job.key.text()).text);
      continue;
    }
    const lang::Span span = session->locate(job.place).span;
    lang::Data::Map item;
    item.entries.push_back({"key", job.key.text()});
    item.entries.push_back(
        {"file", lang::shown_path(span.known() ? span.file : options.config.file, working_directory())});
    item.entries.push_back({"line", span.line});
    jobs.emplace_back(std::move(item));
  }
  if (options.output == DataFormat::json) {
    lang::Data::Map document;
    document.entries.push_back({"jobs", std::move(jobs)});
    if (const HermeticRecord* record = hermetic_record(*session))
      document.entries.push_back({"hermetic", hermetic_data(*record, false)});
    context.out.write(lang::to_json(document, {2}) + "\n");
  }
  return 0;
}

}  // namespace borealis::client
