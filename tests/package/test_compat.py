"""./dev compat: another implementation's tests against the package."""

import subprocess

import pytest

from .conftest import PACKAGE, ROOT, environment

MIXED = """
import pytest
import pystachio

def test_good():
  assert str(pystachio.String('a')) == 'a'

@pytest.mark.parametrize('n', [1, 2])
def test_bad(n):
  assert n == 2

@pytest.mark.xfail
def test_expected():
  assert False

@pytest.mark.skip
def test_left_out():
  assert False

def test_from_the_package(tmp_path):
  open('left.txt', 'w').close()
  assert pystachio.__file__.startswith(%r)
""" % str(PACKAGE)


def compat(folder, *words):
    return subprocess.run(["/usr/bin/python3", ROOT / "tests" / "tools" / "compat.py", "--package", PACKAGE, *words],
                          cwd=folder, env=environment(), capture_output=True, text=True, timeout=300)


def listing(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def sources(folder):
    """Without what any interpreter that imports the package may leave beside it."""
    return [name for name in listing(folder) if "__pycache__" not in name]


@pytest.fixture
def suite(tmp_path):
    folder = tmp_path / "suite"
    folder.mkdir()
    return folder


def test_what_failed_is_named_and_counted(suite, tmp_path):
    (suite / "test_mixed.py").write_text(MIXED)
    done = compat(tmp_path, "suite")
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert lines[-2:] == ["failed: test_mixed.test_bad[1]", "3 passed, 1 failed, 1 skipped, 1 expected failure"]


def test_all_is_well(suite, tmp_path):
    (suite / "test_well.py").write_text("def test_well():\n  import pystachio.config\n")
    done = compat(tmp_path, "suite")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "1 passed, 0 failed, 0 skipped, 0 expected failures")


def test_a_suite_that_can_not_be_read_failed(suite, tmp_path):
    (suite / "test_broken.py").write_text("import pystachio.nonsense\n")
    done = compat(tmp_path, "suite")
    assert done.returncode == 1 and "0 passed, 1 failed" in done.stdout.splitlines()[-1]
    assert "failed: test_broken" in done.stdout


def test_nothing_is_written_there(suite, tmp_path):
    (suite / "test_mixed.py").write_text(MIXED)
    (suite / "conftest.py").write_text("import helper\n")
    (suite / "helper.py").write_text("x = 1\n")
    before = listing(suite), sources(PACKAGE)
    compat(tmp_path, str(suite))
    assert (listing(suite), sources(PACKAGE)) == before


def test_what_is_no_suite(suite, tmp_path):
    (suite / "notes.txt").write_text("none")
    for word, said in (("nowhere", "there is no nowhere"), ("suite", "there are no tests in suite"),
                       ("suite/notes.txt", "suite/notes.txt is no folder of tests")):
        done = compat(tmp_path, word)
        assert done.returncode == 2 and said in done.stderr and not done.stderr.startswith("Traceback"), done


def test_the_command_is_told_and_checks_its_word():
    help_text = subprocess.run([ROOT / "dev", "--help"], capture_output=True, text=True).stdout
    assert "./dev compat DIR" in help_text
    for words in ([], ["a", "b"], ["/nonexistent/suite"]):
        done = subprocess.run([ROOT / "dev", "compat", *words], capture_output=True, text=True)
        assert done.returncode == 1 and done.stderr.startswith("dev: "), done
