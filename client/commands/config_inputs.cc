// config inputs: what evaluating a file reads, and which references stay open.
#include "client/commands/commands.h"
#include "client/config.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

lang::Data list_of(const std::vector<std::string>& texts) {
  lang::Data::List list;
  for (const std::string& text : texts) list.emplace_back(text);
  return list;
}

}  // namespace

int run_config_inputs(const InputsOptions& options, Context& context) {
  const auto session = open_config(options.config, options.config.file, context);
  const auto result = check_config(*session, check_options(options.config, schema::CheckOptions::Stage::render),
                                   [](schema::CheckedJob&&) {});
  // References that stay open, and other mistakes in values, are what one wants to see here.
  if (!result.has_jobs) return report(context, failure_of(result).value());
  std::vector<std::string> binds;
  for (const auto& [name, value] : options.config.binds) binds.push_back(name);
  const std::vector<std::pair<const char*, const std::vector<std::string>*>> parts = {
      {"files", &result.inputs.files},
      {"modules", &result.inputs.modules},
      {"env", &result.inputs.env},
      {"open_refs", &result.open_refs},
      {"binds", &binds}};
  if (options.output == DataFormat::json) {
    lang::Data::Map document;
    for (const auto& [name, texts] : parts) document.entries.push_back({name, list_of(*texts)});
    context.out.write(lang::to_json(document, {2}) + "\n");
    return 0;
  }
  const Style style = context.out_style();
  for (const auto& [name, texts] : parts) {
    if (texts->empty()) continue;
    context.out.print("{}\n", style.bold(name));
    for (const std::string& text : *texts) context.out.print("  {}\n", text);
  }
  return 0;
}

}  // namespace borealis::client
