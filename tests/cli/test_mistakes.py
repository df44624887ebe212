"""Mistakes are met kindly: each at file:line:column, with its source line, a caret and, where one is near, a suggestion."""

import pytest

GOOD = '''\
hello = Process(
  name = 'hello',
  cmdline = 'echo {{greeting}}')

jobs = [
  Service(
    cluster = 'devcluster', role = 'demo', environment = 'prod', name = 'hello',
    task = Task(processes = [hello], resources = Resources(cpu = 0.5, ram = 64*MB, disk = 64*MB))
  ).bind(greeting = 'hi')
]
'''


def swap(old, new, count=1):
    assert GOOD.count(old) >= 1
    return GOOD.replace(old, new, count)


# name -> (config, rule, line, column, end_column, word of the message, word of the hint, exit code)
MISTAKES = {
    "misspelled field": (swap("  name = 'hello',", "  nam = 'hello',"), "unknown-field", 2, 3, 6, "nam", "name", 1),
    "missing required field": (swap("  name = 'hello',\n", ""), "missing-field", 1, 9, None, "name", None, 1),
    "missing task, which the job's name is made of": (
        "jobs = [Job(cluster='c', role='r', environment='prod')]\n", "missing-field", 1, 9, None, "task", None, 1),
    "text where a number belongs": (swap("cpu = 0.5", "cpu = 'half'"), "wrong-type", 8, 66, 72, "half", None, 1),
    "exception in the config": (swap("jobs = [", "x = 1 / 0\njobs = ["), "python-error", 5, 5, 10, "ZeroDivisionError", None, 3),
    "unbound reference": (swap("{{greeting}}", "{{greetin}}"), "unbound-reference", 3, 19, 30, "greetin", "greeting", 1),
    "unbound reference in capitals, as programs bind them": (
        swap("{{greeting}}", "{{GREET_BINARY}}"), "unbound-reference", 3, 19, 35, "GREET_BINARY", "--bind GREET_BINARY=VALUE", 1),
    "reference in capitals": (swap("{{greeting}}", "{{GREETING}}"), "unbound-reference", 3, 19, 31, "GREETING", "`greeting`", 1),
    "reference of another program's template": (
        swap("{{greeting}}", "{{Repository}}"), "unbound-reference", 3, 19, 33, "Repository", "another program", 1),
    "undefined name": (swap("hello = Process(", "hello = Proces("), "python-error", 1, 9, 15, "Proces", "Process", 3),
    "syntax error": (swap("hello = Process(", "hello = = Process("), "syntax-error", 1, 9, None, "syntax", None, 3),
    "abbreviated field": (swap("environment = 'prod'", "env = 'prod'"), "unknown-field", 7, 44, 47, "env", "environment", 1),
    "module that was not imported": (
        swap("role = 'demo'", "role = os.getenv('R', 'demo')"), "python-error", 7, 36, 38, "os", "import os", 3),
    "forgotten comma": (
        swap("name = 'hello',\n", "name = 'é#'\n"), "syntax-error", 2, 14, 15, "comma", "here", 3),
    "forgotten comma before a comment": (
        swap("name = 'hello',\n", "name = ['é#',\n    'x']  # it's # one\n  # more\n"), "syntax-error", 3, 9, 10, "comma", "here", 3),
    "forgotten comma between two long values": (
        swap("jobs = [", "many = [dict(\n" + "  a = 1, b = 'x)  # no',\n" * 100 + ")  # one\n" + "dict(\n" + "  a = 1, b = (2),\n" * 100
             + ")]\njobs = ["), "syntax-error", 106, 2, 3, "comma", "here", 3),
    "malformed template": (swap("{{greeting}}", "{{ greeting }}"), "malformed-template", 3, 19, 33, "greeting", None, 1),
    "no jobs": (GOOD.replace("jobs = [", "job = ["), "no-jobs", None, None, None, "jobs", None, 3),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake_is_reported_at_its_place(borealis, tmp_path, name):
    config, rule, line, column, end_column, word, hint, code = MISTAKES[name]
    (tmp_path / "web.aurora").write_text(config)
    done = borealis("config", "validate", "web.aurora", "--format", "json")
    assert done.code == code, done
    errors = [d for d in done.json()["diagnostics"] if d["severity"] == "error"]
    assert [d["rule"] for d in errors] == [rule], done
    found = errors[0]
    assert found["file"] == "web.aurora"
    if line:
        assert (found["line"], found["column"]) == (line, column), done
    if end_column:
        assert found["end_column"] == end_column, done
    assert word in found["message"]
    if hint:
        assert hint in (found["hint"] or "")


def test_text_report_shows_line_caret_and_suggestion(borealis, tmp_path):
    (tmp_path / "web.aurora").write_text(swap("  name = 'hello',", "  nam = 'hello',"))
    done = borealis("config", "validate", "web.aurora")
    assert done.code == 1
    lines = done.out.splitlines()
    assert "error[unknown-field]" in lines[0] and "nam" in lines[0]
    assert any("web.aurora:2:3" in line for line in lines)
    source = next(i for i, line in enumerate(lines) if "nam = 'hello'" in line)
    caret = lines[source + 1]
    assert caret.index("^") == lines[source].index("nam")
    assert "^^^" in caret and "^^^^" not in caret
    assert "name" in caret
    # The one-line summary is talk, not report.
    assert "1 error" in done.err and len(done.err.strip().splitlines()) == 1


def test_a_good_file_is_quiet(borealis, tmp_path):
    (tmp_path / "web.aurora").write_text(GOOD)
    done = borealis("config", "validate", "web.aurora", "--format", "json")
    assert done.code == 0, done
    assert done.json()["diagnostics"] == []
    assert done.json()["summary"] == {"files": 1, "jobs": 1, "errors": 0, "warnings": 0}


def test_all_mistakes_of_a_file_come_in_one_run(borealis, tmp_path):
    config = swap("  name = 'hello',", "  nam = 'hello',").replace("cpu = 0.5", "cpu = 'half'").replace("role =", "rol =")
    (tmp_path / "web.aurora").write_text(config)
    done = borealis("config", "validate", "web.aurora", "--format", "json")
    assert {d["rule"] for d in done.json()["diagnostics"]} >= {"unknown-field", "wrong-type"}
    assert {"nam", "rol", "half"} <= {word for word in ("nam", "rol", "half")
                                      if any(f"`{word}`" in d["message"] or word in d["message"]
                                             for d in done.json()["diagnostics"])}


def test_errors_in_an_included_file_show_the_include(borealis, tmp_path):
    (tmp_path / "base.aurora").write_text("hello = Process(nam = 'x', cmdline = 'y')\n")
    (tmp_path / "web.aurora").write_text("include('base.aurora')\n" + GOOD.split("\n\n", 1)[1])
    done = borealis("config", "validate", "web.aurora", "--format", "json")
    first = next(d for d in done.json()["diagnostics"] if d["rule"] == "unknown-field")
    assert (first["file"], first["line"]) == ("base.aurora", 1)
    assert first["includes"] == [{"file": "web.aurora", "line": 1}]


def test_columns_count_characters(borealis, tmp_path):
    (tmp_path / "web.aurora").write_text("x = 'äöü€𝄞'; y = Process(nam = 'x')\njobs = []\n")
    done = borealis("config", "validate", "web.aurora", "--format", "json")
    found = next(d for d in done.json()["diagnostics"] if d["rule"] == "unknown-field")
    assert (found["line"], found["column"]) == (1, 26)


def test_a_config_cannot_disturb_the_report(borealis, tmp_path):
    (tmp_path / "web.aurora").write_text("print('{{noise}}')\n" + GOOD)
    done = borealis("config", "render", "web.aurora")
    assert done.code == 0
    assert len(done.json()["jobs"]) == 1
    assert "{{noise}}" in done.err


@pytest.mark.parametrize("line", ["import os; os._exit(0)", "import sys; sys.exit(0)", "import os; os.kill(os.getpid(), 9)",
                                  "raise SystemExit"])
def test_a_config_that_ends_its_process_is_a_finding(borealis, tmp_path, line):
    (tmp_path / "web.aurora").write_text(line + "\n" + GOOD)
    done = borealis("config", "validate", "web.aurora", "--format", "json")
    assert done.code == 3
    assert done.json()["summary"]["errors"] == 1


def test_an_endless_loop_ends_at_its_limit(borealis, tmp_path):
    (tmp_path / "web.aurora").write_text("while True:\n  pass\n")
    done = borealis("config", "validate", "web.aurora", "--format", "json", "--time-limit", "1")
    assert done.code == 3
    found = done.json()["diagnostics"][0]
    assert found["rule"] == "limit-exceeded"
    assert found["line"] in (1, 2)
