"""pystachio.config.Config: what it loads, and how it fails (language.md §16)."""

import io
import json

import pytest

from pystachio.config import Config, ConfigContext

JOB = "job = String('{{a}}').bind(a='x')\n"


def write(folder, **files):
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


# --- where a config comes from ------------------------------------------------------------------------------------


def test_a_path(tmp_path):
    write(tmp_path, a_cfg=JOB)
    config = Config(str(tmp_path / "a.cfg"))
    assert str(config.environment["job"]) == "x"
    assert config.loadables == {"\0" + str(tmp_path / "a.cfg"): JOB}
    assert str(Config(tmp_path / "a.cfg").environment["job"]) == "x"


@pytest.mark.parametrize("opened", [lambda: io.StringIO(JOB), lambda: io.BytesIO(JOB.encode())])
def test_what_can_be_read(opened):
    config = Config(opened())
    assert str(config.environment["job"]) == "x"
    (key,) = config.loadables
    assert key.startswith("\0<resource: <_io.") and config.loadables[key] == JOB


def test_an_open_file(tmp_path):
    write(tmp_path, a_cfg=JOB)
    with open(tmp_path / "a.cfg") as f:
        assert str(Config(f).environment["job"]) == "x"


def test_a_resource_of_a_package(tmp_path, monkeypatch):
    write(tmp_path, shop__stock=JOB + "include('more/b.cfg')", shop__more__b_cfg="include('c.cfg')",
          shop__more__c_cfg="deep = 1")
    (tmp_path / "shop" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    config = Config("shop/stock")
    assert str(config.environment["job"]) == "x" and config.environment["deep"] == 1
    assert set(config.loadables) == {"\0shop/stock", "shop/stock\0more/b.cfg", "shop/more/b.cfg\0c.cfg"}


def test_loadables_can_be_loaded_again(tmp_path):
    write(tmp_path, a_cfg="include('sub/b.cfg')\ntotal = one + two\n", sub__b_cfg="include('c.cfg')\none = 1\n",
          sub__c_cfg="two = 2\n")
    loaded = Config(str(tmp_path / "a.cfg")).loadables
    again = Config(json.loads(json.dumps(loaded)))
    assert again.environment["total"] == 3 and again.loadables == loaded
    assert Config(again.loadables).loadables == loaded


@pytest.mark.parametrize("nothing", ["/nonexistent/file", "", "no.such.package/file", "/", 5, None, {}, {"a\0b": "x"}])
def test_what_is_not_found(nothing):
    with pytest.raises(Config.NotFound) as caught:
        Config(nothing)
    assert str(caught.value) == f"Could not load resource {nothing}"
    assert isinstance(caught.value, Config.Error)


# --- the namespace ------------------------------------------------------------------------------------------------


def test_the_schema_is_code():
    assert "Process" not in Config(io.StringIO("")).environment
    aurora = Config(io.StringIO("t = Task(processes=[Process(name='p', cmdline='c')])"),
                    schema="from pystachio import *\nfrom apache.aurora.config.schema.base import *")
    assert str(aurora.environment["t"].name()) == "p"
    assert "String" not in Config(io.StringIO("a = 1"), schema="b = 2").environment


def test_an_error_of_the_schema_is_its_own():
    with pytest.raises(ZeroDivisionError):
        Config(io.StringIO(""), schema="1/0")
    with pytest.raises(SyntaxError):
        Config(io.StringIO(""), schema="(")


def test_one_namespace_for_all_files(tmp_path):
    write(tmp_path, a_cfg="x = 1\ninclude('b.cfg')\ninclude('b.cfg')\nz = include('c.cfg')\n", b_cfg="x = x + 10\n",
          c_cfg="def later():\n  include('b.cfg')\n  return x\n")
    environment = Config(str(tmp_path / "a.cfg")).environment
    assert environment["x"] == 21 and environment["z"] is None
    assert environment["later"]() == 31


def test_names_of_a_module_are_absent():
    environment = Config(io.StringIO("n = __name__\ntry:\n  __file__\nexcept NameError:\n  n += '!'")).environment
    assert environment["n"] == "builtins!" and callable(environment["include"])


# --- include ------------------------------------------------------------------------------------------------------


def test_includes_are_relative_to_the_file_that_runs(tmp_path):
    write(tmp_path, a_cfg="include('d/b.cfg')\ncall()\n", c_cfg="found = 'beside the root'\n",
          d__b_cfg="def call():\n  include('c.cfg')\n", d__c_cfg="found = 'in d'\n")
    assert Config(str(tmp_path / "a.cfg")).environment["found"] == "beside the root"
    write(tmp_path, e_cfg=f"include({str(tmp_path / 'd' / 'c.cfg')!r})")
    assert Config(str(tmp_path / "e.cfg")).environment["found"] == "in d"


def test_a_caught_error_leaves_the_folder_as_it_was(tmp_path):
    write(tmp_path, a_cfg="try:\n  include('d/b.cfg')\nexcept ZeroDivisionError:\n  pass\ninclude('c.cfg')\n",
          d__b_cfg="1/0", c_cfg="found = True\n")
    assert Config(str(tmp_path / "a.cfg")).environment["found"]


@pytest.mark.parametrize("line, error", [
    ("include('none.cfg')", FileNotFoundError), ("include('.')", IsADirectoryError), ("include(5)", TypeError),
    ("include()", TypeError), ("include('a', 'b')", TypeError), ("include('a.cfg')", RecursionError),
])
def test_includes_that_fail(tmp_path, line, error):
    write(tmp_path, a_cfg=line)
    with pytest.raises(error):
        Config(str(tmp_path / "a.cfg"))


def test_nothing_is_included_from_what_is_read():
    with pytest.raises(Config.InvalidConfigError, match="You may not include.. anything from filelike objects."):
        Config(io.StringIO("include('x')"))


def test_a_loadable_that_is_not_there():
    with pytest.raises(KeyError):
        Config({"\0root": "include('x')"})


# --- errors -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text, said", [
    ("x = (\n", "'(' was never closed (syn.cfg, line 1)"),
    ("print 'a'\n", "Missing parentheses"),
    ("List(Integer)('x')\n", "ListContainer expects an iterable, got 'x'"),
    ("Integer('x') % {}\n", "Cannot coerce 'x' to Integer"),
    ("int('x')\n", "invalid literal"),
    ("\ufeffx = 1\n", "invalid non-printable character U+FEFF"),
])
def test_errors_of_values_and_syntax_are_of_the_config(tmp_path, monkeypatch, text, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "syn.cfg").write_text(text, encoding="utf-8")
    with pytest.raises(Config.InvalidConfigError) as caught:
        Config("syn.cfg")
    assert said in str(caught.value) and isinstance(caught.value, Config.Error)
    assert isinstance(caught.value.__context__, (SyntaxError, ValueError))


@pytest.mark.parametrize("text, error", [
    ("missing", NameError), ("1/0", ZeroDivisionError), ("{}['a']", KeyError), ("raise SystemExit(3)", SystemExit),
    ("class A(Struct): pass\nA(b=1)", AttributeError), ("String('{{ a }}').check()", Exception),
])
def test_other_errors_come_through(text, error):
    with pytest.raises(error) as caught:
        Config(io.StringIO(text))
    assert not isinstance(caught.value, Config.Error)


def test_a_traceback_shows_the_line_of_the_config(tmp_path, python):
    write(tmp_path, a_cfg="x = 1\ninclude('b.cfg')\n", b_cfg="\ny = missing + 1\n")
    done = python("from pystachio.config import Config\nConfig('a.cfg')")
    assert done.returncode == 1
    assert 'File "a.cfg", line 2' in done.stderr and 'File "b.cfg", line 2' in done.stderr
    assert "    y = missing + 1\n" in done.stderr and "pystachio/config.py" in done.stderr


def test_the_context_names_loadables():
    assert ConfigContext.key("a", "b") == "a\0b" and ConfigContext.COMPARTMENT_SEPARATOR == "\0"
