// The report that programs read. Its keys are a promise: none is ever absent.
#include "lang/render/json_out.h"
#include "lang/render/render.h"

namespace borealis::lang {

namespace {

void put_note(JsonOut& out, const Note& note, const std::string& directory) {
  out.open_object();
  out.key("message").text(note.message);
  out.key("file").text_or_null(shown_path(note.span.file, directory));
  out.key("line").number_or_null(note.span.line);
  out.key("column").number_or_null(note.span.column);
  out.close_object();
}

void put(JsonOut& out, const Diagnostic& d, const std::string& directory) {
  out.open_object();
  out.key("rule").text(d.rule);
  out.key("severity").text(severity_name(d.severity));
  out.key("message").text(d.message);
  out.key("file").text_or_null(shown_path(d.span.file, directory));
  out.key("line").number_or_null(d.span.line);
  out.key("column").number_or_null(d.span.column);
  out.key("end_line").number_or_null(d.span.end_line);
  out.key("end_column").number_or_null(d.span.end_column);
  out.key("path").text_or_null(d.path);
  out.key("hint").text_or_null(d.hint);
  out.key("notes").open_array();
  for (const Note& note : d.notes) put_note(out, note, directory);
  out.close_array();
  out.key("includes").open_array();
  for (const IncludeFrame& frame : d.includes) {
    out.open_object();
    out.key("file").text_or_null(shown_path(frame.file, directory));
    out.key("line").number_or_null(frame.line);
    out.close_object();
  }
  out.close_array();
  out.close_object();
}

}  // namespace

std::string render_json(const Diagnostics& diagnostics, const Summary& summary, const std::string& working_directory) {
  JsonOut out;
  out.open_object();
  out.key("diagnostics").open_array();
  for (const Diagnostic& d : diagnostics) put(out, d, working_directory);
  out.close_array();
  out.key("summary").open_object();
  out.key("files").number(summary.files);
  out.key("jobs").number(summary.jobs);
  out.key("errors").number(count(diagnostics, Severity::error));
  out.key("warnings").number(count(diagnostics, Severity::warning));
  out.close_object();
  out.close_object();
  return out.take();
}

}  // namespace borealis::lang
