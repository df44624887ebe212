"""Which name is where (language.md §1), and that the package and the program agree on it."""

import importlib
import inspect
import json
import pathlib
import pydoc
import subprocess

import pytest

from .conftest import BUILD, PACKAGE

STAR = {
    "Boolean", "Choice", "Default", "Empty", "Enum", "Environment", "Float", "Integer", "List", "Map", "MustacheParser",
    "Namable", "Ref", "Required", "String", "Struct", "Type", "TypeCheck", "TypeFactory",
    "sys", "base", "basic", "choice", "composite", "container", "naming", "parsing", "typing",
}
NAMES = {
    "pystachio.base": "Object Environment LimitExceeded",
    "pystachio.basic": "SimpleObject String Integer Float Boolean Enum",
    "pystachio.choice": "Choice ChoiceContainer",
    "pystachio.composite": "Struct Structural TypeSignature Required Default Empty IsNotMappingError",
    "pystachio.config": "Config ConfigContext FileExecutor FilelikeExecutor ResourceExecutor LoadableMapExecutor",
    "pystachio.container": "List Map ListContainer MapContainer",
    "pystachio.matcher": "Matcher Any",
    "pystachio.naming": "Ref Namable frozendict",
    "pystachio.parsing": "MustacheParser",
    "pystachio.typing": "Type TypeCheck TypeFactory",
    "apache.thermos.config.schema": "Process Task Resources Constraint SequentialTask Tasks GB order",
    "apache.thermos.config.schema_base": "Process Task Resources Logger RotatePolicy ThermosContext",
    "apache.thermos.config.schema_helpers": "Units Processes Options combine_tasks concat_tasks java_options",
    "apache.aurora.config.schema.base": "Job Service MesosJob UpdateConfig HealthCheckConfig Announcer Process MB String",
}


@pytest.mark.parametrize("module, name", [(module, name) for module, names in NAMES.items() for name in names.split()])
def test_a_name_is_where_it_was(module, name):
    assert hasattr(importlib.import_module(module), name)


def test_the_star_brings_the_language_and_no_more(python):
    done = python("""
        from pystachio import *
        print(*sorted(name for name in dir() if not name.startswith('_')))
    """)
    assert set(done.stdout.split()) == STAR, done.stderr


def test_the_star_brings_config_once_it_was_imported(python):
    done = python("import pystachio.config\nfrom pystachio import *\nprint(config.Config.__name__)")
    assert done.stdout == "Config\n", done.stderr


def test_one_name_is_one_object_everywhere():
    import pystachio
    from apache.aurora.config.schema import base as schema
    from apache.thermos.config import schema as thermos
    assert pystachio.String is pystachio.basic.String is schema.String
    assert schema.Process is thermos.Process
    assert pystachio.composite.Empty is pystachio.Empty


@pytest.mark.parametrize("module", sorted(set(NAMES) - {"pystachio.config", "pystachio.matcher"}))
def test_the_program_has_the_same_names(module, tmp_path):
    """The program makes its modules without files; a name that only one of the two knows would be a trap."""
    config = tmp_path / "names.aurora"
    config.write_text(
        "import importlib, json, sys\n"
        f"names = [n for n in dir(importlib.import_module({module!r})) if not n.startswith('_')]\n"
        "print(json.dumps(names), file=sys.stderr)\njobs = [Service(name='a', role='b', cluster='c')]\n")
    done = subprocess.run([BUILD / "borealis", "config", "list", config], capture_output=True, text=True, timeout=120)
    lines = [line for line in done.stderr.splitlines() if line.startswith("[")]
    assert lines, done
    leaked = {"sys", "base", "basic", "choice", "composite", "config", "container", "matcher", "naming",
              "parsing", "typing"}
    ours = {name for name in dir(importlib.import_module(module)) if not name.startswith("_")}
    assert set(json.loads(lines[0])) - leaked == ours - leaked


def test_every_module_says_what_it_is_for():
    for module in NAMES:
        assert importlib.import_module(module).__doc__, module


def test_help_and_signatures():
    from pystachio import List, Ref, String, Struct

    class Profile(Struct):
        name = String

    text = pydoc.render_doc(Profile, renderer=pydoc.plaintext)
    assert "class Profile" in text and "json_loads(text, strict=False)" in text
    assert str(inspect.signature(String.bind)) == "(self, /, *scopes, **names)"
    assert List.__doc__ and Ref.from_address.__doc__ and inspect.getdoc(Profile.json_dumps)
    assert "The Ref that an address" in pydoc.render_doc(Ref, renderer=pydoc.plaintext)


def test_classes_say_how_they_are_called():
    from pystachio import Default, Empty, Integer, List, Map, Required, String, Struct

    class Profile(Struct):
        name = Required(String)
        number = Default(Integer, 3)
        tags = List(String)

    parameters = inspect.signature(Profile).parameters
    assert list(parameters) == ["mappings", "name", "number", "tags"]
    assert parameters["name"].default is inspect.Parameter.empty and parameters["name"].annotation is String
    assert parameters["number"].default == Integer(3) and parameters["tags"].default is Empty
    assert str(inspect.signature(String)) == str(inspect.signature(List(String))) == "(value, /)"
    assert str(inspect.signature(Map(String, String))) == "(*pairs)"


def test_completion_sees_fields():
    from pystachio import Integer, String, Struct

    class Profile(Struct):
        name = String
        number = Integer

    assert {"name", "number", "bind", "check", "json_dumps"} <= set(dir(Profile()))


def test_the_extension_is_one_for_this_python_and_brings_no_other():
    (module,) = (PACKAGE / "pystachio").glob("_borealis.*")
    assert module.name == "_borealis.cpython-311-x86_64-linux-gnu.so"
    needed = subprocess.run(["readelf", "-d", module], capture_output=True, text=True, check=True).stdout
    assert "libpython" not in needed
    symbols = subprocess.run(["nm", "-D", "--defined-only", module], capture_output=True, text=True, check=True).stdout
    assert [line.split()[-1] for line in symbols.splitlines()] == ["PyInit__borealis"]


def test_python_code_of_the_package_has_source():
    from pystachio import TypeFactory
    from pystachio.config import Config
    from apache.thermos.config.schema import SequentialTask
    for thing in (TypeFactory.load, Config, SequentialTask):
        assert pathlib.Path(inspect.getsourcefile(thing)).parent == PACKAGE / "pystachio"
        assert inspect.getsource(thing).strip()
