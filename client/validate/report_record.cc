// A FileReport as bytes.
#include "client/validate/file_check.h"
#include "lang/record.h"

namespace borealis::client {

std::string encode(const FileReport& report) {
  lang::RecordWriter out;
  out.text(report.file);
  out.diagnostics(report.diagnostics);
  for (const bool flag : {report.has_jobs, report.sets_no_jobs, report.settled, report.bug}) out.u8(flag ? 1 : 0);
  out.u32(static_cast<std::uint32_t>(report.jobs));
  out.u32(static_cast<std::uint32_t>(report.ignored));
  out.u32(static_cast<std::uint32_t>(report.inputs.size()));
  for (const std::string& file : report.inputs) out.text(file);
  out.u32(static_cast<std::uint32_t>(report.ignores.size()));
  for (const IgnoredRule& rule : report.ignores) {
    out.span(rule.span);
    out.text(rule.rule);
    out.u8(rule.used ? 1 : 0);
  }
  out.text(report.hermetic_inputs);
  out.text(report.hermetic_result);
  return out.take();
}

std::optional<FileReport> decode_report(std::string_view bytes) {
  lang::RecordReader in(bytes);
  FileReport report;
  report.file = in.text();
  report.diagnostics = in.diagnostics();
  report.has_jobs = in.u8() != 0;
  report.sets_no_jobs = in.u8() != 0;
  report.settled = in.u8() != 0;
  report.bug = in.u8() != 0;
  report.jobs = static_cast<int>(in.u32());
  report.ignored = static_cast<int>(in.u32());
  for (std::uint32_t left = in.u32(); left > 0 && in.ok(); --left) report.inputs.push_back(in.text());
  for (std::uint32_t left = in.u32(); left > 0 && in.ok(); --left) {
    IgnoredRule rule;
    rule.span = in.span();
    rule.rule = in.text();
    rule.used = in.u8() != 0;
    report.ignores.push_back(std::move(rule));
  }
  report.hermetic_inputs = in.text();
  report.hermetic_result = in.text();
  if (!in.ok() || !in.at_end()) return std::nullopt;
  return report;
}

}  // namespace borealis::client
