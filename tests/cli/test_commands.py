"""The command line: data on stdout, talk on stderr, and the exit codes of docs/exit-codes.md."""

import json
import os
import pathlib
import re
import subprocess

import pytest

from conftest import BUILD, ROOT, run_borealis

EXAMPLES = sorted((ROOT / "examples").glob("*/*.aurora"))
HELLO = ROOT / "examples" / "hello" / "hello.aurora"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_are_clean(borealis, path):
    done = borealis("config", "validate", path, "--strict")
    assert done.code == 0, done


def test_list(borealis):
    done = borealis("config", "list", HELLO)
    assert done.code == 0 and done.out == "devcluster/demo/prod/hello\n"
    listed = borealis("config", "list", HELLO, "--output", "json").json()
    assert [job["key"] for job in listed["jobs"]] == ["devcluster/demo/prod/hello"]
    assert listed["jobs"][0]["line"] > 1 and listed["jobs"][0]["file"].endswith("hello.aurora")


def test_render_resolves_and_keeps_late_references(borealis):
    job, = borealis("config", "render", HELLO).json()["jobs"]
    assert job["instances"] == 300 and job["service"] is True
    assert job["task"]["resources"] == {"cpu": 1.0, "ram": 128 << 20, "disk": 128 << 20, "gpu": 0}
    commands = [process["cmdline"] for process in job["task"]["processes"]]
    assert str(HELLO.parent) in commands[0]
    assert "{{thermos.ports[http]}}" in commands[1] and "{{mesos.instance}}" in commands[1]
    assert job["task"]["constraints"] == [{"order": ["install", "serve"]}]


def test_render_is_the_same_bytes_every_time(borealis):
    first = borealis("config", "render", HELLO, "--as", "thrift", "--user", "ann")
    second = borealis("config", "render", HELLO, "--as", "thrift", "--user", "ann", env={"PYTHONHASHSEED": "7"})
    assert first.code == 0 and first.out == second.out


def test_bind_reaches_the_config(borealis):
    job, = borealis("config", "render", HELLO, "--bind", "source=/opt/elsewhere").json()["jobs"]
    assert "cp /opt/elsewhere/server.pl" in job["task"]["processes"][0]["cmdline"]


def test_inspect_names_the_processes(borealis):
    done = borealis("job", "inspect", "devcluster/demo/prod/hello", HELLO)
    assert done.code == 0, done
    assert "install" in done.out and "serve" in done.out and "300" in done.out


def test_inspect_shows_the_message(borealis):
    done = borealis("job", "inspect", "devcluster/demo/prod/hello", HELLO, "--raw")
    assert done.code == 0, done
    assert done.json()["instanceCount"] == 300 and done.json()["key"]["environment"] == "prod"
    assert json.loads(done.json()["taskConfig"]["executorConfig"]["data"])["name"] == "hello"


@pytest.mark.parametrize("words, code", [
    (["--version"], 0),
    (["--help"], 0),
    ([], 0),
    (["job", "deploy", "--help"], 0),
    (["jub"], 64),
    (["job", "deply"], 64),
    (["config", "validate"], 64),
    (["config", "validate", "--formt", "json", "x.aurora"], 64),
    (["config", "validate", "--format", "yaml", "x.aurora"], 64),
    (["config", "validate", "nowhere.aurora"], 3),
    (["config", "render", "nowhere.aurora"], 3),
    (["config", "render", HELLO, "devcluster/demo/prod/hallo"], 3),
    (["job", "status", "devcluster/demo/prod/hello"], 6),
    (["job", "status", "not-a-key/"], 64),
    (["job", "killall", "devcluster/demo/prod/hello"], 64),
    (["job", "kill", "devcluster/demo/prod/hello/0-3"], 64),
    (["update", "abort", "devcluster/demo/prod/hello"], 64),
    (["update", "rollback", "devcluster/demo/prod/hello"], 64),
    (["update", "wait"], 64),
    (["update", "wait", "devcluster/demo/prod/hello"], 6),
    (["update", "list", "devcluster", "--status", "finished"], 64),
    (["job", "add", "devcluster/demo/prod/hello/0", "0"], 64),
    (["job", "restart", "devcluster/demo/prod/hello", "--batch-size", "0"], 64),
    (["job", "diff", "devcluster/demo/prod/hello/3-1", HELLO], 64),
    (["job", "diff", HELLO], 6),
    (["cluster", "down"], 0),
])
def test_exit_codes(borealis, words, code):
    done = borealis(*words)
    assert done.code == code, done
    assert "terminate called" not in done.err and "Traceback" not in done.err
    if code not in (0,):
        assert done.err.strip(), "a failure says why on stderr"
        assert not done.out.strip() or "validate" in words


@pytest.mark.parametrize("words, said", [
    (["config", "validate", HELLO, "--jobs"], "--jobs needs a value: N"),
    (["config", "validate", HELLO, "--jobs", "x"], "'x' is no whole number from 1 to 1000"),
    (["job", "status", "--output"], "--output needs a value: text|json"),
])
def test_a_wrong_value_of_an_option_is_named(borealis, words, said):
    done = borealis(*words)
    assert done.code == 64 and said in done.err and "--help` says more" in done.err, done


def test_a_mistyped_verb_gets_a_suggestion(borealis):
    assert "deploy" in borealis("job", "deply").err


def test_help_leads_with_an_example(borealis):
    for words in (["config", "validate"], ["job", "deploy"], ["job", "diff"], ["update", "start"], ["cluster", "up"], ["task", "try"]):
        first = [line for line in borealis(*words, "--help").out.splitlines() if line.strip()]
        assert any("borealis " + " ".join(words) in line for line in first[:4]), first[:6]


def test_no_answer_is_5(borealis, tmp_path):
    (tmp_path / "etc").mkdir(exist_ok=True)
    (tmp_path / "etc" / "clusters.json").write_text(json.dumps([{"name": "far", "scheduler_uri": "http://127.0.0.1:9"}]))
    done = borealis("job", "status", "far/demo/prod/hello")
    assert done.code == 5, done


def test_unwritable_output_is_74():
    with open("/dev/full", "w") as full:
        code = subprocess.run([BUILD / "borealis", "config", "render", HELLO], stdout=full, stderr=subprocess.PIPE).returncode
    assert code == 74


@pytest.mark.parametrize("form", ["json", "sarif", "github", "junit", "text"])
def test_report_formats(borealis, tmp_path, form):
    (tmp_path / "web.aurora").write_text("jobs = [Process(nam = 'x')]\n")
    done = borealis("config", "validate", "web.aurora", "--format", form)
    assert done.code == 1, done
    assert "unknown-field" in done.out
    if form == "sarif":
        run, = done.json()["runs"]
        result = next(result for result in run["results"] if result["ruleId"] == "unknown-field")
        region = result["locations"][0]["physicalLocation"]["region"]
        assert done.json()["version"] == "2.1.0" and region["startLine"] == 1 and region["startColumn"] == 17
    if form == "junit":
        import xml.etree.ElementTree as ET
        assert ET.fromstring(done.out).iter("failure")
    if form == "github":
        assert any(line.startswith("::error ") and "line=1" in line for line in done.out.splitlines())


def test_every_key_of_the_json_report_is_there(borealis, tmp_path):
    (tmp_path / "web.aurora").write_text("jobs = [Process(nam = 'x')]\n")
    report = borealis("config", "validate", "web.aurora", "--format", "json").json()
    for diagnostic in report["diagnostics"]:
        assert set(diagnostic) == {"rule", "severity", "message", "file", "line", "column", "end_line", "end_column",
                                   "path", "hint", "notes", "includes"}


def test_strict_turns_warnings_into_errors(borealis, tmp_path):
    text = HELLO.read_text().replace("instances = 300,", "instances = 300, production = True,")
    (tmp_path / "web.aurora").write_text(text)
    assert borealis("config", "validate", "web.aurora").code == 0
    assert borealis("config", "validate", "web.aurora", "--strict").code == 1


def test_many_files_and_directories(borealis, tmp_path):
    (tmp_path / "configs" / "deep").mkdir(parents=True)
    for name in ("configs/a.aurora", "configs/deep/b.aurora"):
        (tmp_path / name).write_text(HELLO.read_text())
    report = borealis("config", "validate", "configs", "--format", "json").json()
    assert report["summary"]["files"] == 2


def verbs():
    noun = None
    for line in run_borealis("--help").out.splitlines():
        if found := re.match(r"([a-z]+)  \S", line):
            noun = found[1]
        elif noun and (found := re.match(r"  ([a-z-]+)  +\S", line)):
            yield f"{noun} {found[1]}"
    for verb in re.findall(r"^  ([a-z][a-z-]+)  +[a-z]", run_borealis("admin", "--help").out, re.M):
        yield f"admin {verb}"


def test_every_flag_of_every_verb_is_taken(borealis):
    listed = list(verbs())
    assert len(listed) > 60 and "job deploy" in listed and "admin query" in listed
    for verb in listed:
        options = borealis(*verb.split(), "--help").out.split("Options:")[1]
        flags = re.findall(r"^  (?:-\w, )?(--[a-z-]+)  ", options, re.M)
        # These exclude others, or end the reading.
        flags = [flag for flag in flags if flag not in ("--no-sandbox", "--no-hermetic", "--help")]
        done = borealis(*verb.split(), *flags, "--no-such-option")
        assert done.code == 64 and "has no option --no-such-option" in done.err, (verb, flags, done)
