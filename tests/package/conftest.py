"""The package of the language, build/python, in the interpreter that runs the tests and in fresh ones."""

import os
import pathlib
import subprocess
import sys
import textwrap

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("BOREALIS_BUILD", ROOT / "build")).resolve()
PACKAGE = BUILD / "python"
sys.path.insert(0, str(PACKAGE))


def environment(**more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, "PYTHONPATH": str(PACKAGE), "PYTHONDONTWRITEBYTECODE": "1", **more}


@pytest.fixture
def python(tmp_path):
    """python(CODE, *OPTIONS): runs code in a fresh interpreter, in the test's own folder."""
    def run(code, *options, env=None):
        command = ["/usr/bin/python3", *options, "-c", textwrap.dedent(code)]
        return subprocess.run(command, cwd=tmp_path, env=environment(**(env or {})), stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=300)
    return run
