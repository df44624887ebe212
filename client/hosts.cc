#include "client/hosts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "client/files.h"
#include "client/table.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

const char* colour_of(const std::string& mode) {
  if (mode == "NONE") return "green";
  return mode == "DRAINED" ? "dim" : "yellow";
}

lang::Data list_of(const std::vector<std::string>& texts) {
  lang::Data::List list;
  for (const std::string& text : texts) list.emplace_back(text);
  return list;
}

}  // namespace

lang::Result<std::vector<std::string>> read_lines(const std::string& path) {
  const auto text = read_file(path);
  if (!text)
    return lang::Error{
        lang::ErrorClass::not_found, fmt::format("{} cannot be read: {}", path, std::strerror(errno)), {}, {}};
  std::vector<std::string> lines;
  std::string_view rest = *text;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = trim(rest.substr(0, end));
    if (!line.empty() && line.front() != '#') lines.emplace_back(line);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return lines;
}

lang::Result<Hosts> read_optional_hosts(const std::string& filename, const std::string& list) {
  Hosts hosts;
  if (!filename.empty()) {
    auto lines = read_lines(filename);
    if (!lines) return std::move(lines).error();
    hosts.insert(lines->begin(), lines->end());
  }
  std::string_view rest = list;
  while (!rest.empty()) {
    const auto end = std::min(rest.find(','), rest.size());
    if (const auto host = trim(rest.substr(0, end)); !host.empty()) hosts.emplace(host);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return hosts;
}

lang::Result<Hosts> read_hosts(const std::string& filename, const std::string& list) {
  if (filename.empty() == list.empty())
    return lang::Error{lang::ErrorClass::usage,
                       filename.empty() ? "no hosts are given" : "hosts are given both in a file and by name",
                       "either --hosts a,b or --filename FILE, with a host a line",
                       {}};
  auto hosts = read_optional_hosts(filename, list);
  if (hosts && hosts->empty())
    return lang::Error{
        lang::ErrorClass::usage, filename.empty() ? "no hosts are given" : filename + " names no host", {}, {}};
  return hosts;
}

std::vector<std::string> unknown_hosts(const HostModes& modes, const Hosts& asked) {
  std::vector<std::string> unknown;
  for (const std::string& host : asked) {
    if (std::none_of(modes.begin(), modes.end(), [&](const HostMode& mode) { return mode.host == host; }))
      unknown.push_back(host);
  }
  return unknown;
}

void print_modes(const HostModes& modes, const Hosts& asked, DataFormat output, Context& context) {
  const auto unknown = unknown_hosts(modes, asked);
  for (const std::string& host : unknown) warn(context, fmt::format("the cluster knows no host {}", host));
  if (output == DataFormat::json) {
    lang::Data::List rows;
    for (const HostMode& mode : modes) {
      lang::Data::Map row;
      row.entries.push_back({"host", mode.host});
      row.entries.push_back({"mode", mode.mode});
      rows.emplace_back(std::move(row));
    }
    lang::Data::Map document;
    document.entries.push_back({"hosts", std::move(rows)});
    document.entries.push_back({"unknown", list_of(unknown)});
    context.out.write(lang::to_json(document, {2}) + "\n");
    return;
  }
  if (modes.empty()) return;
  Table table({"HOST", "MODE"});
  for (const HostMode& mode : modes) table.add({mode.host, {mode.mode, colour_of(mode.mode)}});
  context.out.write(table.text(context.out_style(), 0));
}

std::string name_hosts(const Hosts& hosts) {
  std::string text;
  std::size_t named = 0;
  for (const std::string& host : hosts) {
    if (named++ == 10) return text + fmt::format(" and {} more", hosts.size() - 10);
    text += (text.empty() ? "" : ", ") + host;
  }
  return text;
}

}  // namespace borealis::client
