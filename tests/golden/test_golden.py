"""The golden cases: configs with the answers of the original implementation (README.md beside this file)."""

import json
import pathlib
import shutil

import pytest

from conftest import run_borealis

HERE = pathlib.Path(__file__).resolve().parent


def cases(kind):
    return sorted(path.name for path in (HERE / kind).iterdir() if (path / "expected.json").exists())


@pytest.fixture
def case(tmp_path, request):
    """A copy of the case without its answer, its arguments and the answer."""
    kind, name = request.param
    source, target = HERE / kind / name, tmp_path / "case"
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("expected.json", "args.json", "__pycache__"))
    args_file = source / "args.json"
    args = json.loads(args_file.read_text()) if args_file.exists() else {}
    return target, args, json.loads((source / "expected.json").read_text())


def params(*kinds):
    pairs = [(kind, name) for kind in kinds for name in cases(kind)]
    return pytest.mark.parametrize("case", pairs, indirect=True, ids=["/".join(pair) for pair in pairs])


def bind_words(args):
    return [word for bind in args.get("bind") or [] for word in ("--bind", bind)]


def render(directory, args, form):
    words = ["config", "render", "config.aurora"]
    if args.get("key"):
        words.append(args["key"])
    return run_borealis(*words, "--as", form, *bind_words(args), cwd=directory)


@params("lang", "schema")
def test_rendered_jobs(case):
    directory, args, expected = case
    done = render(directory, args, "json")
    assert done.code == 0, done
    assert done.json()["jobs"] == [job["job"] for job in expected["jobs"]]


def without_owners_and_data(message):
    """The message without what expected.json leaves out, and the executor data."""
    message = json.loads(json.dumps(message))
    message.pop("7", None)
    task = message["6"]["rec"]
    task.pop("17", None)
    executor = task["25"]["rec"]
    data = executor.pop("2", {"str": ""})["str"]
    return message, data


def normal(value):
    """Sets have no order: sort them by their text. Numbers compare as numbers."""
    if isinstance(value, dict):
        return {key: (["set", *sorted(map(str, map(normal, item[2:])))] if key == "set" else normal(item))
                for key, item in value.items()}
    if isinstance(value, list):
        return [normal(item) for item in value]
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def ports_of(message):
    resources = message["6"]["rec"]["32"]["set"][2:]
    return {member["4"]["str"] for member in resources if "4" in member}


@params("lang", "schema")
def test_api_message(case):
    directory, args, expected = case
    done = render(directory, args, "thrift")
    assert done.code == 0, done
    messages = done.json()
    assert len(messages) == len(expected["jobs"])
    for message, job in zip(messages, expected["jobs"]):
        assert ports_of(message) == set(job["ports"])
        message, data = without_owners_and_data(message)
        assert normal(message) == normal(without_owners_and_data_of_expected(job["thrift"]))
        if "executor_data_raw" in job:
            assert data == job["executor_data_raw"]
        else:
            assert json.loads(data) == job["executor_data"]


def without_owners_and_data_of_expected(thrift):
    thrift = json.loads(json.dumps(thrift))
    thrift["6"]["rec"].get("25", {"rec": {}})["rec"].pop("2", None)
    return thrift


def words_of(diagnostic):
    texts = [diagnostic["message"], diagnostic["hint"] or ""]
    return " ".join(texts + [note["message"] for note in diagnostic["notes"]]).lower()


def starts_a_word(text, needle):
    needle, at = needle.lower(), -1
    while (at := text.find(needle, at + 1)) >= 0:
        if at == 0 or not (text[at - 1].isalnum() and needle[:1].isalnum()):
            return True
    return False


def is_met(finding, severity, diagnostics):
    places = [finding, *finding.get("or", [])]
    for diagnostic in diagnostics:
        if diagnostic["severity"] != finding.get("severity", severity):
            continue
        line = diagnostic["line"] or 0
        at_place = any(diagnostic["file"] == place["file"] and place["lines"][0] <= line <= place["lines"][1]
                       for place in places)
        if at_place and all(any(starts_a_word(words_of(diagnostic), word) for word in alternatives)
                            for alternatives in finding["about"]):
            return True
    return False


@params("bad")
def test_findings(case):
    directory, args, expected = case
    words = ["config", "validate", "config.aurora", "--format", "json", *bind_words(args)]
    if args.get("job") or args.get("key"):
        words += ["--job", args.get("job") or args["key"]]
    done = run_borealis(*words, cwd=directory, timeout=120)
    report = done.json()
    missing = [finding for finding in expected["findings"]
               if not is_met(finding, expected["severity"], report["diagnostics"])]
    assert not missing, f"not met: {json.dumps(missing, indent=1)}\n{done}"
    error = any(finding.get("severity", expected["severity"]) == "error" for finding in expected["findings"])
    assert done.code in ((1, 3) if error else (0,)), done
    assert len(report["diagnostics"]) <= 3 * len(expected["findings"]) + 3, "a flood of findings\n" + repr(done)
