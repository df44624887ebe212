"""What all suites share: the programs under test and ways to run them."""

import json
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[1]
BUILD = pathlib.Path(os.environ.get("BOREALIS_BUILD", ROOT / "build"))
# Sanitized programs are several times slower; limits of tests are multiplied by this.
SLOWNESS = 6 if os.environ.get("BOREALIS_SANITIZED") else 1


class Finished:
    """What a finished command left."""

    def __init__(self, completed):
        self.code = completed.returncode
        self.out = completed.stdout
        self.err = completed.stderr

    def json(self):
        return json.loads(self.out)

    def __repr__(self):
        return f"exit {self.code}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"


def run_borealis(*words, cwd=None, env=None, timeout=60, input=None):
    completed = subprocess.run(
        [str(BUILD / "borealis"), *map(str, words)], cwd=cwd, env={**os.environ, **(env or {})}, text=True,
        capture_output=True, timeout=timeout * SLOWNESS, **({"input": input} if input is not None else {"stdin": subprocess.DEVNULL}))
    return Finished(completed)


@pytest.fixture
def home(tmp_path):
    """An environment in which nobody's own clusters and states are seen."""
    return {"HOME": str(tmp_path / "home"), "XDG_STATE_HOME": str(tmp_path / "state"),
            "AURORA_CONFIG_ROOT": str(tmp_path / "etc"), "NO_COLOR": "1"}


@pytest.fixture
def borealis(tmp_path, home):
    """borealis(WORD, ...): runs the program in the test's own directory and home."""
    def run(*words, cwd=tmp_path, env=None, **more):
        return run_borealis(*words, cwd=cwd, env={**home, **(env or {})}, **more)
    return run
