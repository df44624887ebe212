#include "interp/protocol.h"

#include "lang/record.h"

namespace borealis::interp {
namespace {

using lang::RecordReader;
using lang::RecordWriter;

void write_texts(RecordWriter& out, const std::vector<std::string>& texts) {
  out.u32(static_cast<std::uint32_t>(texts.size()));
  for (const std::string& text : texts) out.text(text);
}

std::vector<std::string> read_texts(RecordReader& in) {
  std::vector<std::string> texts;
  for (std::uint32_t left = in.u32(); left > 0 && in.ok(); --left) texts.push_back(in.text());
  return texts;
}

void write_notes(RecordWriter& out, const std::vector<lang::Note>& notes) {
  out.u32(static_cast<std::uint32_t>(notes.size()));
  for (const lang::Note& note : notes) {
    out.text(note.message);
    out.span(note.span);
    out.place(note.place);
  }
}

std::vector<lang::Note> read_notes(RecordReader& in) {
  std::vector<lang::Note> notes;
  for (std::uint32_t left = in.u32(); left > 0 && in.ok(); --left) {
    lang::Note note;
    note.message = in.text();
    note.span = in.span();
    note.place = in.place();
    notes.push_back(std::move(note));
  }
  return notes;
}

template <class T>
std::optional<T> checked(const RecordReader& in, T value) {
  if (!in.ok() || !in.at_end()) return std::nullopt;
  return value;
}

}  // namespace

void encode_job(const schema::JobRecord& job, RecordWriter& out) {
  out.clear();
  out.u32(static_cast<std::uint32_t>(job.index));
  out.u32(job.site);
  out.data(job.data);
  out.u32(static_cast<std::uint32_t>(job.open_refs.size()));
  for (const schema::OpenRef& ref : job.open_refs) {
    out.text(ref.ref);
    out.text(ref.path);
    out.place(ref.place);
    write_notes(out, ref.chain);
    out.text(ref.near);
  }
  out.diagnostics(job.diagnostics);
}

std::optional<schema::JobRecord> decode_job(std::string_view payload) {
  RecordReader in(payload);
  schema::JobRecord job;
  job.index = static_cast<int>(in.u32());
  job.site = in.u32();
  job.data = in.data();
  for (std::uint32_t left = in.u32(); left > 0 && in.ok(); --left) {
    schema::OpenRef ref;
    ref.ref = in.text();
    ref.path = in.text();
    ref.place = in.place();
    ref.chain = read_notes(in);
    ref.near = in.text();
    job.open_refs.push_back(std::move(ref));
  }
  job.diagnostics = in.diagnostics();
  return checked(in, std::move(job));
}

std::string encode_outcome(const schema::Session::Outcome& outcome) {
  RecordWriter out;
  out.u8(outcome.has_jobs ? 1 : 0);
  out.diagnostics(outcome.diagnostics);
  write_texts(out, outcome.inputs.files);
  write_texts(out, outcome.inputs.modules);
  write_texts(out, outcome.inputs.env);
  write_texts(out, outcome.inputs.directories);
  write_texts(out, outcome.inputs.looked_for);
  out.u8(outcome.hooks_defined ? 1 : 0);
  out.u8(outcome.sets_no_jobs ? 1 : 0);
  return out.take();
}

std::optional<schema::Session::Outcome> decode_outcome(std::string_view payload) {
  RecordReader in(payload);
  schema::Session::Outcome outcome;
  outcome.has_jobs = in.u8() != 0;
  outcome.diagnostics = in.diagnostics();
  outcome.inputs.files = read_texts(in);
  outcome.inputs.modules = read_texts(in);
  outcome.inputs.env = read_texts(in);
  outcome.inputs.directories = read_texts(in);
  outcome.inputs.looked_for = read_texts(in);
  outcome.hooks_defined = in.u8() != 0;
  outcome.sets_no_jobs = in.u8() != 0;
  return checked(in, std::move(outcome));
}

std::string encode_question(const lang::Place& place) {
  RecordWriter out;
  out.place(place);
  return out.take();
}

std::optional<lang::Place> decode_question(std::string_view payload) {
  RecordReader in(payload);
  lang::Place place = in.place();
  return checked(in, std::move(place));
}

std::string encode_input(InputKind kind, const std::string& name) {
  RecordWriter out;
  out.u8(static_cast<std::uint8_t>(kind));
  out.text(name);
  return out.take();
}

std::optional<std::pair<InputKind, std::string>> decode_input(std::string_view payload) {
  RecordReader in(payload);
  const std::uint8_t kind = in.u8();
  std::string name = in.text();
  if (kind > static_cast<std::uint8_t>(InputKind::looked_for)) return std::nullopt;
  return checked(in, std::pair(static_cast<InputKind>(kind), std::move(name)));
}

std::string encode_location(const lang::Location& location) {
  RecordWriter out;
  out.span(location.span);
  out.u32(static_cast<std::uint32_t>(location.includes.size()));
  for (const lang::IncludeFrame& frame : location.includes) {
    out.text(frame.file);
    out.u32(static_cast<std::uint32_t>(frame.line));
  }
  return out.take();
}

std::optional<lang::Location> decode_location(std::string_view payload) {
  RecordReader in(payload);
  lang::Location location;
  location.span = in.span();
  for (std::uint32_t left = in.u32(); left > 0 && in.ok(); --left) {
    lang::IncludeFrame frame;
    frame.file = in.text();
    frame.line = static_cast<int>(in.u32());
    location.includes.push_back(std::move(frame));
  }
  return checked(in, std::move(location));
}

std::string encode_origins(std::vector<lang::Note> notes) {
  lang::Diagnostic carrier;
  carrier.notes = std::move(notes);
  RecordWriter out;
  out.diagnostic(carrier);
  return out.take();
}

std::optional<std::vector<lang::Note>> decode_origins(std::string_view payload) {
  RecordReader in(payload);
  lang::Diagnostic carrier = in.diagnostic();
  return checked(in, std::move(carrier.notes));
}

std::string encode_hook_call(const schema::HookCall& call) {
  RecordWriter out;
  out.u8(static_cast<std::uint8_t>(call.event));
  out.text(call.method);
  out.text(call.job_key);
  out.data(call.config);
  out.data(call.values);
  out.data(call.outcome);
  return out.take();
}

std::optional<schema::HookCall> decode_hook_call(std::string_view payload) {
  RecordReader in(payload);
  schema::HookCall call;
  const std::uint8_t event = in.u8();
  call.method = in.text();
  call.job_key = in.text();
  call.config = in.data();
  const lang::Data values = in.data();
  call.outcome = in.data();
  if (event > static_cast<std::uint8_t>(schema::HookEvent::failed) || values.map() == nullptr) return std::nullopt;
  call.event = static_cast<schema::HookEvent>(event);
  call.values = *values.map();
  return checked(in, std::move(call));
}

std::string encode_hook_answer(const schema::HookAnswer& answer) {
  RecordWriter out;
  out.u8(answer.go_on ? 1 : 0);
  write_texts(out, answer.messages);
  return out.take();
}

std::optional<schema::HookAnswer> decode_hook_answer(std::string_view payload) {
  RecordReader in(payload);
  schema::HookAnswer answer;
  answer.go_on = in.u8() != 0;
  answer.messages = read_texts(in);
  return checked(in, std::move(answer));
}

}  // namespace borealis::interp
