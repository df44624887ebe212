"""The examples of docs/python.md, as a reader would try them: in the page's order, in one folder."""

import doctest
import re
import subprocess

import pytest

from .conftest import ROOT, environment

PAGE = (ROOT / "docs" / "python.md").read_text()
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.S | re.M)


def file_name(block):
    first = block.split("\n", 1)[0]
    return first[2:] if re.fullmatch(r"# [\w.]+", first) else None


@pytest.fixture
def folder(tmp_path):
    for kind, block in BLOCKS:
        if kind == "python" and file_name(block):
            (tmp_path / file_name(block)).write_text(block)
    return tmp_path


def run(folder, *command):
    return subprocess.run(["/usr/bin/python3", *command], cwd=folder, env=environment(), stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=300)


def test_every_block_is_tried():
    kinds = [kind if kind != "python" else file_name(block) or "session" for kind, block in BLOCKS]
    assert kinds == ["session", "web.aurora", "summary.py", "text", "test_web.py"]


def test_the_session():
    (session,) = [block for kind, block in BLOCKS if ">>> " in block]
    test = doctest.DocTestParser().get_doctest(session, {}, "docs/python.md", "docs/python.md", 0)
    runner = doctest.DocTestRunner()
    runner.run(test)
    assert runner.tries > 5 and runner.failures == 0


def test_the_script(folder):
    (expected,) = [block for kind, block in BLOCKS if kind == "text"]
    done = run(folder, "summary.py")
    assert (done.returncode, done.stdout, done.stderr) == (0, expected, "")


def test_the_script_says_what_is_wrong(folder):
    (folder / "web.aurora").write_text("jobs = (")
    done = run(folder, "summary.py")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "web.aurora: '(' was never closed (web.aurora, line 1)\n"


def test_the_test(folder):
    done = run(folder, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_web.py")
    assert done.returncode == 0 and "4 passed" in done.stdout, done.stdout


def test_the_command(folder):
    command = re.search(r"-c '(.*)'$", PAGE, re.M).group(1)
    assert run(folder, "-c", command).stdout == "1\n"
