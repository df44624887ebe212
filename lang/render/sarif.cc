// SARIF 2.1.0, the format of code scanning services.
#include <algorithm>
#include <map>

#include "lang/render/json_out.h"
#include "lang/render/render.h"

namespace borealis::lang {

namespace {

constexpr const char* kRootId = "%SRCROOT%";

// A path as a relative or absolute URI.
std::string uri_of(const std::string& path) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string uri = !path.empty() && path.front() == '/' ? "file://" : "";
  for (char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    if (plain) {
      uri += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      uri += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return uri;
}

void put_text(JsonOut& out, std::string_view key, std::string_view text) {
  out.key(key).open_object();
  out.key("text").text(text);
  out.close_object();
}

void put_location(JsonOut& out, const Span& span, const std::string& message, const std::string& root) {
  const std::string path = path_from(span.file, root);
  out.open_object();
  out.key("physicalLocation").open_object();
  out.key("artifactLocation").open_object();
  out.key("uri").text(uri_of(path));
  if (!path.starts_with('/')) out.key("uriBaseId").text(kRootId);
  out.close_object();
  if (span.line > 0) {
    out.key("region").open_object();
    out.key("startLine").number(span.line);
    if (span.column > 0) out.key("startColumn").number(span.column);
    if (span.end_line > 0) out.key("endLine").number(span.end_line);
    if (span.end_column > 0) out.key("endColumn").number(span.end_column);
    out.close_object();
  }
  out.close_object();
  if (!message.empty()) put_text(out, "message", message);
  out.close_object();
}

using RuleNumbers = std::map<std::string, int>;

// Notes without a place stand in the message.
std::string message_of(const Diagnostic& d) {
  std::string message = d.message;
  if (!d.hint.empty()) message += "\n" + d.hint;
  for (const Note& note : d.notes) {
    if (!note.span.known()) message += "\n" + note.message;
  }
  return message;
}

void put_result(JsonOut& out, const Diagnostic& d, const RuleNumbers& rules, const std::string& root) {
  out.open_object();
  out.key("ruleId").text(d.rule);
  out.key("ruleIndex").number(rules.at(d.rule));
  out.key("level").text(severity_name(d.severity));
  put_text(out, "message", message_of(d));
  out.key("locations").open_array();
  if (d.span.known()) put_location(out, d.span, "", root);
  out.close_array();
  out.key("relatedLocations").open_array();
  for (const Note& note : d.notes) {
    if (note.span.known()) put_location(out, note.span, note.message, root);
  }
  for (const IncludeFrame& frame : d.includes)
    put_location(out, {frame.file, frame.line, 0, 0, 0}, "included from here", root);
  out.close_array();
  out.close_object();
}

void put_rule(JsonOut& out, const std::string& id, const SarifRun& run) {
  out.open_object();
  out.key("id").text(id);
  const auto known =
      std::find_if(run.rules.begin(), run.rules.end(), [&](const RuleText& rule) { return rule.id == id; });
  if (known != run.rules.end()) {
    put_text(out, "shortDescription", known->summary);
    out.key("defaultConfiguration").open_object();
    out.key("level").text(severity_name(known->severity));
    out.close_object();
    put_text(out, "help", known->summary + " See docs/rules/" + id + ".md.");
  }
  if (!run.rule_pages.empty()) out.key("helpUri").text(run.rule_pages + id + ".md");
  out.close_object();
}

void put_tool(JsonOut& out, const RuleNumbers& rules, const SarifRun& run) {
  out.key("tool").open_object();
  out.key("driver").open_object();
  out.key("name").text("borealis");
  out.key("version").text(run.version);
  out.key("rules").open_array();
  for (const auto& [rule, number] : rules) put_rule(out, rule, run);
  out.close_array();
  out.close_object();
  out.close_object();
}

}  // namespace

std::string render_sarif(const Diagnostics& diagnostics, const SarifRun& run) {
  RuleNumbers rules;
  for (const Diagnostic& d : diagnostics) rules.emplace(d.rule, 0);
  int next = 0;
  for (auto& [rule, number] : rules) number = next++;

  JsonOut out;
  out.open_object();
  out.key("$schema").text("https://json.schemastore.org/sarif-2.1.0.json");
  out.key("version").text("2.1.0");
  out.key("runs").open_array();
  out.open_object();
  put_tool(out, rules, run);
  // Where the root lies is for the reader to say: the report is the same on every machine.
  out.key("originalUriBaseIds").open_object();
  out.key(kRootId).open_object();
  put_text(out, "description", "The root of the project.");
  out.close_object();
  out.close_object();
  out.key("columnKind").text("unicodeCodePoints");
  out.key("results").open_array();
  for (const Diagnostic& d : diagnostics) put_result(out, d, rules, run.root);
  out.close_array();
  out.close_object();
  out.close_array();
  out.close_object();
  return out.take();
}

}  // namespace borealis::lang
