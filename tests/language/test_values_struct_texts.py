"""Struct: equality, order of fields, check and JSON (language.md §9.4, §9.5, §14)."""

from .conftest import rows, table
from .struct_classes import SETUP


EQUAL = [
    ("Res(cpu='1') == Res(cpu=1)", "True"),
    ("Res(cpu=1) == Res(cpu=2)", "False"),
    ("Res(cpu=1) != Res(cpu=2)", "True"),
    ("Res(cpu=1) == Other(cpu=1)", "True"),
    ("Res(cpu=1) == Other2(cpu=1)", "True"),
    ("Res(cpu=1) == Other3(cpu=1)", "False"),
    ("Res(cpu=1) == {'cpu': 1}", "False"),
    ("Res(cpu=1) == Res(cpu=1, disk=7)", "True"),
    ("Res(cpu=1, ram=Empty) == Res(cpu=1)", "True"),
    ("Res(cpu='{{c}}').bind(c=1) == Res(cpu=1)", "True"),
    ("Res(cpu='{{c}}') == Res(cpu='{{c}}')", "True"),
    ("Res(cpu='{{c}}') == Res(cpu=1)", "False"),
    ("Res(cpu=1) == None", "False"),
    ("Res(cpu=1) < Res(cpu=2)", "TypeError: '<' not supported between instances of 'Res' and 'Res'"),
    ("Res(cpu=1) < 1", "TypeError: '<' not supported between instances of 'Res' and 'int'"),
    ("hash(Res(cpu=1)) == hash(Res(cpu=1))", "True"),
    ("hash(Res(cpu='1')) == hash(Res(cpu=1))", "False"),
    ("hash(Res(cpu=1)) == hash(Res(cpu=1.0))", "True"),
    ("len({Res(cpu=1), Res(cpu=1), Res(cpu=2)})", "2"),
    ("hash(Res(cpu=1).bind(x=1)) == hash(Res(cpu=1))", "True"),
]

ORDERED = [
    ("repr(Res(cpu=1, ram=2))", "'Res(cpu=1.0,\\n    ram=2,\\n    disk=7)'"),
    ("str(Res(cpu=1, ram=2))", "'Res(cpu=1.0,\\n    ram=2,\\n    disk=7)'"),
    ("repr(Res(ram=2, cpu=1))", "'Res(cpu=1.0,\\n    ram=2,\\n    disk=7)'"),
    ("repr(P(name='n', z='z'))", "'P(z=z,\\n  name=n,\\n  a=IntegerList(1, 2))'"),
    ("repr(J(t={'name': 'n', 'z': 'z'}))", "'J(t=P(a=IntegerList(1, 2),\\n  name=n,\\n  z=z))'"),
    ("repr(J(lt=[{'name': 'n', 'z': 'z'}]))", "'J(lt=PList(P(a=IntegerList(1, 2),\\n  name=n,\\n  z=z)))'"),
    ("repr(T(p=P(name='n', z='z')))",
     "'T(p=P(z=z,\\n  name=n,\\n  a=IntegerList(1, 2)),\\n  tag=n,\\n  q=P(a=IntegerList(1, 2),\\n  name=dflt-{{v}},\\n  z=1))'"),
    ("P(name='n', z='z').get()", "frozendict({'z': 'z', 'name': 'n', 'a': (1, '2')})"),
    ("J(t={'name': 'n', 'z': 'z'}).get()", "frozendict({'t': frozendict({'a': (1, '2'), 'name': 'n', 'z': 'z'})})"),
    ("T(p={'name': 'n', 'z': 'z'}).json_dumps()",
     '\'{"p": {"a": [1, 2], "name": "n", "z": "z"}, "tag": "n", "q": {"a": [1, 2], "name": "dflt-{{v}}", "z": "1"}}\''),
    ("T(p=P(name='n', z='z')).json_dumps()",
     '\'{"p": {"z": "z", "name": "n", "a": [1, 2]}, "tag": "n", "q": {"a": [1, 2], "name": "dflt-{{v}}", "z": "1"}}\''),
    ('J.json_loads(\'{"t": {"name": "n", "z": "z"}}\')', "J(t=P(a=IntegerList(1, 2),\n  name=n,\n  z=z))"),
    ('J.json_loads(\'{"t": {"name": "n", "z": "z"}}\').json_dumps()', '\'{"t": {"a": [1, 2], "name": "n", "z": "z"}}\''),
    ('P.json_loads(\'{"name": "n", "z": "z"}\').json_dumps()', '\'{"z": "z", "name": "n", "a": [1, 2]}\''),
]

CHECKED = [
    ("J(t={}).check()", "TypeCheck(FAILED): J[t] failed: P[name] is required."),
    ("J(t={'a': ['x']}).check()",
     "TypeCheck(FAILED): J[t] failed: P[a] failed: Element in IntegerList failed check: Unable to interpolate: Canno"
     "t coerce 'x' to Integer"),
    ("J(t=P(a=['x'])).check()", "TypeCheck(FAILED): J[t] failed: P[name] is required."),
    ("J(n='x', f='y').check()", "TypeCheck(FAILED): J[n] failed: Unable to interpolate: Cannot coerce 'x' to Integer"),
    ("J(f='y', n='x').check()", "TypeCheck(FAILED): J[n] failed: Unable to interpolate: Cannot coerce 'x' to Integer"),
    ("Res().check()", "TypeCheck(FAILED): Res[cpu] is required."),
    ("Res(ram='x').check()", "TypeCheck(FAILED): Res[cpu] is required."),
    ("Res(cpu=1).check()", "TypeCheck(OK)"),
    ("T(p={}).check()", "TypeCheck(FAILED): T[p] failed: P[name] is required."),
    ("J(lt=[{'z': '1'}]).check()", "TypeCheck(FAILED): J[lt] failed: Element in PList failed check: P[name] is required."),
    ("J(e='{{x}}').check()", "TypeCheck(FAILED): J[e] failed: '{{x}}' not in the enumeration (on, off)"),
    ("J(e='{{x}}').bind(x='zz').check()",
     "TypeCheck(FAILED): J[e] failed: Unable to interpolate: Cannot coerce 'zz' to Enum_on_off: zz is not one of on, off"),
    ("J(b='{{x}}').check()", "TypeCheck(FAILED): J[b] failed: '{{x}}' not a boolean"),
    ("J(name='{{x}}', l=['{{y}}']).check()", "TypeCheck(OK)"),
    ("String('<{{r}}>').bind(r=Res(cpu=1, ram=2))", "String(<Res(cpu=1.0,\n    ram=2,\n    disk=7)>)"),
]

DUMPED = [
    ("J(name='x', n=5, f=1, b='true', l=['a'], m={'k': '1'}, c='7').json_dumps()",
     '\'{"name": "x", "n": 5, "f": 1.0, "b": true, "l": ["a"], "m": {"k": 1}, "c": 7}\''),
    ('J(name=\'\\u00e9\\n"\\\\/\\x7f\\u2028\\U0001F600\').json_dumps()',
     '\'{"name": "\\\\u00e9\\\\n\\\\"\\\\\\\\/\\\\u007f\\\\u2028\\\\ud83d\\\\ude00"}\''),
    ("J(f=1e16).json_dumps()", '\'{"f": 1e+16}\''),
    ("J(f=1e15).json_dumps()", '\'{"f": 1000000000000000.0}\''),
    ("J(f=0.1).json_dumps()", '\'{"f": 0.1}\''),
    ("J(f='inf').json_dumps()", '\'{"f": Infinity}\''),
    ("J(f=float('nan')).json_dumps()", '\'{"f": NaN}\''),
    ("J(f=-float('inf')).json_dumps()", '\'{"f": -Infinity}\''),
    ("J(n=10**30).json_dumps()", '\'{"n": 1000000000000000000000000000000}\''),
    ("J(n='{{x}}').json_dumps()", '\'{"n": "{{x}}"}\''),
    ("J(n='x').json_dumps()", "CoercionError: Cannot coerce 'x' to Integer"),
    ("J(name=Integer(3)).json_dumps()", "CoercionError: Cannot coerce '3' to String"),
    ("J(l=[], m={}).json_dumps()", '\'{"l": [], "m": {}}\''),
    ("J(m={'b': 1, 'a': 2}).json_dumps()", '\'{"m": {"b": 1, "a": 2}}\''),
    ("J(c={'a': 1}).json_dumps()", "CoercionError: Cannot coerce '{'a': 1}' to Choice_Integer_String"),
    ("J().json_dumps()", "'{}'"),
    ("E().json_dumps()", "'{}'"),
    ("Res().json_dumps()", '\'{"disk": 7}\''),
    ("[f.seek(0) or f.read() for f in [io.StringIO()] if J(n=1).json_dump(f) is None]", '[\'{"n": 1}\']'),
    ('J.json_load(io.StringIO(\'{"n": 1}\'))', "J(n=1)"),
    ('J.json_loads(\'{"n": 1, "zzz": 2, "t": {"name": "n", "zzz": 1}}\')', "J(n=1,\n  t=P(a=IntegerList(1, 2),\n  name=n))"),
    ('J.json_loads(\'{"n": 1, "zzz": 2}\', strict=True)', "AttributeError: Unknown schema attribute zzz"),
    ('J.json_loads(\'{"t": {"zzz": 1}}\', strict=True)', "AttributeError: Unknown schema attribute zzz"),
    ('J.json_loads(\'{"lt": [{"name": "n", "zzz": 1}]}\')', "AttributeError: Unknown schema attribute zzz"),
    ('J.json_loads(\'{"lt": [{"name": "n"}]}\')', "J(lt=PList(P(a=IntegerList(1, 2),\n  name=n)))"),
    ('J.json_loads(\'{"t": null}\')', "AttributeError: 'NoneType' object has no attribute 'items'"),
    ('J.json_loads(\'{"t": 5}\')', "AttributeError: 'int' object has no attribute 'items'"),
    ('J.json_loads(\'{"n": null}\').check()',
     "TypeCheck(FAILED): J[n] failed: Unable to interpolate: Cannot coerce 'None' to Integer"),
    ('J.json_loads(\'{"l": null}\')', "ValueError: ListContainer expects an iterable, got None"),
    ("J.json_loads('[]')", "AttributeError: 'list' object has no attribute 'items'"),
    ("J.json_loads('5')", "AttributeError: 'int' object has no attribute 'items'"),
    ("J.json_loads('{')", "JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
    ('J.json_loads(\'{"n": 1.5, "f": 2, "b": true, "name": "q{{n}}"}\')', "J(name=q1,\n  n=1,\n  f=2.0,\n  b=True)"),
    ('J.json_loads(\'{"n": 1.5, "f": 2, "b": true, "name": "q{{n}}"}\').json_dumps()',
     '\'{"name": "q1", "n": 1, "f": 2.0, "b": true}\''),
    ('J.json_loads(\'{"c": {"x": 1}}\').check()',
     "TypeCheck(FAILED): J[c] failed: Choice_Integer_String typecheck failed: value {'x': 1} did not match any of it"
     "s alternatives"),
    ("J.json_loads(J(name='x', n=5, t=P(name='q')).json_dumps()) == J(name='x', n=5, t=P(name='q'))", "True"),
    ("Integer(1).json_dumps()", "AttributeError: 'Integer' object has no attribute 'json_dumps'"),
    ("List(Integer)([1]).json_dumps()", "AttributeError: 'IntegerList' object has no attribute 'json_dumps'"),
    ("J(name='{{&n}}', n=1).json_dumps()", '\'{"name": "{{n}}", "n": 1}\''),
    ("J(name='{{&&n}}', n=1).json_dumps()", '\'{"name": "{{&n}}", "n": 1}\''),
    ("J(name='{{n}}', n=1).json_dumps()", '\'{"name": "1", "n": 1}\''),
    ("J(name='{{x}} {{n}}', n=1).json_dumps()", '\'{"name": "{{x}} 1", "n": 1}\''),
]

asked = table(SETUP, EQUAL + ORDERED + CHECKED + DUMPED)


@rows(EQUAL)
def test_equality_and_hash(asked, expression, outcome):
    """§9.4: equal fields, whatever the name of the struct."""
    assert asked[expression] == outcome


@rows(ORDERED)
def test_order_of_fields(asked, expression, outcome):
    """§9.4: as declared; by name in what was made from a dict or a default."""
    assert asked[expression] == outcome


@rows(CHECKED)
def test_check(asked, expression, outcome):
    """§14: the first failure, in the order of the fields."""
    assert asked[expression] == outcome


@rows(DUMPED)
def test_json(asked, expression, outcome):
    """§9.5"""
    assert asked[expression] == outcome
