"""config validate --format: what people, programs and build servers are told."""

import json
import os
import pty
import re
import select
import subprocess
import xml.etree.ElementTree

import pytest

from conftest import BUILD
from validate_cases import DAEMON, GOOD, MISSPELLED, REFUSED, named, write

BOTH = MISSPELLED.replace("'prod'", "'uat'") + "jobs += [jobs[0](name = 'other', task = jobs[0].task()(name = 'x'))]\n"


def validate(borealis, tmp_path, form, **files):
    write(tmp_path, {f"{name}.aurora": text for name, text in files.items()})
    return borealis("config", "validate", *(f"{name}.aurora" for name in files), "--format", form)


def test_json_has_every_key_and_is_complete_with_errors(borealis, tmp_path):
    done = validate(borealis, tmp_path, "json", a=MISSPELLED, b=DAEMON, c="nonsense(")
    assert done.code == 3
    report = done.json()
    assert set(report) == {"diagnostics", "summary"}
    for d in report["diagnostics"]:
        assert set(d) == {"rule", "severity", "message", "file", "line", "column", "end_line", "end_column", "path", "hint",
                          "notes", "includes"}
    assert [d["file"] for d in report["diagnostics"]] == ["a.aurora", "b.aurora", "c.aurora"]
    assert report["summary"] == {"files": 3, "jobs": 2, "errors": 2, "warnings": 1}
    assert len(done.err.strip().splitlines()) == 1


def check_sarif(run):
    """What the specification (SARIF 2.1.0, §3.14-3.30, §3.49) asks of a run, as far as we use it."""
    driver = run["tool"]["driver"]
    assert driver["name"] == "borealis" and driver["version"]
    ids = [rule["id"] for rule in driver["rules"]]
    assert ids == sorted(set(ids))
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"].endswith(".")
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("note", "warning", "error")
    assert run["columnKind"] == "unicodeCodePoints"
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("note", "warning", "error")
        assert result["message"]["text"]
        for location in result["locations"] + result["relatedLocations"]:
            artifact = location["physicalLocation"]["artifactLocation"]
            assert artifact["uriBaseId"] in run["originalUriBaseIds"]
            assert not artifact["uri"].startswith(("/", "file:", ".."))
            region = location["physicalLocation"].get("region")
            if region:
                assert region["startLine"] >= 1
                assert region.get("startColumn", 1) >= 1
                assert (region["startLine"], region.get("startColumn", 1)) < (
                    region.get("endLine", region["startLine"] + 1), region.get("endColumn", 1 << 30))
        for location in result["relatedLocations"]:
            assert location["message"]["text"]


def test_sarif(borealis, tmp_path):
    write(tmp_path, {".git/HEAD": "", "sub/a b.aurora": REFUSED, "sub/base.aurora": "hello = Process(nam = 'x', cmdline = 'y')\n",
                     "sub/c.aurora": "include('base.aurora')\n" + GOOD.split("\n", 1)[1]})
    done = borealis("config", "validate", "a b.aurora", "c.aurora", "--format", "sarif", cwd=tmp_path / "sub")
    log = done.json()
    assert log["version"] == "2.1.0" and "sarif-2.1.0" in log["$schema"]
    check_sarif(log["runs"][0])
    results = {result["ruleId"]: result for result in log["runs"][0]["results"]}
    # The root is where .git is, and a blank is no character of a URI.
    place = results["environment"]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "sub/a%20b.aurora", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 5, "startColumn": 59, "endLine": 5, "endColumn": 62}
    included = results["unknown-field"]["relatedLocations"]
    assert included[-1]["physicalLocation"]["artifactLocation"]["uri"] == "sub/c.aurora"
    assert "helpUri" not in log["runs"][0]["tool"]["driver"]["rules"][0]


def test_sarif_links_to_the_pages_of_the_rules_where_the_project_publishes_them(borealis, tmp_path):
    write(tmp_path, {"borealis.toml": 'rule_pages = "https://docs.example.org/rules"\n', "a.aurora": REFUSED})
    rules = borealis("config", "validate", "a.aurora", "--format", "sarif").json()["runs"][0]["tool"]["driver"]["rules"]
    assert rules[0]["helpUri"] == "https://docs.example.org/rules/environment.md"


def test_sarif_without_findings_is_a_run(borealis, tmp_path):
    done = validate(borealis, tmp_path, "sarif", a=GOOD)
    assert done.code == 0
    assert done.json()["runs"][0]["results"] == []


def test_github_shows_errors_first(borealis, tmp_path):
    done = validate(borealis, tmp_path, "github", a=DAEMON, b=REFUSED, c=MISSPELLED)
    lines = done.out.splitlines()
    assert [line.split()[0] for line in lines] == ["::error", "::error", "::warning"]
    assert lines[0].startswith("::error file=b.aurora,line=5,endLine=5,col=59,endColumn=61,title=environment::")
    assert lines[2].startswith("::warning file=a.aurora,line=1,")


def test_github_escapes_what_the_runner_would_obey(borealis, tmp_path):
    config = "raise ValueError('50% ::error::gotcha, a:b\\r')\n"
    write(tmp_path, {"odd,name:1.aurora": config})
    done = borealis("config", "validate", "odd,name:1.aurora", "--format", "github")
    lines = done.out.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("::error file=odd%2Cname%3A1.aurora,line=1,")
    assert "50%25 ::error::gotcha, a:b" in lines[0] and "\r" not in done.out


def test_github_names_files_from_the_workspace(borealis, tmp_path):
    write(tmp_path, {"sub/a.aurora": REFUSED})
    done = borealis("config", "validate", "a.aurora", "--format", "github", cwd=tmp_path / "sub",
                    env={"GITHUB_WORKSPACE": str(tmp_path)})
    assert done.out.startswith("::error file=sub/a.aurora,")


def test_junit(borealis, tmp_path):
    done = validate(borealis, tmp_path, "junit", good=GOOD, warned=DAEMON, bad=BOTH)
    suites = xml.etree.ElementTree.fromstring(done.out)
    assert suites.tag == "testsuites"
    by_name = {suite.get("name"): suite for suite in suites}
    assert list(by_name) == ["good.aurora", "warned.aurora", "bad.aurora"]
    for suite in suites:
        cases = suite.findall("testcase")
        assert int(suite.get("tests")) == len(cases) > 0
        assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
    assert by_name["good.aurora"].get("failures") == by_name["warned.aurora"].get("failures") == "0"
    assert "daemon" in by_name["warned.aurora"].find("testcase/system-out").text
    assert int(by_name["bad.aurora"].get("failures")) >= 2
    assert int(suites.get("tests")) == sum(int(suite.get("tests")) for suite in suites)


def test_junit_stays_xml_whatever_a_config_says(borealis, tmp_path):
    done = validate(borealis, tmp_path, "junit", a="raise ValueError('<&>\"\\x1b\\x00 ]]>')\n")
    failure = xml.etree.ElementTree.fromstring(done.out).find("testsuite/testcase/failure")
    assert '<&>"' in failure.get("message")


def on_terminal(words, cwd, env):
    """What a terminal would show of stdout."""
    leader, follower = pty.openpty()
    process = subprocess.Popen([str(BUILD / "borealis"), *words], cwd=cwd, stdout=follower, stderr=subprocess.DEVNULL,
                               stdin=subprocess.DEVNULL, env={**os.environ, **env})
    os.close(follower)
    shown = b""
    while select.select([leader], [], [], 60)[0]:
        try:
            chunk = os.read(leader, 65536)
        except OSError:
            break
        if not chunk:
            break
        shown += chunk
    process.wait()
    os.close(leader)
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("no_color", ["", "1"])
def test_text_is_coloured_on_a_terminal_only(borealis, home, tmp_path, no_color):
    write(tmp_path, {"a.aurora": REFUSED})
    shown = on_terminal(["config", "validate", "a.aurora"], tmp_path, {**home, "NO_COLOR": no_color, "TERM": "xterm"})
    plain = borealis("config", "validate", "a.aurora").out
    assert ("\x1b[" in shown) == (no_color == "")
    assert re.sub(r"\x1b\[[0-9;]*m", "", shown) == plain
    assert "\x1b" not in plain


def test_the_report_of_many_files_has_one_summary(borealis, tmp_path):
    done = validate(borealis, tmp_path, "text", a=named("a"), b=named("b", DAEMON), c=named("c", REFUSED))
    assert done.code == 1
    assert done.err.strip() == "1 error, 1 warning in 3 jobs of 3 files"


def test_every_format_is_the_same_twice(borealis, tmp_path):
    files = {f"f{i}": [GOOD, DAEMON, REFUSED, MISSPELLED][i % 4] for i in range(8)}
    for form in ("text", "json", "sarif", "github", "junit"):
        once, twice = (validate(borealis, tmp_path, form, **files).out for _ in range(2))
        assert once == twice
    assert json.loads(validate(borealis, tmp_path, "json", **files).out)["summary"]["files"] == 8
