// schema export: the schema as JSON Schema, stubs or Markdown, to stdout or into files.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "client/commands/commands.h"
#include "client/files.h"
#include "schema/export/export.h"

namespace borealis::client {

namespace {

using schema::ExportedFile;

lang::Error usage(std::string message, std::string hint) {
  return {lang::ErrorClass::usage, std::move(message), std::move(hint), {}};
}

std::vector<ExportedFile> exported(const std::string& as) {
  if (as == "json-schema") return {{"jobs.schema.json", schema::json_schema()}};
  if (as == "markdown") return {{"schema.md", schema::markdown()}};
  return schema::stubs();
}

// The mark stands within the first lines; a foreign file that quotes it further down is still foreign.
bool is_earlier_export(const std::string& text) {
  constexpr std::size_t near_the_top = 300;
  return std::string_view(text).substr(0, near_the_top).find(schema::export_mark) != std::string_view::npos;
}

// Makes the folder that `path` lies in, and those above it.
lang::Status make_folder_of(const std::string& path) {
  for (std::size_t slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    const std::string folder = path.substr(0, slash);
    if (mkdir(folder.c_str(), 0777) != 0 && errno != EEXIST)
      return lang::Error{lang::ErrorClass::output,
                         fmt::format("the folder {} cannot be made: {}", folder, std::strerror(errno)),
                         {},
                         {}};
  }
  return lang::Unit{};
}

bool exists(const std::string& path) {
  struct stat status {};
  return lstat(path.c_str(), &status) == 0;
}

// Nothing is written unless everything may be.
lang::Status write_all(const std::vector<ExportedFile>& files, const std::string& directory, bool force,
                       Context& context) {
  for (const ExportedFile& file : files) {
    const std::string path = directory + "/" + file.path;
    const auto text = read_file(path);
    if (force || (text ? is_earlier_export(*text) : !exists(path))) continue;
    return lang::Error{lang::ErrorClass::conflict,
                       fmt::format("{} is there already and is no earlier export; nothing was written", path),
                       "--force replaces it",
                       {}};
  }
  int written = 0;
  for (const ExportedFile& file : files) {
    const std::string path = directory + "/" + file.path;
    if (const auto text = read_file(path); text && *text == file.text) continue;
    if (auto status = make_folder_of(path); !status) return status;
    if (auto status = write_file(path, file.text); !status) return status;
    say(context, fmt::format("{} written", path));
    ++written;
  }
  if (written == 0) say(context, fmt::format("everything in {} is up to date", directory));
  return lang::Unit{};
}

}  // namespace

int run_schema_export(const ExportSchemaOptions& options, Context& context) {
  if (options.as.empty())
    return report(context, usage("what to export is not said", "--as json-schema, --as pyi or --as markdown"));
  if (options.force && !options.directory)
    return report(context, usage("--force is about files, and there is no --out DIR", {}));
  if (options.directory && options.directory->empty())
    return report(context, usage("--out needs the name of a folder", "--out . is the current one"));
  const std::vector<ExportedFile> files = exported(options.as);
  if (options.directory) {
    const auto status = write_all(files, *options.directory, options.force, context);
    return status ? 0 : report(context, status.error());
  }
  if (files.size() > 1)
    return report(context, usage(fmt::format("the stubs are {} files: --out DIR is missing", files.size()),
                                 "for example `borealis schema export --as pyi --out typings`"));
  context.out.write(files.front().text);
  return 0;
}

}  // namespace borealis::client
