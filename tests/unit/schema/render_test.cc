#include "lang/render/render.h"

#include <doctest/doctest.h>

#include <map>

using namespace borealis::lang;

namespace {

class FakeSources : public SourceReader {
 public:
  explicit FakeSources(std::map<int, std::string> lines) : lines_(std::move(lines)) {}
  std::optional<std::string> line(const std::string&, int line) override {
    const auto found = lines_.find(line);
    return found == lines_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  std::map<int, std::string> lines_;
};

Diagnostic finding() {
  Diagnostic d;
  d.rule = "unknown-field";
  d.message = "Process has no field `nam`";
  d.span = {"/home/me/services/web.aurora", 12, 5, 12, 8};
  d.hint = "did you mean `name`?";
  return d;
}

std::string text_of(const Diagnostic& d, std::map<int, std::string> lines, bool color = false) {
  FakeSources sources(std::move(lines));
  return render_text({d}, sources, {color, "/home/me"});
}

}  // namespace

TEST_CASE("the text of a finding") {
  CHECK(text_of(finding(), {{12, "    nam = 'web',"}}) ==
        "error[unknown-field]: Process has no field `nam`\n"
        "  --> services/web.aurora:12:5\n"
        "   |\n"
        "12 |     nam = 'web',\n"
        "   |     ^^^ did you mean `name`?\n");
}

TEST_CASE("notes, path and the include stack") {
  Diagnostic d = finding();
  d.path = "jobs[2].task.processes[0]";
  d.includes = {{"/home/me/root.aurora", 3}};
  d.notes = {{"the other one", {"/home/me/b.aurora", 1, 1, 1, 2}, {}}};
  CHECK(text_of(d, {{12, "    nam = 'web',"}, {1, "x = 1"}}) ==
        "error[unknown-field]: Process has no field `nam`\n"
        "  --> services/web.aurora:12:5\n"
        "   |\n"
        "12 |     nam = 'web',\n"
        "   |     ^^^ did you mean `name`?\n"
        "   = in jobs[2].task.processes[0]\n"
        "   = included from root.aurora:3\n"
        "   = note: the other one\n"
        "  --> b.aurora:1:1\n"
        "   |\n"
        " 1 | x = 1\n"
        "   | -\n");
}

TEST_CASE("without a source line the hint still stands") {
  CHECK(text_of(finding(), {}) ==
        "error[unknown-field]: Process has no field `nam`\n"
        "  --> services/web.aurora:12:5\n"
        "   = help: did you mean `name`?\n");
}

TEST_CASE("tabs and wide characters keep the mark under the text") {
  Diagnostic d = finding();
  d.span = {"a", 1, 2, 1, 5};
  CHECK(text_of(d, {{1, "\tnam"}}).find("1 |     nam\n  |     ^^^ ") != std::string::npos);
  d.span = {"a", 1, 3, 1, 6};
  CHECK(text_of(d, {{1, "\xe6\x97\xa5\xe6\x9c\xacnam"}}).find("\n  |     ^^^ ") != std::string::npos);
}

TEST_CASE("a long line is cut round the marked piece") {
  Diagnostic d = finding();
  d.span = {"a", 1, 5001, 1, 5004};
  const std::string text = text_of(d, {{1, std::string(5000, 'x') + "nam" + std::string(5000, 'y')}});
  CHECK(text.size() < 600);
  const std::size_t line = text.find("1 | ...");
  const std::size_t mark = text.find("^^^");
  REQUIRE(line != std::string::npos);
  REQUIRE(mark != std::string::npos);
  const std::size_t column = mark - (text.rfind('\n', mark) + 1);
  CHECK(text.substr(line + column, 3) == "nam");
}

TEST_CASE("a hint that would end far to the right has a line of its own") {
  Diagnostic d = finding();
  d.span = {"a", 1, 101, 1, 104};
  const std::string text = text_of(d, {{1, std::string(100, ' ') + "nam"}});
  CHECK(text.find("^^^\n") != std::string::npos);
  CHECK(text.find("\n  = help: did you mean `name`?\n") != std::string::npos);
}

TEST_CASE("nothing that a terminal obeys gets through") {
  Diagnostic d = finding();
  d.message = "bad \x1b]0;title\x07 \xc2\x9b \xe2\x80\xae end";
  d.span.file = "/home/me/\x1b[2J";
  d.notes = {{"\x1b[1A", {}, {}}};
  const std::string text = text_of(d, {{12, "    \x1b[31mnam \xff"}});
  for (char c : text) CHECK((static_cast<unsigned char>(c) >= 0x20 || c == '\n'));
  CHECK(text.find("\\x1b]0;title\\x07 \\x9b \\u202e end") != std::string::npos);
  CHECK(text.find("\\xff") != std::string::npos);
}

TEST_CASE("colour only on demand") {
  CHECK(text_of(finding(), {}, true).find("\x1b[1;31m") != std::string::npos);
  CHECK(text_of(finding(), {}, false).find('\x1b') == std::string::npos);
}

TEST_CASE("paths are shown from the working directory when below it") {
  CHECK(shown_path("/home/me/a/b.aurora", "/home/me") == "a/b.aurora");
  CHECK(shown_path("/home/you/b.aurora", "/home/me") == "/home/you/b.aurora");
  CHECK(shown_path("/home/men/b.aurora", "/home/me") == "/home/men/b.aurora");
  CHECK(shown_path("./x/../b.aurora", "/home/me") == "b.aurora");
  CHECK(shown_path("<string>", "/home/me") == "<string>");
}

TEST_CASE("JSON has every key, null where nothing is known") {
  Diagnostic d;
  d.rule = "no-jobs";
  d.message = "nothing \"there\"";
  CHECK(render_json({d}, {1, 0}, "") == R"({
  "diagnostics": [
    {
      "rule": "no-jobs",
      "severity": "error",
      "message": "nothing \"there\"",
      "file": null,
      "line": null,
      "column": null,
      "end_line": null,
      "end_column": null,
      "path": null,
      "hint": null,
      "notes": [],
      "includes": []
    }
  ],
  "summary": {
    "files": 1,
    "jobs": 0,
    "errors": 1,
    "warnings": 0
  }
}
)");
}

TEST_CASE("SARIF") {
  Diagnostic d = finding();
  d.span.file = "/home/me/a b.aurora";
  const std::string sarif = render_sarif(
      {d}, {"1.0", "/home/me", "https://example.org/rules/", {{"unknown-field", Severity::error, "A field."}}});
  CHECK(sarif.find("\"version\": \"2.1.0\"") != std::string::npos);
  CHECK(sarif.find("\"uri\": \"a%20b.aurora\"") != std::string::npos);
  CHECK(sarif.find("\"endColumn\": 8") != std::string::npos);
  CHECK(sarif.find("\"ruleId\": \"unknown-field\"") != std::string::npos);
}

TEST_CASE("workflow commands") {
  Diagnostic d = finding();
  d.message = "50% of\nit";
  CHECK(render_github({d}, "/home/me") ==
        "::error file=services/web.aurora,line=12,endLine=12,col=5,endColumn=7,title=unknown-field::50%25 of%0Ait"
        "%0Adid you mean `name`?\n");
}

TEST_CASE("JUnit") {
  Diagnostic d = finding();
  d.message = "a < b & \x01";
  Diagnostic warning = finding();
  warning.severity = Severity::warning;
  const std::string xml =
      render_junit({{"bad.aurora", 1, {d}}, {"good.aurora", 2, {}}, {"so.aurora", 1, {warning}}}, "/home/me");
  CHECK(xml.find("<testsuites name=\"borealis config validate\" tests=\"4\" failures=\"1\"") != std::string::npos);
  CHECK(xml.find("message=\"a &lt; b &amp; ?\"") != std::string::npos);
  CHECK(xml.find("<testsuite name=\"good.aurora\" tests=\"1\" failures=\"0\"") != std::string::npos);
  CHECK(xml.find("name=\"2 jobs\"/>") != std::string::npos);
  CHECK(xml.find("<testsuite name=\"so.aurora\" tests=\"2\" failures=\"0\"") != std::string::npos);
}

TEST_CASE("the summary counts") {
  Diagnostic warning = finding();
  warning.severity = Severity::warning;
  CHECK(summary_line({finding(), finding(), warning}, {1, 3}) == "2 errors, 1 warning in 3 jobs");
  CHECK(summary_line({}, {2, 1}) == "no problems in 1 job of 2 files");
}
