"""The package as a guest of an ordinary interpreter: collector, threads, copies, import, exit."""

import copy
import gc
import multiprocessing
import pickle
import sys
import threading

import pytest

from pystachio import Choice, Default, Enum, Environment, Integer, List, Map, String, Struct
from pystachio.naming import frozendict

from .conftest import PACKAGE


class Part(Struct):
    name = String
    number = Default(Integer, 3)


def exercise(rounds):
    """Makes classes, values, cycles through foreign objects, errors; drops them all."""
    class Foreign:
        pass

    for i in range(rounds):
        foreign = Foreign()
        foreign.value = String(foreign)

        class Whole(Struct):
            parts = List(Part)
            kind = Default(Enum("a", "b", f"c{i % 3}"), "a")
            either = Choice([Integer, String])
            table = Map(String, List(Part))

        part = Part(name="{{x}}" + str(i))
        part.itself = part
        whole = Whole(parts=[part, {"name": "q"}], either="7", table={"k": [part]}).bind(x="p")
        assert str(whole.parts()[0].name()) == f"p{i}" and whole.check().ok()
        assert str(whole.table()["k"][0].name()) == f"p{i}"
        assert whole == copy.deepcopy(whole) and hash(whole) == hash(copy.copy(whole))
        with pytest.raises(AttributeError):
            Whole(nope=foreign)
        assert not String(foreign).check().ok()
        color = Enum("red", "green")
        value = color("red")
        del color
        assert str(value) == "red" and value == value.copy()
        if i % 25 == 0:
            gc.collect()


@pytest.fixture
def eager_collector():
    before = gc.get_threshold()
    gc.set_threshold(20, 2, 2)
    yield
    gc.set_threshold(*before)


def test_values_survive_the_collector(eager_collector):
    exercise(150)


def classes_alive():
    gc.collect()
    return sum(type(each).__name__ == "TypeMeta" for each in gc.get_objects())


def test_classes_that_nobody_needs_go_away():
    def many(count):
        for i in range(count):
            List(Enum("a", "b"))
            type("Made", (Struct,), {"x": String, "y": List(String)})(y=["a"]).y()

    many(10)
    before = classes_alive()
    many(500)
    assert classes_alive() <= before + 20


def test_a_class_lives_as_long_as_its_values():
    value = List(Enum("a", "b"))(["a"])
    gc.collect()
    assert repr(value) == "Enum_a_bList(a)" and isinstance(value[0], Enum("a", "b"))
    assert repr(type(value[0])("b")) == "Enum_a_b(b)"


def test_foreign_objects_are_kept_and_let_go():
    class Foreign:
        alive = 0

        def __init__(self):
            Foreign.alive += 1

        def __del__(self):
            Foreign.alive -= 1

    foreign = Foreign()
    value = List(String)([foreign])
    same = value.get()[0]
    assert same is foreign
    del foreign, same
    assert Foreign.alive == 1
    del value
    assert Foreign.alive == 0


def test_a_value_changed_while_it_is_read():
    given = [1, 2, 3]

    class Eater:
        def __str__(self):
            given.clear()
            return "eaten"

    given[0] = Eater()
    List(String)(given).get()
    table = {"a": Eater(), "b": 2}

    class Filler:
        def __str__(self):
            table.clear()
            return "full"

    table["a"] = Filler()
    Map(String, String)(table).get()
    table.update(a=Filler(), b=1)
    String(table).get()


def test_threads_take_turns():
    failed = []

    def run():
        try:
            exercise(30)
        except BaseException as error:  # a thread's error must reach the test
            failed.append(error)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        threads = [threading.Thread(target=run) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    assert not failed


def test_a_forked_process_can_use_what_its_parent_made():
    context = multiprocessing.get_context("fork")
    value = Part(name="{{x}}")
    receive, send = context.Pipe(False)
    child = context.Process(target=lambda: send.send(str(value.bind(x="here").name())))
    child.start()
    assert receive.recv() == "here"
    child.join()
    assert child.exitcode == 0


# --- copy and pickle ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [
    Part(name="{{x}}").bind(x="1"), String("{{x}}").bind(x="1"), List(String)(["{{x}}"]).bind(x="1"),
    Map(String, String)({"a": "{{x}}"}).bind(x="1"), Choice([Integer, String])("{{x}}").bind(x="1"),
])
def test_copies_keep_bindings(value):
    for same in (copy.copy(value), copy.deepcopy(value), copy.deepcopy([value])[0]):
        assert same == value and type(same) is type(value)
        assert "{{x}}" not in str(same)
    assert "{{x}}" in str(value.dup())


def test_what_never_changes_is_its_own_copy():
    for thing in (Environment(a=1), Part.TYPEMAP["name"]):
        assert copy.copy(thing) is thing and copy.deepcopy(thing) is thing


def test_a_copy_of_plain_data_is_plain_data():
    plain = Part(name="a").get()
    for same in (copy.copy(plain), copy.deepcopy(plain), pickle.loads(pickle.dumps(plain))):
        assert same == plain and type(same) is frozendict


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_values_are_not_pickled_and_say_so(protocol):
    for value in (Part(name="a"), String("a"), List(String)(["a"])):
        with pytest.raises(TypeError, match=f"cannot pickle '{type(value).__name__}' object: keep what get"):
            pickle.dumps(value, protocol)
    for other in (Environment(a=1), Part().name, Part.TYPEMAP["name"]):
        with pytest.raises((TypeError, pickle.PicklingError), match="(?i)can(no|.)t pickle"):
            pickle.dumps(other, protocol)


def test_scalar_classes_are_found_again():
    assert pickle.loads(pickle.dumps([String, Integer])) == [String, Integer]
    with pytest.raises(pickle.PicklingError):
        pickle.dumps(Part)


# --- import and exit ----------------------------------------------------------------------------------------------


def test_loading_again_gives_the_same_classes(python):
    done = python("""
        import importlib, sys
        import pystachio, apache.aurora.config.schema.base as schema, pystachio.config, pystachio.matcher
        before = pystachio.String, schema.Process, pystachio.Struct
        ours = [name for name in sys.modules if name.partition('.')[0] in ('pystachio', 'apache')]
        for name in ours:
          importlib.reload(sys.modules[name])
        assert (pystachio.String, schema.Process, pystachio.Struct) == before
        for name in ours:
          del sys.modules[name]
        import pystachio as again, apache.aurora.config.schema.base as schema_again
        assert again is not pystachio
        assert (again.String, schema_again.Process, again.Struct) == before
        assert isinstance(schema.Process(name='a'), schema_again.Process)
        print('same')
    """)
    assert (done.returncode, done.stdout, done.stderr) == (0, "same\n", "")


def test_a_submodule_can_be_the_first_to_be_imported(python):
    for name in ("pystachio.naming", "pystachio.config", "pystachio.matcher", "pystachio._borealis",
                 "apache.thermos.config.schema_helpers", "apache.aurora.config.schema.base"):
        done = python(f"import {name}")
        assert (done.returncode, done.stderr) == (0, ""), name


def test_a_sub_interpreter_is_told(python):
    done = python("""
        import _xxsubinterpreters as interpreters
        def refused():
          other = interpreters.create()
          try:
            interpreters.run_string(other, 'import pystachio')
          except interpreters.RunFailedError as error:
            print(error)
          interpreters.destroy(other)
        refused()
        import pystachio
        refused()
        print(pystachio.String('fine'))
    """)
    told = "<class 'ImportError'>: pystachio works in the main interpreter only, not in a sub-interpreter\n"
    assert (done.returncode, done.stdout) == (0, told * 2 + "fine\n"), done.stderr


BUSY = """
    import atexit, gc, sys, threading
    from apache.aurora.config.schema.base import *
    class Holder:
      def __del__(self):
        self.value = String('made while leaving')
        str(self.value)
    keep = [String(Holder()), Job(name='a').bind(x=Process(name='{{x}}')), type('T', (Struct,), {'a': String})(a='b')]
    keep[1].itself = keep
    sys.keep, sys.modules['kept'] = keep, keep[1]
    atexit.register(lambda: print(List(String)(['{{x}}']).bind(x='bye')[0]))
    thread = threading.Thread(target=lambda: [str(Process(name='p%d' % i).name()) for i in range(2000)], daemon=True)
    thread.start()
"""


@pytest.mark.parametrize("options", [(), ("-X", "dev"), ("-O",), ("-I", "-S"), ("-X", "importtime")])
@pytest.mark.parametrize("malloc", ["pymalloc", "debug", "malloc_debug"])
def test_the_interpreter_ends_well(python, options, malloc):
    code = BUSY
    if "-I" in options:  # no PYTHONPATH
        code = f"\n    import sys; sys.path.insert(0, {str(PACKAGE)!r})" + BUSY
    done = python(code, *options, env={"PYTHONMALLOC": malloc})
    assert (done.returncode, done.stdout) == (0, "bye\n"), done.stderr
    if "importtime" not in options:
        assert done.stderr == ""


@pytest.mark.parametrize("code, expected", [
    ("import sys, pystachio; sys.exit(3)", 3), ("import os, pystachio; os._exit(4)", 4),
    ("from pystachio import *\nString(a=1)", 1), ("from pystachio import *\nInteger('x').interpolate()", 1),
])
def test_exit_codes_are_the_scripts(python, code, expected):
    assert python(code).returncode == expected


def test_tracebacks_show_python_code_of_the_package(python):
    done = python("from apache.aurora.config.schema.base import *\nSequentialTask(constraints=order('a'))")
    assert "    raise ValueError('Cannot turn a Task" in done.stderr
    assert "pystachio/_helpers.py" in done.stderr and "SequentialTask!\n" in done.stderr


def test_a_note_shows_in_the_traceback(python):
    done = python("from apache.aurora.config.schema.base import *\nProcess(nam='a')")
    assert done.stderr.endswith("AttributeError: Unknown schema attribute nam\ndid you mean `name`?\n")


def test_memory_of_a_long_run_stays(python):
    done = python("""
        import gc, resource
        from apache.aurora.config.schema.base import *
        def once(i):
          code = "Service(name='a{{x}}', task=SequentialTask(processes=[Process(name='p', cmdline='%d')]))" % i
          eval(compile(code, 'made-%d' % i, 'eval')).bind(x=1).check()
          try:
            Process(nam=i)
          except AttributeError:
            pass
        def peak():
          gc.collect()
          return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for i in range(1500):
          once(i)
        before = peak()
        for i in range(6000):
          once(i)
        print(peak() - before)
    """)
    # Each round runs new code: were it remembered, this would be some ten thousand.
    assert int(done.stdout) < 2000, done.stderr
