#include <fmt/format.h>

#include <memory>

#include "client/commands/commands.h"
#include "client/nouns/nouns.h"
#include "client/nouns/options.h"
#include "client/nouns/words.h"

namespace borealis::client {

namespace {

Run build_show(CLI::App& app) {
  auto options = std::make_shared<ShowSchemaOptions>();
  add_output(app, options->output);
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    if (words.size() > 1) return usage(fmt::format("'{}' is one argument too many", words[1]));
    if (!words.empty()) options->name = words[0];
    return run_schema_show(*options, context);
  };
}

Run build_export(CLI::App& app) {
  auto options = std::make_shared<ExportSchemaOptions>();
  add_option(app, "--as", options->as, "json-schema, pyi (stubs for editors) or markdown (the field reference)")
      .one_of({"json-schema", "pyi", "markdown"})
      .type_name("json-schema|pyi|markdown");
  add_option(app, "--out", options->directory, "write files below DIR, which is made if it isn't there")
      .type_name("DIR");
  add_flag(app, "--force", options->force, "with --out: also replace files that are no earlier export");
  return without_words(options, run_schema_export);
}

}  // namespace

std::vector<Verb> schema_verbs() {
  return {
      {{"schema",
        "show",
        "[NAME]",
        "show the structs of a config, or the fields of one",
        {"borealis schema show", "borealis schema show Process", "borealis schema show Process.max_failures",
         "borealis schema show Job.task.resources --output json"},
        "Without NAME lists every struct. With the name of a struct or enumeration shows its fields, with their types, "
        "defaults and units, and where it is used. NAME may lead on to a field, and to the fields below that one."},
       build_show},
      {{"schema",
        "export",
        "",
        "write the schema for editors and other programs",
        {"borealis schema export --as pyi --out typings", "borealis schema export --as json-schema > jobs.schema.json",
         "borealis schema export --as markdown"},
        "json-schema: JSON Schema (2020-12) of what `config render --as json` prints. pyi: stubs with which Pyright "
        "completes and checks configs in an editor (docs/editors.md); they are many files and need --out. markdown: "
        "the "
        "field reference. Without --out the text goes to stdout. With it the files are written below DIR, and a file "
        "that is no earlier export stays as it is (exit code 4) unless --force is given."},
       build_export},
  };
}

}  // namespace borealis::client
