"""Executing a config and include() in all its forms (language.md §16, surprises.md §6)."""

import os

import pytest

from .loading import JOB, folder, table  # noqa: F401


def test_one_namespace_for_all_files(folder):
    """§16.1: names of every file are visible everywhere afterwards and can be overwritten."""
    folder.write("lib/a.aurora", """
        NAME = 'from-a'
        def make(cmd): return Process(name=NAME, cmdline=cmd)
        include('sub/b.aurora')
        """)
    folder.write("lib/sub/b.aurora", """
        include('../c.aurora')
        B = 'b' + C
        """)
    folder.write("lib/c.aurora", "C = 'c'\nNAME = NAME + '-changed'\n")
    assert folder.cmdlines("""
        include('lib/a.aurora')
        MB = 1024 * 1024 * 2
        p = make('echo %s {{x}}' % B)
        assert str(p.name()) == 'from-a-changed'
        jobs = [Service(cluster='c', role='r', environment='prod', name='n',
                        task=Task(processes=[p], resources=Resources(cpu=1, ram=1*MB, disk=1*MB))).bind(x=MB)]
        """) == ["echo bc 2097152"]


def test_include_forms(folder):
    """§16.3: returns None, runs every time, from functions, loops and conditionals, absolute and PathLike paths."""
    folder.write("count.aurora", "count = globals().get('count', 0) + 1\n")
    folder.write("sub/deep.aurora", "deep = True\nif globals().get('again', 0) < 2:\n  again = globals().get('again', 0) + 1\n  include('deep.aurora')\n")
    done = folder.render(f"""
        import pathlib
        assert include('count.aurora') is None
        for i in range(3): include('count.aurora')
        def f(): include('./count.aurora')
        f()
        if count == 5: include('sub/../count.aurora')
        include({str(folder.path / 'count.aurora')!r})
        include(pathlib.Path('count.aurora'))
        assert count == 8, count
        include('sub/deep.aurora')
        assert deep and again == 2
        """ + JOB.replace("\n", "\n        "))
    assert done.code == 0, done


def test_the_executing_file_decides(folder):
    """§16.3: a function of lib/x that includes resolves against the file executing when it is called."""
    folder.write("c.aurora", "found = 'root'\n")
    folder.write("lib/c.aurora", "found = 'lib'\n")
    folder.write("lib/x.aurora", "def late(): include('c.aurora')\nlate()\nat_load = found\n")
    done = folder.render("include('lib/x.aurora')\nlate()\nassert (at_load, found) == ('lib', 'root')\n" + JOB)
    assert done.code == 0, done


def test_the_executing_file_is_restored_after_an_exception(folder):
    """§16.3, §23: the original forgets to; a config that catches goes on where it was."""
    folder.write("c.aurora", "found = 'root'\n")
    folder.write("lib/bad.aurora", "1 / 0\n")
    done = folder.render("""
        try: include('lib/bad.aurora')
        except ZeroDivisionError: pass
        include('c.aurora')
        assert found == 'root'
        """ + JOB.replace("\n", "\n        "))
    assert done.code == 0, done


@pytest.mark.parametrize("argument, words, column", [
    ("'nowhere.aurora'", "`nowhere.aurora` can't be read: No such file or directory", 1),
    ("'sub'", "Is a directory", 1),
    ("'sub/nowhere.aurora'", "sub/nowhere.aurora", 1),
    ("5", "path as text, not int", 1),
    ("", "exactly one argument (0 given)", 1),
    ("'a', 'b'", "exactly one argument (2 given)", 1),
])
def test_a_wrong_include_is_an_error_at_the_call(folder, argument, words, column):
    (folder.path / "sub").mkdir()
    report = folder.validate(f"x = 1\ninclude({argument})\n")
    assert report.code == 3
    assert words in report.only["message"]
    assert (report.only["file"], report.only["line"], report.only["column"]) == ("web.aurora", 2, column)
    assert report.only["rule"] == ("unreadable-file" if argument.startswith("'") and "," not in argument else "python-error")


def test_a_misspelled_include_names_the_nearest_file(folder):
    folder.write("inc/base.aurora", "")
    assert folder.validate("include('inc/bse.aurora')\n").only["hint"] == "did you mean `inc/base.aurora`?"
    assert folder.validate("include('inc/nothing_like_it')\n").only["hint"] is None
    assert folder.validate("include('nc/base.aurora')\n").only["hint"] is None


def test_errors_of_include_can_be_caught(folder):
    done = folder.render("""
        caught = []
        for wrong in ('nowhere', '.', 5, None, b'x'):
          try: include(wrong)
          except (OSError, TypeError) as error: caught.append(type(error).__name__)
        assert caught == ['FileNotFoundError', 'IsADirectoryError', 'TypeError', 'TypeError', 'TypeError'], caught
        """ + JOB.replace("\n", "\n        "))
    assert done.code == 0, done


def test_a_file_that_includes_itself(folder):
    """§16.3: unconditional recursion is an error at the include, told once, with a few steps of the stack."""
    folder.write("a.aurora", "include('b.aurora')\n")
    folder.write("b.aurora", "\ninclude('a.aurora')\n")
    report = folder.validate("include('a.aurora')\n")
    assert report.code == 3
    assert "RecursionError" in report.only["message"] and "includes itself" in report.only["hint"]
    assert report.only["file"] in ("a.aurora", "b.aurora")
    assert 2 <= len(report.only["includes"]) <= 20


def test_the_include_stack(folder):
    """Each diagnostic of an included file tells how it was reached, innermost first."""
    folder.write("one.aurora", "x = 1\ninclude('lib/two.aurora')\n")
    folder.write("lib/two.aurora", "\n\nbad = Process(nam='x')\n")
    report = folder.validate("\ninclude('one.aurora')\n" + JOB)
    found = report.only
    assert (found["rule"], found["file"], found["line"], found["column"]) == ("unknown-field", "lib/two.aurora", 3, 15)
    assert found["includes"] == [{"file": "one.aurora", "line": 2}, {"file": "web.aurora", "line": 2}]


def test_syntax_errors_in_included_files(folder):
    folder.write("lib/two.aurora", "x = 1\ny = = 2\n")
    report = folder.validate("include('lib/two.aurora')\n")
    assert report.code == 3
    assert (report.only["file"], report.only["line"], report.only["column"]) == ("lib/two.aurora", 2, 5)
    assert report.only["includes"] == [{"file": "web.aurora", "line": 1}]


def test_file_names_in_diagnostics(folder):
    """Relative to the working directory when below it, whatever the way that the file was named."""
    folder.write("jobs/web.aurora", "include('../lib/base.aurora')\n")
    folder.write("lib/base.aurora", "bad = Process(nam='x')\n")
    absolute = str(folder.path / "jobs/web.aurora")
    for name, cwd in (("jobs/web.aurora", folder.path), (absolute, folder.path), ("./jobs/web.aurora", folder.path),
                      ("jobs/../jobs/web.aurora", folder.path)):
        found = folder.validate(file=name, cwd=cwd).errors()[0]
        assert found["file"] == "lib/base.aurora", name
        assert found["includes"] == [{"file": "jobs/web.aurora", "line": 1}], name
    found = folder.validate(file="web.aurora", cwd=folder.path / "jobs").errors()[0]
    assert os.path.realpath(folder.path / "jobs" / found["file"]) == os.path.realpath(folder.path / "lib/base.aurora")
    assert found["includes"] == [{"file": "web.aurora", "line": 1}]


def test_a_config_that_changes_its_directory(folder):
    """Mistakes are still found, all of them, at their places."""
    report = folder.validate("import os\nos.chdir('/')\na = Process(nam='x')\nb = Process(nane='x')\n" + JOB)
    assert [(d["rule"], d["file"], d["line"]) for d in report.errors()] == [
        ("unknown-field", "web.aurora", 3), ("unknown-field", "web.aurora", 4)]


def test_encodings(folder):
    """§16.1: CRLF is fine, PEP 263 cookies are irrelevant; a byte order mark is skipped (the original refuses it)."""
    config = "# -*- coding: latin-1 -*-\nname = 'é'\nassert len(name) == 1\n" + JOB
    assert folder.render(config.encode()).code == 0
    assert folder.render(config.replace("\n", "\r\n").encode()).code == 0
    assert folder.render(b"\xef\xbb\xbf" + config.encode()).code == 0
    folder.write("bom.aurora", b"\xef\xbb\xbfx = 1\r\n")
    assert folder.render("include('bom.aurora')\nassert x == 1\n" + JOB).code == 0
    report = folder.validate("x = 1\ny = 'a\xe9'\n".encode("latin-1"))
    assert report.code == 3
    assert (report.only["rule"], report.only["line"], report.only["column"]) == ("syntax-error", 2, 7)
    assert "UTF-8" in report.only["message"]


def test_what_the_file_itself_may_do(folder):
    """§16.1: no __file__, __name__ is 'builtins', sys.path and the directory are as they were, all of Python is there."""
    folder.write("sibling.py", "x = 1\n")
    folder.write("data.json", '{"a": 1}')
    folder.write("sub/inner.aurora", "inner_name = __name__\nhere = open('data.json').read()\n")
    done = folder.render("""
        import os, json, getpass, re, collections, datetime
        if __name__ == '__main__': raise AssertionError
        assert __name__ == 'builtins'
        assert '__file__' not in globals()
        include('sub/inner.aurora')
        assert inner_name == 'builtins' and json.loads(here) == {'a': 1}
        try: import sibling
        except ImportError: sibling = None
        assert sibling is None
        class Plain:
          def method(self): return [n * 2 for n in range(3)]
        assert Plain().method() == [0, 2, 4]
        assert [each for each in (lambda: (yield 1))()] == [1]
        print('talk')
        """ + JOB.replace("\n", "\n        "))
    assert done.code == 0, done
    assert done.err.splitlines() == ["talk"]
    done.json()


def test_a_name_can_be_anything(folder):
    """§16.1: the config's own names hide ours, include among them."""
    done = folder.render("""
        Process = Process(max_failures=3)
        assert Process.max_failures().get() == 3
        include = None
        MB = 5
        jobs = [Job(cluster='c', role='r', environment='prod', name='n',
                    task=Task(name='t', resources=Resources(cpu=1, ram=GB, disk=GB),
                              processes=[Process(name='p', cmdline='true')]))]
        """)
    assert done.code == 0, done
    assert done.json()["jobs"][0]["task"]["processes"][0]["max_failures"] == 3


def test_top_level_return(folder):
    report = folder.validate("x = 1\nreturn x\n")
    assert report.code == 3
    assert (report.only["rule"], report.only["line"]) == ("syntax-error", 2)
    assert "assign the list to `jobs`" in report.only["hint"]


def test_an_included_jobs_is_overwritten(folder):
    """surprises.md §6: jobs is just a name; the last assignment wins."""
    folder.write("base.aurora", JOB)
    assert [j["name"] for j in folder.jobs("jobs = 5\ninclude('base.aurora')\n")] == ["n"]
    assert folder.jobs("include('base.aurora')\njobs = [j(name='mine') for j in jobs]\n")[0]["name"] == "mine"


# §16.2, §16.4: a config may load others itself.
test_config_class = table("""
from io import BytesIO, StringIO
from pystachio.config import Config, ConfigContext, FileExecutor, FilelikeExecutor, LoadableMapExecutor, ResourceExecutor
def load(text, **kw): return Config(StringIO(text), **kw)
TREE = {'\\0root': 'include("b"); y = 2', 'root\\0b': 'x = 1'}
open('inner.txt', 'w').write('include("other.txt"); z = String("{{q}}")')
open('other.txt', 'w').write('q = 4')
""", [
    ("load('x = 1').environment['x']", "1"),
    ("Config(BytesIO(b'x = String(\"a\")')).environment['x']", "String(a)"),
    ("Config('inner.txt').environment['q']", "4"),
    ("sorted(Config('inner.txt').loadables)", "['\\x00inner.txt', 'inner.txt\\x00other.txt']"),
    ("Config(Config('inner.txt').loadables).environment['q']", "4"),
    ("Config(TREE).environment['x']", "1"),
    ("sorted(Config(TREE).loadables.items())", "[('\\x00root', 'include(\"b\"); y = 2'), ('root\\x00b', 'x = 1')]"),
    ("Config({'\\0root': 'include(\"c\")'})", "KeyError: 'root\\x00c'"),
    ("Config('/nonexistent/x')", "NotFound: Could not load resource /nonexistent/x"),
    ("Config('/')", "NotFound: Could not load resource /"),
    ("load('include(\"x\")')", "InvalidConfigError: You may not include() anything from filelike objects."),
    ("load('raise ValueError(\"boo\")')", "InvalidConfigError: boo"),
    ("load('Enum(\"a\", \"b\")(\"c\")')", "InvalidConfigError: Enum_a_b only accepts the following values: a, b"),
    ("load('List(String)(\"x\")')", "InvalidConfigError: ListContainer expects an iterable, got 'x'"),
    ("load('str(Integer(\"x\"))')", "InvalidConfigError: Cannot coerce 'x' to Integer"),
    ("load('raise KeyError(\"boo\")')", "KeyError: 'boo'"),
    ("load('1 / 0')", "ZeroDivisionError: division by zero"),
    ("load('nope')", "NameError: name 'nope' is not defined"),
    ("load('str(String(\"{{ a }}\"))')", "InvalidRefError:  a "),
    ("load('raise SystemExit(3)')", "SystemExit: 3"),
    ("load('x = q', schema='from pystachio import *\\nq = 4').environment['x']", "4"),
    ("load('x = 1', schema='q = (')", "SyntaxError: '(' was never closed (<exec_function>, line 1)"),
    ("[e.__mro__[1].__name__ for e in (Config.InvalidConfigError, Config.NotFound)]", "['Error', 'Error']"),
])
