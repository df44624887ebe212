"""Helpers of test_loading_*.py: a folder of configs, what the program says of them, and tables of expressions."""

import json
import textwrap

import pytest

from conftest import run_borealis

# Sanitized programs have no limit on memory and report crashes themselves: run_tests.py leaves these tests out there.
needs_plain_build = pytest.mark.plain_build

# The smallest good job, for configs of which something else is of interest.
JOB = """
jobs = [Job(cluster='c', role='r', environment='prod', name='n',
            task=Task(name='t', resources=Resources(cpu=1, ram=1*MB, disk=1*MB),
                      processes=[Process(name='p', cmdline='true')]))]
"""


class Report:
    """What `config validate --format json` said."""

    def __init__(self, done):
        self.code = done.code
        self.err = done.err
        self.text = done.out
        self.diagnostics = done.json()["diagnostics"]

    def errors(self, file=None):
        return [d for d in self.diagnostics if d["severity"] == "error" and file in (None, d["file"])]

    @property
    def only(self):
        """The one error there is."""
        errors = self.errors()
        assert len(errors) == 1, self
        return errors[0]

    def __repr__(self):
        return f"exit {self.code}\n{json.dumps(self.diagnostics, indent=1)}\n{self.err}"


class Folder:
    """A folder with configs in it; commands run in it."""

    def __init__(self, path):
        self.path = path

    def write(self, name, text):
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else textwrap.dedent(text).encode())
        return file

    def run(self, *words, **more):
        return run_borealis("config", *words, cwd=more.pop("cwd", self.path), **more)

    def validate(self, text=None, *words, file="web.aurora", **more):
        if text is not None:
            self.write(file, text)
        return Report(self.run("validate", file, "--format", "json", *words, **more))

    def render(self, text=None, *words, file="web.aurora", **more):
        if text is not None:
            self.write(file, text)
        return self.run("render", file, *words, **more)

    def jobs(self, text=None, *words, **more):
        """The jobs that render prints; it must succeed."""
        done = self.render(text, *words, **more)
        assert done.code == 0, done
        return done.json()["jobs"]

    def cmdlines(self, text=None, *words, **more):
        return [p["cmdline"] for job in self.jobs(text, *words, **more) for p in job["task"]["processes"]]


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def source_at(text, found):
    """What stands in the source at the place of a diagnostic that is within a line."""
    assert found["line"] == found["end_line"], found
    line = text.splitlines()[found["line"] - 1]
    return line[found["column"] - 1:found["end_column"] - 1]


OUTCOME = """
def _outcome(expression):
  try:
    return repr(eval(expression, globals()))
  except BaseException as error:
    return type(error).__name__ + ': ' + str(error)
import json as _json, sys as _sys
_sys.stderr.write('\\nanswers: ' + _json.dumps([_outcome(each) for each in %r]) + '\\n')
"""


def answers(folder, setup, expressions):
    """The outcomes of expressions in a config: the repr() of the value, or "Class: text" of what was raised."""
    done = folder.render(textwrap.dedent(setup) + OUTCOME % list(expressions) + JOB)
    lines = [line for line in done.err.splitlines() if line.startswith("answers: ")]
    assert done.code == 0 and len(lines) == 1, done
    return json.loads(lines[0].removeprefix("answers: "))


def table(setup, rows):
    """A test of a table of (expression, outcome) that one config answers; what differs is shown together."""
    def test(folder):
        found = answers(folder, setup, [expression for expression, _ in rows])
        wrong = [f"{expression}\n    is  {is_}\n    not {wanted}"
                 for (expression, wanted), is_ in zip(rows, found) if is_ != wanted]
        assert not wrong, "\n".join(wrong)
    return test
