// SARIF 2.1.0, the format of code scanning services.
#include <map>

#include "lang/render/json_out.h"
#include "lang/render/render.h"

namespace borealis::lang {

namespace {

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

void put_location(JsonOut& out, const Span& span, const std::string& message, const std::string& directory) {
  out.open_object();
  out.key("physicalLocation").open_object();
  out.key("artifactLocation").open_object();
  out.key("uri").text(uri_of(shown_path(span.file, directory)));
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
  if (!message.empty()) {
    out.key("message").open_object();
    out.key("text").text(message);
    out.close_object();
  }
  out.close_object();
}

using RuleNumbers = std::map<std::string, int>;

void put_result(JsonOut& out, const Diagnostic& d, const RuleNumbers& rules, const std::string& directory) {
  out.open_object();
  out.key("ruleId").text(d.rule);
  out.key("ruleIndex").number(rules.at(d.rule));
  out.key("level").text(severity_name(d.severity));
  out.key("message").open_object();
  out.key("text").text(d.hint.empty() ? d.message : d.message + " (" + d.hint + ")");
  out.close_object();
  out.key("locations").open_array();
  if (d.span.known()) put_location(out, d.span, "", directory);
  out.close_array();
  out.key("relatedLocations").open_array();
  for (const Note& note : d.notes) {
    if (note.span.known()) put_location(out, note.span, note.message, directory);
  }
  out.close_array();
  out.close_object();
}

}  // namespace

std::string render_sarif(const Diagnostics& diagnostics, std::string_view version,
                         const std::string& working_directory) {
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
  out.key("tool").open_object();
  out.key("driver").open_object();
  out.key("name").text("borealis");
  out.key("version").text(version);
  out.key("rules").open_array();
  for (const auto& [rule, number] : rules) {
    out.open_object();
    out.key("id").text(rule);
    out.close_object();
  }
  out.close_array();
  out.close_object();
  out.close_object();
  out.key("columnKind").text("unicodeCodePoints");
  out.key("results").open_array();
  for (const Diagnostic& d : diagnostics) put_result(out, d, rules, working_directory);
  out.close_array();
  out.close_object();
  out.close_array();
  out.close_object();
  return out.take();
}

}  // namespace borealis::lang
