// config inputs: what evaluating a file reads, which references stay open, and what --bind can bind.
#include <algorithm>
#include <iterator>

#include "client/commands/commands.h"
#include "client/config.h"
#include "client/hermetic.h"
#include "client/sources.h"
#include "lang/json.h"
#include "lang/render/render.h"
#include "lang/render/screen.h"

namespace borealis::client {

namespace {

using Texts = std::vector<std::string>;

lang::Data list_of(const Texts& texts) {
  lang::Data::List list;
  for (const std::string& text : texts) list.emplace_back(text);
  return list;
}

// Bound when a task is placed and started, not before. (schema.md §2, §4)
bool is_late(const std::string& ref) {
  return ref.starts_with("mesos.") || ref.starts_with("thermos.");
}

// As reports show paths, each once.
Texts shown_files(const Texts& files) {
  const std::string here = working_directory();
  Texts shown;
  for (const std::string& file : files) {
    std::string path = lang::shown_path(file, here);
    if (std::find(shown.begin(), shown.end(), path) == shown.end()) shown.push_back(std::move(path));
  }
  return shown;
}

// What stays open when nothing is bound from outside.
lang::Result<Texts> bindable(const InputsOptions& options, const Texts& open_refs, Context& context) {
  Texts names;
  const auto keep = [&](const Texts& refs) {
    std::copy_if(refs.begin(), refs.end(), std::back_inserter(names), [](const auto& ref) { return !is_late(ref); });
  };
  if (options.config.binds.empty()) {
    keep(open_refs);
    return names;
  }
  ConfigOptions unbound = options.config;
  unbound.binds.clear();
  std::optional<ProcessorWatch> watch;
  const auto session = open_config(unbound, watch, context);
  if (!session) return session.error();
  keep(check_config(**session, check_options(unbound, schema::CheckOptions::Stage::render), [](schema::CheckedJob&&) {
       }).open_refs);
  return names;
}

void print(const char* heading, const Texts& lines, Context& context) {
  if (lines.empty()) return;
  context.out.print("{}\n", context.out_style().bold(heading));
  for (const std::string& line : lines) context.out.print("  {}\n", lang::shown(line).text);
}

void print_open_refs(const Texts& refs, Context& context) {
  Texts lines;
  for (const std::string& ref : refs)
    lines.push_back(fmt::format("{{{{{}}}}}{}", ref, is_late(ref) ? "  (bound when a task starts)" : ""));
  print("References left open", lines, context);
}

void print_parts(const HermeticRecord& record, Context& context) {
  Texts lines;
  for (const HermeticPart& part : record.parts)
    lines.push_back(fmt::format("{} {}{}{}", part.kind, part.name, part.value.empty() ? "" : ": ", part.value));
  print("What the digest is of", lines, context);
}

}  // namespace

int run_config_inputs(const InputsOptions& options, Context& context) {
  std::optional<ProcessorWatch> watch;
  const auto session = open_config(options.config, watch, context);
  if (!session) return report(context, session.error());
  const auto result = check_config(**session, check_options(options.config, schema::CheckOptions::Stage::render),
                                   [](schema::CheckedJob&&) {});
  show_hermetic(**session, options.config.file, context);
  // References that stay open, and other mistakes in values, are what one wants to see here.
  if (!result.has_jobs) return report(context, failure_of(result).value());
  const auto binds = bindable(options, result.open_refs, context);
  if (!binds) return report(context, binds.error());
  const Texts files = shown_files(result.inputs.files);
  if (options.output == DataFormat::json) {
    lang::Data::Map document;
    document.entries.push_back({"files", list_of(files)});
    document.entries.push_back({"directories", list_of(shown_files(result.inputs.directories))});
    document.entries.push_back({"looked_for", list_of(shown_files(result.inputs.looked_for))});
    document.entries.push_back({"modules", list_of(result.inputs.modules)});
    document.entries.push_back({"env", list_of(result.inputs.env)});
    document.entries.push_back({"open_refs", list_of(result.open_refs)});
    document.entries.push_back({"binds", list_of(*binds)});
    if (const HermeticRecord* record = hermetic_record(**session))
      document.entries.push_back({"hermetic", hermetic_data(*record, true)});
    context.out.write(lang::to_json(document, {2}) + "\n");
    return 0;
  }
  print("Files read", files, context);
  print("Directories listed", shown_files(result.inputs.directories), context);
  print("Looked for", shown_files(result.inputs.looked_for), context);
  print("Modules imported", result.inputs.modules, context);
  print("Environment variables read", result.inputs.env, context);
  print_open_refs(result.open_refs, context);
  print("Names for --bind", *binds, context);
  if (const HermeticRecord* record = hermetic_record(**session)) print_parts(*record, context);
  return 0;
}

}  // namespace borealis::client
