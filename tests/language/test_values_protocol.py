"""What all values share: immutability, copies, scopes, text, find (language.md §3, §2, §11)."""

from .conftest import rows, table
from .struct_classes import SETUP


SHARED = [
    ("seta(Res(cpu=1), 'cpu', 3).cpu", "3"),
    ("seta(Res(cpu=1), 'cpu', 3).get()", "frozendict({'cpu': 1, 'disk': 7})"),
    ("seta(Res(cpu=1), 'zzz', 3).zzz", "3"),
    ("seta(Res(cpu=1), 'cpu', 3)", "Res(cpu=1.0,\n    disk=7)"),
    ("seta(Res(cpu=1), 'cpu', 3)(ram=1).cpu()", "Float(1.0)"),
    ("seta(Integer(1), 'zzz', 3).zzz", "3"),
    ("tryset(List(Integer)([1]), 0, 2)", "TypeError: 'IntegerList' object does not support item assignment"),
    ("tryset(Map(String,Integer)({'a':1}), 'a', 2)", "TypeError: 'StringIntegerMap' object does not support item assignment"),
    ("tryset(Res(cpu=1), 'cpu', 2)", "TypeError: 'Res' object does not support item assignment"),
    ("tryset(frozen, 'new', 2)", "frozendict({'cpu': 2, 'disk': 7, 'new': 2})"),
    ("aslist(1, 2)", "IntegerList(1, 2)"),
    ("asdict({'cpu': 1})", "Res(cpu=1.0,\n    disk=7)"),
    ("copy.copy(J(n='{{q}}').bind(q=1))", "J(n=1)"),
    ("copy.deepcopy(J(n='{{q}}').bind(q=1))", "J(n=1)"),
    ("copy.copy(List(Integer)(['{{q}}']).bind(q=1))", "IntegerList(1)"),
    ("copy.deepcopy(String('{{q}}').bind(q=1))", "String(1)"),
    ("J(n='{{q}}').bind(q=1).copy()", "J(n=1)"),
    ("J(n='{{q}}').bind(q=1).dup()", "J(n={{q}})"),
    ("J(n='{{q}}').bind(q=1).dup() == J(n='{{q}}')", "True"),
    ("J(n='{{q}}').bind(q=1).scopes()",
     "(Environment({Ref(self.n): Integer({{q}})}), Environment({Ref(n): Integer({{q}})}), Environment({Ref(q): '1'})"
     ", Environment({Ref(super.q): '1'}))"),
    ("len(J(n='{{q}}').bind(q=1).scopes())", "4"),
    ("String('a').bind(q=1).scopes()", "(Environment({Ref(q): '1'}),)"),
    ("len(String('a').bind(q=1).in_scope(z=1).scopes())", "2"),
    ("String('a').scopes()", "()"),
    ("type(Res(cpu=1).check()).__name__", "'TypeCheck'"),
    ("Res(cpu=1).check().ok()", "True"),
    ("Res().check().ok()", "False"),
    ("Res().check().message()", "'Res[cpu] is required.'"),
    ("Res(cpu=1).check().message()", "''"),
    ("bool(Res().check())", "True"),
    ("bool(Res())", "True"),
    ("type(Res(cpu=1).interpolate()).__name__", "'tuple'"),
    ("Res(cpu='{{a}}', ram='{{a}}').interpolate()", "(Res(cpu={{a}},\n    ram={{a}},\n    disk=7), [Ref(a)])"),
    ("J(name='{{a}} {{a}}').interpolate()", "(J(name={{a}} {{a}}), [Ref(a)])"),
    ("sorted(map(str, J(name='{{a}} {{b}} {{a}}', n='{{c}}').interpolate()[1]))", "['{{a}}', '{{b}}', '{{c}}']"),
    ("type(frozen).__name__", "'frozendict'"),
    ("frozen", "frozendict({'cpu': 2, 'disk': 7, 'new': 2})"),
    ("hash(frozen) == hash(Res(cpu=2).get())", "False"),
    ("isinstance(frozen, dict)", "True"),
    ("issubclass(Res, Struct)", "False"),
    ("isinstance(r, Struct)", "False"),
    ("isinstance(r, Structural)", "True"),
    ("issubclass(Res, Structural)", "True"),
    ("isinstance(r, Res)", "True"),
    ("isinstance(r, Other)", "False"),
    ("isinstance(r, Object)", "True"),
    ("isinstance(5, Res)", "False"),
    ("isinstance(body('Res', 'cpu = Required(Float);ram = Integer;disk = Default(Integer, 7)')(), Res)", "True"),
    ("isinstance(body('Res', 'cpu = Float;ram = Integer;disk = Default(Integer, 7)')(), Res)", "False"),
    ("J(t=body('P', 'name = String')(name='x'))", "IsNotMappingError: P(name=x)"),
    ("Res", "<class 'pystachio.typing.Res'>"),
    ("type(r)", "<class 'pystachio.typing.Res'>"),
    ("Res.__module__", "'pystachio.typing'"),
    ("String.__module__", "'pystachio.basic'"),
    ("Res.__name__", "'Res'"),
    ("r % {'x': 1}", "Res(cpu=1.0,\n    disk=7)"),
    ("Res(cpu='{{x}}') % {'x': 1}", "Res(cpu=1.0,\n    disk=7)"),
    ("Res(cpu='{{x}}') % Environment(x=2)", "Res(cpu=2.0,\n    disk=7)"),
    ("Res(cpu='{{x}}') % 5", "TypeError: bind() takes dicts, Environments, structs, lists and maps, not 5"),
    ("Res(cpu='{{x}}') % None",
     "ValueError: Environment values must be strings, numbers, Objects or other Environments. Got <class 'NoneType'> instead."),
    ("Res(cpu='{{x}}') % 'abc'", "TypeError: bind() takes dicts, Environments, structs, lists and maps, not 'abc'"),
    ("5 % r", "TypeError: unsupported operand type(s) for %: 'int' and 'Res'"),
    ("'%s' % r", "'Res(cpu=1.0,\\n    disk=7)'"),
    ("r + r", "TypeError: unsupported operand type(s) for +: 'Res' and 'Res'"),
    ("r * 2", "TypeError: unsupported operand type(s) for *: 'Res' and 'int'"),
]

FOUND = [
    ("r.find(Ref.from_address('cpu'))", "Float(1.0)"),
    ("r.find(Ref.from_address('ram'))", "NotFound: Could not find ram in object Res"),
    ("r.find(Ref.from_address('[cpu]'))", "NamingError: Cannot dereference object Res by [cpu]"),
    ("r.find(Ref.from_address('cpu.x'))", "Unnamable: Object is not indexable: Float"),
    ("r.find(Ref.from_address('zzz'))", "NotFound: Could not find zzz in object Res"),
    ("T(p=P(name='n')).find(Ref.from_address('p.name'))", "String(n)"),
    ("T(p=P(name='n-{{tag}}', z='q'), tag='w').find(Ref.from_address('p.name'))", "String(n-w)"),
    ("T(p=P(name='n')).find(Ref.from_address('p.a[0]'))", "Integer(1)"),
    ("T(p=P(name='n')).find(Ref.from_address('p.a[9]'))", "NotFound: Could not find 9 in object IntegerList"),
    ("T(p=P(name='n')).find(Ref.from_address('p.a[-1]'))", "Integer(2)"),
    ("T(p=P(name='n')).find(Ref.from_address('p.a[-9]'))", "IndexError: tuple index out of range"),
    ("T(p=P(name='n')).find(Ref.from_address('p.a.x'))", "NamingError: Cannot dereference object IntegerList by .x"),
    ("T(p=P(name='n')).find(Ref.from_address('p.a[x]'))", "NamingError: Cannot dereference object IntegerList by [x]"),
    ("J(m={'k': 1}).find(Ref.from_address('m[k]'))", "Integer(1)"),
    ("J(m={'k': 1}).find(Ref.from_address('m[z]'))", "NotFound: Could not find z in object StringIntegerMap"),
    ("J(m={'k': 1}).find(Ref.from_address('m.k'))", "NamingError: Cannot dereference object StringIntegerMap by .k"),
    ("J(c=5).find(Ref.from_address('c'))", "Choice_Integer_String(5)"),
    ("J(c=5).find(Ref.from_address('c.x'))", "Unnamable: Object is not indexable: Choice_Integer_String"),
    ("List(Integer)([4, 5]).find(Ref.from_address('[1]'))", "Integer(5)"),
    ("List(Integer)([4, 5]).find(Ref.from_address('[01]'))", "Integer(5)"),
    ("Map(Integer, Integer)({1: 2}).find(Ref.from_address('[x]'))", "CoercionError: Cannot coerce 'x' to Integer"),
    ("Map(Integer, Integer)({1: 2}).find(Ref.from_address('[1]'))", "Integer(2)"),
    ("Integer(5).find(Ref.from_address('x'))", "AttributeError: 'Integer' object has no attribute 'find'"),
    ("r.find('cpu')", "Float(1.0)"),
    ("T(p=P(name='n')).q().name()", "String(dflt-{{v}})"),
    ("T(p=P(name='n')).bind(v=5).q().name()", "String(dflt-5)"),
    ("T(p=P(name='n'))",
     "T(p=P(name=n,\n  a=IntegerList(1, 2)),\n  tag=n,\n  q=P(a=IntegerList(1, 2),\n  name=dflt-{{v}},\n  z=1))"),
    ("T(p=P(name='n', z='{{tag}}')).p().z()", "String(n)"),
]

asked = table(SETUP, SHARED + FOUND)


@rows(SHARED)
def test_protocol(asked, expression, outcome):
    """§3"""
    assert asked[expression] == outcome


@rows(FOUND)
def test_find(asked, expression, outcome):
    """§11: descending rules."""
    assert asked[expression] == outcome
