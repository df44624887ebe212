// Findings for people: the message, the line it is about with the piece underlined, and what else is known.
#include <algorithm>

#include "lang/render/render.h"
#include "lang/render/screen.h"
#include "lang/utf8.h"

namespace borealis::lang {

namespace {

// Of a longer line only the surroundings of the marked piece are shown.
constexpr int kWidestLine = 140;
constexpr int kSurroundings = 40;
// A longer hint gets a line of its own.
constexpr std::size_t kLongestLabel = 50;
// So does one that would end further to the right: a terminal would break it.
constexpr int kRightmostLabel = 120;

constexpr const char* kReset = "\x1b[0m";
constexpr const char* kBold = "\x1b[1m";
constexpr const char* kFrame = "\x1b[34m";

const char* color_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "\x1b[1;31m";
    case Severity::warning:
      return "\x1b[1;33m";
    case Severity::note:
      return "\x1b[1;36m";
  }
  return kBold;
}

// A line of source as columns of the screen, and where the marked piece is in it.
struct MarkedLine {
  std::string text;
  int begin = 0;
  int width = 1;
};

// `end_column` 0: up to the end of the line. Columns are 1-based code points.
MarkedLine mark(const std::string& source, int column, int end_column) {
  // Where each code point begins: in bytes of the shown text, and in columns.
  std::vector<std::pair<std::size_t, int>> starts;
  MarkedLine line;
  int width = 0;
  for (std::size_t at = 0; at < source.size();) {
    const CodePoint point = decode_utf8(source, at);
    const Shown character = shown_character(source, at, point, width);
    starts.emplace_back(line.text.size(), width);
    line.text += character.text;
    width += character.width;
    at += point.size;
  }
  starts.emplace_back(line.text.size(), width);
  const auto start = [&](int code_point) {
    return starts[std::min(static_cast<std::size_t>(std::max(code_point, 0)), starts.size() - 1)].second;
  };
  line.begin = start(column - 1);
  const int end = end_column > 0 ? start(end_column - 1) : width;
  line.width = std::max(end - line.begin, 1);
  if (width <= kWidestLine) return line;

  // Cut at code points: from a little before the marked piece.
  const int first = std::max(line.begin - kSurroundings, 0);
  const int last = first + kWidestLine;
  const auto at_column = [&](int wanted) {
    return *std::lower_bound(starts.begin(), starts.end(), wanted,
                             [](const auto& entry, int c) { return entry.second < c; });
  };
  const auto [from, from_column] = at_column(first);
  const auto [to, to_column] = at_column(std::min(last, width));
  const std::string lead = from > 0 ? "..." : "";
  const std::string tail = to < line.text.size() ? "..." : "";
  line.text = lead + line.text.substr(from, to - from) + tail;
  line.width = std::max(std::min(line.width, to_column - line.begin), 1);
  line.begin += static_cast<int>(lead.size()) - from_column;
  return line;
}

class TextRenderer {
 public:
  TextRenderer(SourceReader& sources, const TextStyle& style) : sources_(sources), style_(style) {}

  std::string run(const Diagnostics& diagnostics) {
    for (const Diagnostic& d : diagnostics) {
      if (!out_.empty()) out_ += '\n';
      put(d);
    }
    return std::move(out_);
  }

 private:
  void paint(const char* color, const std::string& text) {
    if (style_.color) out_ += color;
    out_ += text;
    if (style_.color) out_ += kReset;
  }

  std::string place_text(const std::string& file, int line, int column) const {
    std::string text = shown(shown_path(file, style_.working_directory)).text;
    if (line > 0) text += ":" + std::to_string(line);
    if (line > 0 && column > 0) text += ":" + std::to_string(column);
    return text;
  }

  void put(const Diagnostic& d) {
    indent_ = 1;
    if (d.span.line > 0) indent_ = std::to_string(d.span.line).size();
    for (const Note& note : d.notes) indent_ = std::max(indent_, std::to_string(note.span.line).size());

    paint(color_of(d.severity), std::string(severity_name(d.severity)) + "[" + shown(d.rule).text + "]");
    paint(kBold, ": " + shown(d.message).text);
    out_ += '\n';
    const bool short_hint = d.hint.size() <= kLongestLabel;
    const bool labelled = put_excerpt(d.span, short_hint ? d.hint : "", color_of(d.severity), '^');
    if (!d.hint.empty() && !(labelled && short_hint)) put_extra("help", d.hint);
    if (!d.path.empty()) put_extra("in", d.path, " ");
    for (const IncludeFrame& frame : d.includes) put_extra("included from", place_text(frame.file, frame.line, 0), " ");
    for (const Note& note : d.notes) {
      put_extra("note", note.message);
      if (note.span.known()) put_excerpt(note.span, "", color_of(Severity::note), '-');
    }
  }

  void put_extra(const char* what, const std::string& text, const char* between = ": ") {
    out_.append(indent_ + 1, ' ');
    paint(kFrame, "= ");
    paint(kBold, what);
    out_ += between + shown(text).text + "\n";
  }

  void gutter(const std::string& number) {
    paint(kFrame, std::string(indent_ - std::min(number.size(), indent_), ' ') + number + " |");
  }

  // Whether there was a line to underline, so that the label could stand there.
  bool put_excerpt(const Span& span, const std::string& label, const char* color, char underline) {
    if (!span.known()) return false;
    paint(kFrame, std::string(indent_, ' ') + "--> ");
    out_ += place_text(span.file, span.line, span.column) + "\n";
    const std::optional<std::string> source = span.line > 0 ? sources_.line(span.file, span.line) : std::nullopt;
    if (!source) return false;
    const bool one_line = span.end_line == span.line || span.end_line == 0;
    const MarkedLine line = mark(*source, span.column, one_line ? span.end_column : 0);
    gutter("");
    out_ += '\n';
    gutter(std::to_string(span.line));
    out_ += (line.text.empty() ? "" : " ") + line.text + "\n";
    if (span.column == 0) return false;
    gutter("");
    out_.append(static_cast<std::size_t>(line.begin) + 1, ' ');
    std::string mark_text(static_cast<std::size_t>(line.width), underline);
    const Shown shown_label = shown(label);
    const bool fits = line.begin + line.width + 1 + shown_label.width <= kRightmostLabel;
    if (fits && !label.empty()) mark_text += " " + shown_label.text;
    paint(color, mark_text);
    out_ += '\n';
    return fits;
  }

  SourceReader& sources_;
  const TextStyle& style_;
  std::string out_;
  std::size_t indent_ = 1;
};

}  // namespace

std::string render_text(const Diagnostics& diagnostics, SourceReader& sources, const TextStyle& style) {
  return TextRenderer(sources, style).run(diagnostics);
}

}  // namespace borealis::lang
