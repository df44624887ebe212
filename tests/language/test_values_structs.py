"""Struct: declaration, construction, derivation, access (language.md §9.1-9.3)."""

from .conftest import rows, table
from .struct_classes import SETUP


DECLARED = [
    ("Rich(x=1)", "Rich(x=1)"),
    ("Rich.CONST", "AttributeError: type object 'Rich' has no attribute 'CONST'"),
    ("Rich(x=1).CONST", "AttributeError: Rich has no attribute CONST"),
    ("Rich(x=1).hello", "AttributeError: Rich has no attribute hello"),
    ("Rich.hello", "AttributeError: type object 'Rich' has no attribute 'hello'"),
    ("Rich(x=1).prop", "AttributeError: Rich has no attribute prop"),
    ("Rich(x=1).inst", "AttributeError: Rich has no attribute inst"),
    ("Rich.__doc__", "None"),
    ("sorted(Rich.TYPEMAP)", "['x']"),
    ("Sub(extra=1)", "AttributeError: Unknown schema attribute extra"),
    ("Sub(cpu=1)", "Sub(cpu=1.0,\n    disk=7)"),
    ("sorted(Sub.TYPEMAP)", "['cpu', 'disk', 'ram']"),
    ("isinstance(Sub(cpu=1), Res)", "False"),
    ("body('H', 'r = Res')(r=Sub(cpu=1))", "IsNotMappingError: Sub(cpu=1.0,\n    disk=7)"),
    ("E()", "E()"),
    ("E(x=1)", "AttributeError: Unknown schema attribute x"),
    ("E() == E()", "True"),
    ("Struct()", "TypeError: Struct can't be called: derive a class from it"),
    ("Struct(x=1)", "TypeError: Struct can't be called: derive a class from it"),
    ("Required('x')", "AssertionError: a type was expected, not 'x'"),
    ("Required(Default(String, 'x'))",
     "AssertionError: a type was expected, not TypeSignature(String, required: False, default: x, empty: False)"),
    ("Default(Required(String), 'x')",
     "AssertionError: a type was expected, not TypeSignature(String, required: True, default: <class 'pystachio.comp"
     "osite.Empty'>, empty: True)"),
    ("Default('x', 1)", "AssertionError: a type was expected, not 'x'"),
    ("Required(Integer(1))", "AssertionError: a type was expected, not Integer(1)"),
    ("Default(Integer, 'x')", "CoercionError: Cannot coerce 'x' to Integer"),
    ("Default(Integer, '5')", "TypeSignature(Integer, required: False, default: 5, empty: False)"),
    ('body(\'D\', "x = Default(Integer, \'x\')")', "<class 'pystachio.typing.D'>"),
    ('body(\'D\', "x = Default(Integer, \'5\')")().get()', "frozendict({'x': '5'})"),
    ('body(\'D\', "x = Default(Integer, \'{{n}}\')")().bind(n=3)', "D(x=3)"),
    ('body(\'D\', "x = Default(Integer, \'{{n}}\')")().check()', "TypeCheck(FAILED): D[x] failed: '{{n}}' not an integer"),
    ('body(\'D\', "x = Default(Integer, Empty)")()', "D()"),
    ('body(\'D\', "x = Default(Integer, None)")', "<class 'pystachio.typing.D'>"),
    ('body(\'D\', "x = Default(Enum(\'a\',\'b\'), \'c\')")', "ValueError: Enum_a_b only accepts the following values: a, b"),
    ('body(\'D\', "x = Default(List(Integer), 5)")', "ValueError: ListContainer expects an iterable, got 5"),
    ('body(\'D\', "x = Default(Res, {\'cpu\': 1})")()', "D(x=Res(cpu=1.0,\n    disk=7))"),
    ('body(\'D\', "x = Default(Res, {\'bogus\': 1})")', "AttributeError: Unknown schema attribute bogus"),
    ('body(\'D\', "x = Default(String, String(\'{{q}}\').bind(q=1))")()', "D(x={{q}})"),
    ('body(\'D\', "x = Required(Integer)").TYPEMAP[\'x\'].required', "True"),
    ("Res.TYPEMAP['cpu'].required", "True"),
    ("Res.TYPEMAP['cpu'].empty", "True"),
    ("Res.TYPEMAP['cpu'].klazz", "<class 'pystachio.basic.Float'>"),
    ("Res.TYPEMAP['disk'].default", "Integer(7)"),
    ("Res.TYPEMAP['disk'].required", "False"),
    ("Res.TYPEMAP['ram'].default", "<class 'pystachio.composite.Empty'>"),
    ("Res.TYPEMAP['ram'].empty", "True"),
    ("Res.TYPEMAP['disk'].empty", "False"),
    ("P.TYPEMAP['name'].klazz is String", "True"),
    ("Res.serialize_type()",
     "('Struct', 'Res', (('cpu', (True, (), True, ('Float',))), ('disk', (False, 7, False, ('Integer',))), ('ram', ("
     "False, (), True, ('Integer',)))))"),
    ("P.serialize_type()",
     "('Struct', 'P', (('a', (False, (1, '2'), False, ('List', ('Integer',)))), ('name', (True, (), True, ('String',"
     "))), ('z', (False, (), True, ('String',)))))"),
    ("Odd(get='g', bind='b', check='c', x='x').get()", "frozendict({'get': 'g', 'bind': 'b', 'check': 'c', 'x': 'x'})"),
    ("Odd(x='1', has_x='2').has_x()", "True"),
    ("Odd(has_y='2').has_y()", "String(2)"),
    ("Odd(has_y='2').has_has_y()", "True"),
]

MADE = [
    ("Res()", "Res(disk=7)"),
    ("Res(cpu=1)", "Res(cpu=1.0,\n    disk=7)"),
    ("Res({'cpu':1}, {'ram':2}, disk=3)", "Res(cpu=1.0,\n    ram=2,\n    disk=3)"),
    ("Res({'cpu':1}, cpu=2)", "Res(cpu=2.0,\n    disk=7)"),
    ("Res({'cpu':1}, {'cpu':3})", "Res(cpu=3.0,\n    disk=7)"),
    ("Res(r)", "IsNotMappingError: Res(cpu=1.0,\n    disk=7)"),
    ("Res(None)", "IsNotMappingError: None"),
    ("Res([('cpu', 1)])", "IsNotMappingError: [('cpu', 1)]"),
    ("Res('x')", "IsNotMappingError: x"),
    ("Res(5)", "IsNotMappingError: 5"),
    ("Res('a','b')", "IsNotMappingError: a"),
    ("Res(frozen)", "Res(cpu=2.0,\n    disk=7)"),
    ("Res(types.MappingProxyType({'cpu': 1}))", "Res(cpu=1.0,\n    disk=7)"),
    ("Res(collections.OrderedDict(cpu=1))", "Res(cpu=1.0,\n    disk=7)"),
    ("Res(bogus=1)", "AttributeError: Unknown schema attribute bogus"),
    ("Res({'bogus': 1})", "AttributeError: Unknown schema attribute bogus"),
    ("Res({1: 1})", "AttributeError: Unknown schema attribute 1"),
    ("Res({'cpu': 1}, bogus=1)", "AttributeError: Unknown schema attribute bogus"),
    ("Res(cpu=Empty)", "Res(disk=7)"),
    ("Res(cpu=1, disk=Empty)", "Res(cpu=1.0)"),
    ("Res({'disk': Empty, 'cpu': 1})", "Res(cpu=1.0)"),
    ("Res(cpu=None)", "CoercionError: Cannot coerce 'None' to Float"),
    ("Res(cpu=None).check()", "TypeCheck(FAILED): Res[cpu] failed: Unable to interpolate: Cannot coerce 'None' to Float"),
    ("Res(cpu=None).get()", "frozendict({'cpu': None, 'disk': 7})"),
    ("J(l=None)", "ValueError: ListContainer expects an iterable, got None"),
    ("J(m=None)", "ValueError: Unexpected input to MapContainer: (None,)"),
    ("J(t=None)", "IsNotMappingError: None"),
    ("J(c=None)", "CoercionError: Cannot coerce 'None' to Choice_Integer_String"),
    ("J(c=None).check()",
     "TypeCheck(FAILED): J[c] failed: Choice_Integer_String typecheck failed: value None did not match any of its alternatives"),
    ("J(t={'name': 'x'})", "J(t=P(a=IntegerList(1, 2),\n  name=x))"),
    ("J(t=P(name='x'))", "J(t=P(name=x,\n  a=IntegerList(1, 2)))"),
    ("J(lt=[{'name': 'x'}, P(name='y', z='1')])",
     "J(lt=PList(P(a=IntegerList(1, 2),\n  name=x), P(z=1,\n  name=y,\n  a=IntegerList(1, 2))))"),
    ("J(l='abc')", "ValueError: ListContainer expects an iterable, got 'abc'"),
    ("J(e='nope')", "ValueError: Enum_on_off only accepts the following values: on, off"),
    ("J(name=Integer(3))", "CoercionError: Cannot coerce '3' to String"),
    ("J(name=Integer(3)).check()", "TypeCheck(FAILED): J[name] failed: Unable to interpolate: Cannot coerce '3' to String"),
    ("J(n=Integer('{{q}}').bind(q=4), name='{{q}}').bind(q=5)", "J(name=5,\n  n=4)"),
    ("r(ram=5)", "Res(cpu=1.0,\n    ram=5,\n    disk=7)"),
    ("r(ram=5)(disk=1)", "Res(cpu=1.0,\n    ram=5,\n    disk=1)"),
    ("r(cpu=Empty)", "Res(disk=7)"),
    ("r(disk=Empty)", "Res(cpu=1.0)"),
    ("r({'ram': 1})", "TypeError: a Res instance takes keyword arguments only: the fields to replace"),
    ("r(bogus=1)", "AttributeError: Unknown schema attribute bogus"),
    ("r(1)", "TypeError: a Res instance takes keyword arguments only: the fields to replace"),
    ("r.bind(x=4)(ram='{{x}}')", "Res(cpu=1.0,\n    ram=4,\n    disk=7)"),
    ("r()", "Res(cpu=1.0,\n    disk=7)"),
    ("r() is r", "False"),
    ("J(t=P(name='x', z='keep'))(t=P(name='y'))", "J(t=P(name=y,\n  a=IntegerList(1, 2)))"),
]

READ = [
    ("r", "Res(cpu=1.0,\n    disk=7)"),
    ("type(r.cpu).__name__", "'function'"),
    ("callable(r.cpu)", "True"),
    ("r.cpu()", "Float(1.0)"),
    ("r.cpu(1)", "TypeError: cpu() takes no arguments (1 given)"),
    ("r.cpu(x=1)", "TypeError: cpu() takes no arguments (1 given)"),
    ("r.ram()", "<class 'pystachio.composite.Empty'>"),
    ("r.ram() is Empty", "True"),
    ("r.disk()", "Integer(7)"),
    ("r.has_cpu()", "True"),
    ("r.has_ram()", "False"),
    ("r.has_disk()", "True"),
    ("r.has_cpu(1)", "TypeError: has_cpu() takes no arguments (1 given)"),
    ("r.nope", "AttributeError: Res has no attribute nope"),
    ("r.has_nope", "AttributeError: Res has no attribute has_nope"),
    ("r.nope()", "AttributeError: Res has no attribute nope"),
    ("r['cpu']", "TypeError: 'Res' object is not subscriptable"),
    ("r[0]", "TypeError: 'Res' object is not subscriptable"),
    ("'cpu' in r", "TypeError: argument of type 'Res' is not iterable"),
    ("list(r)", "TypeError: 'Res' object is not iterable"),
    ("len(r)", "TypeError: object of type 'Res' has no len()"),
    ("iter(r)", "TypeError: 'Res' object is not iterable"),
    ("r.ram().x", "AttributeError: type object 'Empty' has no attribute 'x'"),
    ("bool(r.ram())", "True"),
    ("hasattr(r, 'nope')", "False"),
    ("hasattr(r, 'cpu')", "True"),
    ("getattr(r, 'nope', 5)", "5"),
    ("Res(cpu='{{c}}').bind(c=3).cpu()", "Float(3.0)"),
    ("Res(cpu='{{c}}').cpu()", "Float({{c}})"),
    ("Res(cpu='x').cpu()", "CoercionError: Cannot coerce 'x' to Float"),
    ("Res(cpu='{{ram}}', ram=4).cpu()", "Float(4.0)"),
    ("J(name='n-{{n}}', n=1).name()", "String(n-1)"),
    ("J(t=P(name='{{n}}'), n=3).t().name()", "String(3)"),
    ("J(t=P(name='{{n}}'), n=3).t()", "P(name=3,\n  a=IntegerList(1, 2))"),
]

asked = table(SETUP, DECLARED + MADE + READ)


@rows(DECLARED)
def test_declaration(asked, expression, outcome):
    """§9.1"""
    assert asked[expression] == outcome


@rows(MADE)
def test_construction_and_derivation(asked, expression, outcome):
    """§9.2"""
    assert asked[expression] == outcome


@rows(READ)
def test_access(asked, expression, outcome):
    """§9.3"""
    assert asked[expression] == outcome
