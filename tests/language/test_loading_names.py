"""The names a config finds, what it may import, the matcher, types from descriptions (language.md §1, §17, §19-§21)."""

from .loading import JOB, folder, table  # noqa: F401

NAMES = """
AURORA_EXECUTOR_NAME Announcer AppcImage BYTES BatchUpdateStrategy Constraint Container CoordinatorSlaPolicy
CountSlaPolicy DefaultHealthChecker DefaultLifecycleConfig DisableLifecycle Docker DockerImage ExecutorConfig GB
HealthCheckConfig HealthCheckerConfig HttpHealthChecker HttpLifecycleConfig Job KB LifecycleConfig Logger
LoggerDestination LoggerMode MB Mesos MesosContext MesosJob MesosTaskInstance Metadata Mode Options Parameter
PartitionPolicy PercentageSlaPolicy Process Processes QueueUpdateStrategy Resources RotatePolicy SequentialTask Service
ShellHealthChecker SimpleTask TB Task Tasks ThermosContext Units UpdateConfig VariableBatchUpdateStrategy Volume
combine_tasks concat_tasks java_options order python_options include
String Integer Float Boolean Enum List Map Choice Struct Required Default Empty Environment Ref Namable MustacheParser
Type TypeCheck TypeFactory sys base basic choice composite config container naming parsing typing
""".split()


def test_the_names_that_are_there(folder):
    """§1, §17: these names and no others."""
    done = folder.render(f"names = sorted(n for n in dir() if not n.startswith('_'))\nassert names == {sorted(NAMES)!r}, names\n"
                         + "assert sys.argv and typing.__name__ == 'pystachio.typing'\n" + JOB)
    assert done.code == 0, done


def test_export_is_of_another_loader(folder):
    """§17, §19: NameError, and what to do."""
    report = folder.validate("export(Task(name='x'))\n")
    assert report.code == 3
    assert "export" in report.only["message"] and "`jobs`" in report.only["hint"]
    assert (report.only["line"], report.only["column"], report.only["end_column"]) == (1, 1, 7)


test_imports = table("", [
    ("__import__('pystachio').__name__", "'pystachio'"),
    ("[n for n in __import__('pystachio.matcher').matcher.__all__]", "['Any', 'Matcher']"),
    ("exec('from pystachio import *') or String", "<class 'pystachio.basic.String'>"),
    ("exec('from pystachio.config import Config, ConfigContext, FileExecutor, FilelikeExecutor, ResourceExecutor, "
     "LoadableMapExecutor')", "None"),
    ("exec('from pystachio.composite import Structural, TypeSignature, IsNotMappingError') or issubclass(IsNotMappingError, ValueError)",
     "True"),
    ("exec('from pystachio.naming import frozendict', globals()) or type(Process(name='x').get()) is frozendict", "True"),
    ("exec('from pystachio.base import Object', globals()) or Object.CoercionError.__mro__[1].__name__", "'ValueError'"),
    ("Object.InterpolationError", "<class 'pystachio.base.Object.InterpolationError'>"),
    ("exec('from pystachio.basic import SimpleObject', globals()) or issubclass(String, SimpleObject)", "True"),
    ("exec('from pystachio.container import ListContainer, MapContainer', globals()) or issubclass(List(String), ListContainer)",
     "True"),
    ("exec('from pystachio.choice import ChoiceContainer', globals()) or issubclass(Choice([String]), ChoiceContainer)", "True"),
    ("exec('from apache.aurora.config.schema.base import *', globals()) or Job is MesosJob", "True"),
    ("exec('from apache.thermos.config.schema import Task as T', globals()) or T is Task", "True"),
    ("exec('import nothing_of_that_name')", "ModuleNotFoundError: No module named 'nothing_of_that_name'"),
])

# §20
test_matcher = table("""
from pystachio.matcher import Any, Matcher
class P(Struct):
  name = String
  cmd = String
""", [
    ("list(Matcher('a').match(String('{{a}} {{a.b}} {{c}} {{aa}}')))", "[('a',), ('a',)]"),
    ("list(Matcher('a').b.match(String('{{a}} {{a.b}} {{a.b.c}} {{a[b]}} {{a.bb}}')))", "[('a', 'b'), ('a', 'b')]"),
    ("list(Matcher('a')['b.*'][Any].match(String('{{a[b][c]}} {{a[bx][d]}} {{a[x][c]}} {{a[b].c}} {{a[b][c].d}}')))",
     "[('a', 'b', 'c'), ('a', 'bx', 'd'), ('a', 'b', 'c')]"),
    ("list(Matcher('a')._('b|c').match(String('{{a.b}} {{a.c}} {{a.bc}} {{a.cb}}')))", "[('a', 'b'), ('a', 'c')]"),
    ("list(Matcher('a').Any.match(String('{{a.b}} {{a[c]}} {{a.Any}}')))", "[('a', 'b'), ('a', 'Any')]"),
    ("list(Matcher('a')._(Any).match(String('{{a.b}} {{a[c]}}')))", "[('a', 'b')]"),
    ("list(Matcher(Any).b.match(String('{{a.b}} {{x.b}} {{a[b]}}')))", "[('a', 'b'), ('x', 'b')]"),
    ("list(Matcher('a').match(String('{{a}}').bind(a=1)))", "[]"),
    ("list(Matcher('a').match(P(name='{{a}}', cmd='{{a}}')))", "[('a',)]"),
    ("Matcher(5)", "ValueError: Invalid root match value: 5"),
    ("Matcher('packer')[Any][Any].apply(lambda *a: '/'.join(a), String('{{packer[x][y]}} {{packer[x][y].z}} {{packer[q]}}'))",
     "String(packer/x/y {{packer[x][y].z}} {{packer[q]}})"),
    ("Matcher('d').image[Any][Any].apply(lambda d, i, n, t: n + '@' + t, P(name='{{d.image[a/b][1.0]}}')).name()",
     "String(a/b@1.0)"),
    ("[list(m.match(String('{{a.b}}'))) for a in [Matcher('a')] for m in (a, a.b, a)]", "[[('a',)], [('a', 'b')], [('a',)]]"),
])

# §21
test_type_descriptions = table("""
import io, json
class S(Struct):
  b = Required(String)
  a = Default(Integer, 3)
  c = List(Float)
class U(Struct):
  s = S
  l = List(S)
  e = Enum('p', 'q')
  ch = Choice([Integer, String])
X = TypeFactory.new({}, *S.serialize_type())
def dumped(t):
  f = io.StringIO()
  t.dump(f)
  return f.getvalue()
ns = {}
""", [
    ("String.serialize_type(), List(String).serialize_type(), Map(String, Integer).serialize_type()",
     "(('String',), ('List', ('String',)), ('Map', ('String',), ('Integer',)))"),
    ("Enum('A', ('x', 'y')).serialize_type(), Choice([Integer, String]).serialize_type()",
     "(('Enum', 'A', ('x', 'y')), ('Choice', 'Choice_Integer_String', (('Integer',), ('String',))))"),
    ("S.serialize_type()", "('Struct', 'S', (('a', (False, 3, False, ('Integer',))), ('b', (True, (), True, ('String',))), "
                           "('c', (False, (), True, ('List', ('Float',))))))"),
    ("X, isinstance(S(b='x'), X), isinstance(X(b='x'), S), X is S", "(<class 'pystachio.typing.S'>, True, True, False)"),
    ("X(b='q') == S(b='q'), X(b='q').a()", "(True, Integer(3))"),
    ("TypeFactory.new({}, 'String')", "<class 'pystachio.basic.String'>"),
    ("TypeFactory.new(ns, 'List', ('Integer',))(['1']), sorted(ns)", "(IntegerList(1), ['IntegerList'])"),
    ("sorted(TypeFactory.load(U.serialize_type()))",
     "['Choice_Integer_String', 'Enum_p_q', 'Float', 'FloatList', 'Integer', 'S', 'SList', 'String', 'U']"),
    ("TypeFactory.load(List(S).serialize_type(), into=ns) is ns, sorted(ns)",
     "(True, ['Float', 'FloatList', 'Integer', 'IntegerList', 'S', 'SList', 'String'])"),
    ("json.loads(dumped(Map(String, S)))[:2]", "['Map', ['String']]"),
    ("sorted(TypeFactory.load_json(json.loads(dumped(S))))", "['Float', 'FloatList', 'Integer', 'S', 'String']"),
    ("TypeFactory.new({}, 'Nope', 1)", "AssertionError: Unknown type factory: Nope"),
    ("TypeFactory.new({}, 'List')", "AssertionError: no description of a type: ('List',)"),
])
