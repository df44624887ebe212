"""The cases of lang/ and schema/ all render. What `config validate` calls an error there is what a scheduler, or the
original client before an update, refuses: validate_errors.txt lists it, each with the reason, and nothing else may be."""

import pathlib

import pytest

from conftest import run_borealis
from test_golden import bind_words, case, cases  # noqa: F401 (a fixture)

HERE = pathlib.Path(__file__).resolve().parent


def reviewed():
    """{(kind, name): {rule}}"""
    listed = {}
    for line in (HERE / "validate_errors.txt").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        path, rule, reason = line.split(None, 2)
        assert len(reason) > 20, f"{path} {rule}: no reason"
        rules = listed.setdefault(tuple(path.split("/")), set())
        assert rule not in rules, f"{path} {rule} stands there twice"
        rules.add(rule)
    return listed


REVIEWED = reviewed()
PAIRS = [(kind, name) for kind in ("lang", "schema") for name in cases(kind)]


@pytest.mark.parametrize("case", PAIRS, indirect=True, ids=["/".join(pair) for pair in PAIRS])
def test_errors_are_those_that_were_reviewed(case, request):
    directory, args, _ = case
    words = ["config", "validate", "config.aurora", "--format", "json", *bind_words(args)]
    if args.get("key"):
        words += ["--job", args["key"]]
    done = run_borealis(*words, cwd=directory, env={"HOME": str(directory), "AURORA_CONFIG_ROOT": str(directory)})
    errors = {d["rule"] for d in done.json()["diagnostics"] if d["severity"] == "error"}
    expected = REVIEWED.get(tuple(request.node.callspec.id.split("/")), set())
    assert errors == expected, done
    assert done.code == (1 if expected else 0)


def test_every_reviewed_case_exists():
    assert set(REVIEWED) <= set(PAIRS)
