"""A config that does no harm is the same within a sandbox: its jobs, and every finding with its place."""

import json
import shutil

import pytest

from conftest import ROOT, run_borealis

GOLDEN = ROOT / "tests" / "golden"


def cases(kind):
    return sorted(path.name for path in (GOLDEN / kind).iterdir() if (path / "expected.json").exists())


def words_of(directory):
    args = json.loads((directory / "args.json").read_text()) if (directory / "args.json").exists() else {}
    return [word for bind in args.get("bind") or [] for word in ("--bind", bind)], args


@pytest.mark.parametrize("name", cases("lang"))
def test_jobs(tmp_path, name):
    source, directory = GOLDEN / "lang" / name, tmp_path / "case"
    shutil.copytree(source, directory, ignore=shutil.ignore_patterns("expected.json", "args.json", "__pycache__"))
    binds, args = words_of(source)
    expected = json.loads((source / "expected.json").read_text())
    key = [args["key"]] if args.get("key") else []
    done = run_borealis("config", "render", "config.aurora", *key, *binds, "--sandbox", cwd=directory)
    assert done.code == 0, done
    assert done.json()["jobs"] == [job["job"] for job in expected["jobs"]]


@pytest.mark.parametrize("name", cases("bad"))
def test_findings(tmp_path, name):
    source, directory = GOLDEN / "bad" / name, tmp_path / "case"
    shutil.copytree(source, directory, ignore=shutil.ignore_patterns("expected.json", "args.json", "__pycache__"))
    binds, _ = words_of(source)
    words = ["config", "validate", "config.aurora", "--format", "json", *binds]
    plain, confined = run_borealis(*words, cwd=directory), run_borealis(*words, "--sandbox", cwd=directory)
    assert confined.code == plain.code and confined.json() == plain.json()
