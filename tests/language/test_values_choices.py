"""Choice (language.md §8)."""

from .conftest import rows, table

SETUP = """
class Res(Struct):
  cpu = Required(Float)
  ram = Integer
class A(Struct):
  a = Required(String)
class B(Struct):
  b = Required(String)
IS = Choice([Integer, String])
SI = Choice([String, Integer])
IF = Choice([Integer, Float])
RS = Choice([Res, String])
AB = Choice([A, B])
class Holder(Struct):
  c = AB
  n = IF
  name = Default(String, 'me')
"""

UNWRAPPED = [
    ("IS.__name__", "'Choice_Integer_String'"),
    ("Choice('Port', [Integer, String]).__name__", "'Port'"),
    ("Choice('Port', (Integer, String)).__name__", "'Port'"),
    ("Choice((Integer, String)).__name__", "'Choice_Integer_String'"),
    ("Choice(Integer, String)", "AssertionError: Choice takes a list of types, after a name or without"),
    ("Choice([int])", "AssertionError: an alternative of a Choice must be a type, not <class 'int'>"),
    ("Choice([])", "<class 'pystachio.typing.Choice_'>"),
    ("Choice()", "AssertionError: Choice takes a list of types, after a name or without"),
    ("Choice('x')", "AssertionError: Choice takes a list of types, after a name or without"),
    ("Choice('x', [])", "<class 'pystachio.typing.x'>"),
    ("Choice([Integer, 5])", "AssertionError: an alternative of a Choice must be a type, not 5"),
    ("IS('5')", "Choice_Integer_String('5')"),
    ("IS(5)", "Choice_Integer_String(5)"),
    ("IS('5').unwrap()", "Integer(5)"),
    ("IS('x').unwrap()", "String(x)"),
    ("SI(5).unwrap()", "String(5)"),
    ("IF(5.5).unwrap()", "Integer(5)"),
    ("IF('5.5').unwrap()", "Float(5.5)"),
    ("IF('x').check()",
     "TypeCheck(FAILED): Choice_Integer_Float typecheck failed: value x did not match any of its alternatives"),
    ("IF('x').unwrap()", "CoercionError: Cannot coerce 'x' to Choice_Integer_Float"),
    ("IF('x').get()", "CoercionError: Cannot coerce 'x' to Choice_Integer_Float"),
    ("IF('x')", "Choice_Integer_Float('x')"),
    ("str(IF('x'))", "CoercionError: Cannot coerce 'x' to Choice_Integer_Float"),
    ("IF('{{x}}').check()",
     "TypeCheck(FAILED): Choice_Integer_Float typecheck failed: value {{x}} did not match any of its alternatives"),
    ("IF('{{x}}').interpolate()", "(Integer({{x}}), [Ref(x)])"),
    ("IF('{{x}}').bind(x=1.5).unwrap()", "Float(1.5)"),
    ("IF('{{x}}').bind(x='q').check()",
     "TypeCheck(FAILED): Choice_Integer_Float typecheck failed: value {{x}} did not match any of its alternatives"),
    ("IF('{{x}}').bind(x='q').unwrap()", "CoercionError: Cannot coerce '{{x}}' to Choice_Integer_Float"),
    ("IS('{{x}}').check()", "TypeCheck(OK)"),
    ("IS('{{x}}').interpolate()", "(Integer({{x}}), [Ref(x)])"),
    ("IS('{{x}}').unwrap()", "Integer({{x}})"),
    ("RS({'cpu': 1}).unwrap()", "Res(cpu=1.0)"),
    ("RS({'cpu': 1})", "Choice_Res_String({'cpu': 1})"),
    ("RS({'cpu': 1}).get()", "frozendict({'cpu': 1.0})"),
    ("RS({'bogus': 1}).unwrap()", "AttributeError: Unknown schema attribute bogus"),
    ("RS({'bogus': 1}).check()", "AttributeError: Unknown schema attribute bogus"),
    ("RS('x').unwrap()", "String(x)"),
    ("RS({}).check()", "TypeCheck(FAILED): Choice_Res_String typecheck failed: value {} did not match any of its alternatives"),
    ("RS({}).unwrap()", "Res()"),
    ("RS(Res(cpu=1)).unwrap()", "Res(cpu=1.0)"),
    ("RS(Res(cpu=1))", "Choice_Res_String(Res(cpu=1.0))"),
    ("RS(Res()).check()", "TypeCheck(FAILED): Res[cpu] is required."),
    ("AB(A()).check()", "TypeCheck(FAILED): A[a] is required."),
    ("AB(A(a='x')).check()", "TypeCheck(OK)"),
    ("AB(B(b='x')).check()", "TypeCheck(OK)"),
    ("AB(B()).check()", "TypeCheck(FAILED): B[b] is required."),
    ("AB({'a': 'x'}).unwrap()", "A(a=x)"),
    ("AB({'b': 'x'}).unwrap()", "AttributeError: Unknown schema attribute b"),
    ("AB({'b': 'x'}).check()", "AttributeError: Unknown schema attribute b"),
    ("AB(5).check()", "TypeCheck(FAILED): Choice_A_B typecheck failed: value 5 did not match any of its alternatives"),
    ("AB(None).check()", "TypeCheck(FAILED): Choice_A_B typecheck failed: value None did not match any of its alternatives"),
    ("AB(5).unwrap()", "CoercionError: Cannot coerce '5' to Choice_A_B"),
    ("IS(None).check()",
     "TypeCheck(FAILED): Choice_Integer_String typecheck failed: value None did not match any of its alternatives"),
    ("IS(None).unwrap()", "CoercionError: Cannot coerce 'None' to Choice_Integer_String"),
    ("IS(IS(5)).unwrap()", "CoercionError: Cannot coerce '5' to Choice_Integer_String"),
    ("IS(IS(5)).check()",
     "TypeCheck(FAILED): Choice_Integer_String typecheck failed: value 5 did not match any of its alternatives"),
    ("IS(Integer(5)).unwrap()", "Integer(5)"),
    ("IS(Float(5)).check()",
     "TypeCheck(FAILED): Choice_Integer_String typecheck failed: value 5.0 did not match any of its alternatives"),
]

COMPARED = [
    ("IS()", "TypeError: Choice_Integer_String takes exactly one argument, the value"),
    ("IS(1,2)", "TypeError: Choice_Integer_String takes exactly one argument, the value"),
    ("IS(5) == Integer(5)", "False"),
    ("IS(5) == 5", "False"),
    ("IS(5) == IS('5')", "True"),
    ("IS(5) == SI(5)", "False"),
    ("IS(5) == Choice([Integer, String])(5)", "True"),
    ("IS(5) == Choice('Port', [Integer, String])(5)", "True"),
    ("IS(5) != IS(6)", "True"),
    ("RS({'cpu': 1}) == RS(Res(cpu='1'))", "True"),
    ("IS('{{x}}').bind(x=1) == IS(1)", "True"),
    ("hash(IS(5)) == hash(IS(5))", "True"),
    ("str(IS(5))", "'5'"),
    ("str(RS({'cpu': 1}))", "'Res(cpu=1.0)'"),
    ("repr(IS('5'))", '"Choice_Integer_String(\'5\')"'),
    ("repr(RS(Res(cpu=1)))", "'Choice_Res_String(Res(cpu=1.0))'"),
    ("IS('5').get()", "5"),
    ("IS('{{x}}').get()", "'{{x}}'"),
    ("bool(IS(0))", "True"),
    ("IS(5).foo", "AttributeError: 'Choice_Integer_String' object has no attribute 'foo'"),
    ("IS(5)()", "TypeError: 'Choice_Integer_String' object is not callable"),
    ("IS(5)[0]", "TypeError: 'Choice_Integer_String' object is not subscriptable"),
    ("RS(Res(cpu=1)).cpu", "AttributeError: 'Choice_Res_String' object has no attribute 'cpu'"),
]

HELD = [
    ("Holder(c=A(a='x')).c()", "Choice_A_B(A(a=x))"),
    ("Holder(c=A(a='x')).c().unwrap()", "A(a=x)"),
    ("Holder(c=A(a='x'))", "Holder(c=A(a=x),\n       name=me)"),
    ("Holder(c={'a': 'x'})", "Holder(c=A(a=x),\n       name=me)"),
    ("Holder(c={'a': 'x'}).c()", "Choice_A_B(A(a=x))"),
    ("Holder(c=A()).check()", "TypeCheck(FAILED): Holder[c] failed: A[a] is required."),
    ("Holder(c=A(a='{{name}}')).c().unwrap()", "A(a=me)"),
    ("Holder(c=A(a='{{name}}')).check()", "TypeCheck(OK)"),
    ("Holder(c=A(a='{{name}}')).c().unwrap().a()", "String(me)"),
    ("Holder(n='x').check()",
     "TypeCheck(FAILED): Holder[n] failed: Choice_Integer_Float typecheck failed: value x did not match any of its alternatives"),
    ("Holder(n='{{x}}').check()",
     "TypeCheck(FAILED): Holder[n] failed: Choice_Integer_Float typecheck failed: value {{x}} did not match any of i"
     "ts alternatives"),
    ("Holder(n=5).check()", "TypeCheck(OK)"),
    ("Holder(n=5).get()", "frozendict({'n': 5, 'name': 'me'})"),
    ("Holder(n='5').get()", "frozendict({'n': 5, 'name': 'me'})"),
    ("Holder(n='5').interpolate()[0].get()", "frozendict({'n': 5, 'name': 'me'})"),
    ("Holder(n=IF(5)).n()", "Choice_Integer_Float(Integer(5))"),
    ("Holder(n=Integer(5)).n()", "Choice_Integer_Float(Integer(5))"),
    ("Holder(n=AB(A(a='x')))", "CoercionError: Cannot coerce 'A(a=x)' to Choice_Integer_Float"),
    ("Holder(c=B(b='q')) == Holder(c={'b': 'q'})", "AttributeError: Unknown schema attribute b"),
    ("Holder(c=B(b='q')) == Holder(c=B(b='q'))", "True"),
    ("String('{{h.c.a}}').bind(h=Holder(c=A(a='x')))", "String({{h.c.a}})"),
    ("String('{{h.c}}').bind(h=Holder(c=A(a='x')))", "String(A(a=x))"),
    ("String('{{h.n}}').bind(h=Holder(n='5'))", "String(5)"),
    ("String('{{c}}').bind(c=IS('5'))", "String(5)"),
    ("String('{{c.a}}').bind(c=AB(A(a='x')))", "String({{c.a}})"),
    ("IS('5').bind(x=1).in_scope(y=2).unwrap()", "Integer(5)"),
    ("IS.serialize_type()", "('Choice', 'Choice_Integer_String', (('Integer',), ('String',)))"),
    ("isinstance(Choice([Integer, String])(5), IS)", "True"),
    ("isinstance(IS(5), SI)", "False"),
    ("List(IS)([1, 'x', '{{y}}'])", "Choice_Integer_StringList(1, x, {{y}})"),
    ("List(IS)([1, 'x', '{{y}}']).check()", "TypeCheck(OK)"),
    ("List(IS)([1, 'x'])[1]", "Choice_Integer_String(String(x))"),
    ("list(List(IS)([1, 'x']))", "[Choice_Integer_String(Integer(1)), Choice_Integer_String(String(x))]"),
    ("IF('nan').unwrap()", "Float(nan)"),
    ("IF(float('nan')).unwrap()", "Float(nan)"),
    ("IF(float('inf')).check()", "OverflowError: cannot convert float infinity to integer"),
    ("Choice([Integer])('{{x}}').check()",
     "TypeCheck(FAILED): Choice_Integer typecheck failed: value {{x}} did not match any of its alternatives"),
    ("Choice([L2 for L2 in [List(Integer), String]])('ab').unwrap()", "String(ab)"),
    ("Choice([List(Integer), String])([1]).unwrap()", "IntegerList(1)"),
    ("Choice([Map(String, Integer), String])({'a': 1}).unwrap()", "StringIntegerMap(a => 1)"),
    ("Choice([Map(String, Integer), String])('ab').unwrap()", "String(ab)"),
    ("Choice([Map(String, Integer), String])('abc').unwrap()", "String(abc)"),
    ("Choice([Enum('a', 'b'), String])('c').unwrap()", "String(c)"),
    ("Choice([Enum('a', 'b'), String])('a').unwrap()", "Enum_a_b(a)"),
]

asked = table(SETUP, UNWRAPPED + COMPARED + HELD)


@rows(UNWRAPPED)
def test_alternatives(asked, expression, outcome):
    """§8: alternatives are tried in their order; a failing instance fails with its own words."""
    assert asked[expression] == outcome


@rows(COMPARED)
def test_operations(asked, expression, outcome):
    """§8: equality, text, access."""
    assert asked[expression] == outcome


@rows(HELD)
def test_in_structs_and_templates(asked, expression, outcome):
    """§8: within a struct or list it stays a Choice; it is no name space."""
    assert asked[expression] == outcome
