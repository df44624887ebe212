"""Helpers of the language's tests: what a config sees, asked of one config a table.

A table is a list of (expression, outcome). All its expressions are evaluated by one config, each for itself; an outcome is
the repr() of the result, or "Class: text" of what was raised. A test module names its table so:

    from .conftest import rows, table

    asked = table(SETUP, ROWS)          # a fixture: expression -> outcome

    @rows(ROWS)
    def test_scalars(asked, expression, outcome):
        assert asked[expression] == outcome
"""

import json
import textwrap

import pytest

from conftest import SLOWNESS, run_borealis

# The limits of an evaluation, for programs that are slower than those of users.
LIMITS = [] if SLOWNESS == 1 else ["--cpu-limit", f"{15 * SLOWNESS}s", "--time-limit", f"{30 * SLOWNESS}s"]

# The smallest job there is, so that a config may end as a good one.
JOB = """
jobs = [Job(cluster='c', role='r', environment='prod', name='n',
            task=Task(name='t', resources=Resources(cpu=1, ram=1*MB, disk=1*MB),
                      processes=[Process(name='p', cmdline='true')]))]
"""

ASK = """
def _outcome(expression):
  try:
    return repr(eval(expression, globals()))
  except Exception as error:
    return type(error).__name__ + ': ' + str(error)

def _ask(expressions):
  import json, sys
  sys.stderr.write('\\n%s%s\\n' % (MARK, json.dumps([[e, _outcome(e)] for e in expressions])))
"""
MARK = "the answers: "


def run_config(directory, text, *words, verb="render", name="web.aurora", **more):
    """Writes a config and runs `borealis config VERB` on it."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / name).write_text(textwrap.dedent(text))
    return run_borealis("config", verb, name, *words, cwd=directory, **more)


def ask(directory, setup, expressions, **more):
    """Expression -> outcome, of all of them in one config that begins with `setup`."""
    text = f"{textwrap.dedent(setup)}\nMARK = {MARK!r}\n{ASK}\n_ask({list(expressions)!r})\n{JOB}"
    done = run_config(directory, text, *LIMITS, **more)
    lines = [line for line in done.err.splitlines() if line.startswith(MARK)]
    assert done.code == 0 and len(lines) == 1, done
    return dict(json.loads(lines[0][len(MARK):]))


def table(setup, rows_):
    """A fixture: the outcomes of a table, asked once a module."""
    @pytest.fixture(scope="module")
    def asked(tmp_path_factory):
        return ask(tmp_path_factory.mktemp("table"), setup, [row[0] for row in rows_])
    return asked


def rows(table_):
    assert len({row[0] for row in table_}) == len(table_), "an expression stands twice in the table"
    return pytest.mark.parametrize("expression, outcome", table_, ids=[row[0][:60] for row in table_])


@pytest.fixture
def config(tmp_path):
    """config(TEXT, WORD, ..., verb="render"): runs a config in the test's own directory."""
    def run(text, *words, **more):
        return run_config(tmp_path, text, *words, **more)
    return run


@pytest.fixture
def passes(tmp_path):
    """passes(TEXT): the config runs to its end; an assert that fails shows its line. TEXT need not define jobs."""
    def run(text, **more):
        done = run_config(tmp_path, textwrap.dedent(text) + JOB, **more)
        assert done.code == 0, done
        return done
    return run
