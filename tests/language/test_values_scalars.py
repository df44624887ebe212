"""Scalars: what they take, what they become, how they compare (language.md §4)."""

from .conftest import rows, table

SETUP = """
from decimal import Decimal
from fractions import Fraction
from pystachio.base import Object

class Text(str): pass
class Whole(int): pass

# What the four make of a value; '-' is "Cannot coerce 'VALUE' to TYPE".
def four(value):
  made = []
  for cls in (String, Integer, Float, Boolean):
    try:
      made.append((cls(value) % {}).get())
    except Object.CoercionError as error:
      made.append('-' if str(error) == "Cannot coerce '%s' to %s" % (value, cls.__name__) else str(error))
    except OverflowError as error:
      made.append('OverflowError: %s' % error)
  return tuple(made)
"""

COERCED = [
    ("four('a')", "('a', '-', '-', '-')"),
    ("four('')", "('', '-', '-', '-')"),
    ("four('5')", "('5', 5, 5.0, '-')"),
    ("four(' 5 ')", "(' 5 ', 5, 5.0, '-')"),
    ("four('+5')", "('+5', 5, 5.0, '-')"),
    ("four('-5')", "('-5', -5, -5.0, '-')"),
    ("four('010')", "('010', 10, 10.0, '-')"),
    ("four('1_000')", "('1_000', 1000, 1000.0, '-')"),
    ("four('_1')", "('_1', '-', '-', '-')"),
    ("four('1__0')", "('1__0', '-', '-', '-')"),
    ("four('0x10')", "('0x10', '-', '-', '-')"),
    ("four('1.0')", "('1.0', '-', 1.0, '-')"),
    ("four('1e5')", "('1e5', '-', 100000.0, '-')"),
    ("four('.5')", "('.5', '-', 0.5, '-')"),
    ("four('1.')", "('1.', '-', 1.0, '-')"),
    ("four('nan')", "('nan', '-', nan, '-')"),
    ("four('inf')", "('inf', '-', inf, '-')"),
    ("four('-Infinity')", "('-Infinity', '-', -inf, '-')"),
    ("four('1')", "('1', 1, 1.0, True)"),
    ("four('0')", "('0', 0, 0.0, False)"),
    ("four('true')", "('true', '-', '-', True)"),
    ("four('TRUE')", "('TRUE', '-', '-', True)"),
    ("four('True')", "('True', '-', '-', True)"),
    ("four('false')", "('false', '-', '-', False)"),
    ("four('FALSE')", "('FALSE', '-', '-', False)"),
    ("four(' true')", "(' true', '-', '-', '-')"),
    ("four('yes')", "('yes', '-', '-', '-')"),
    ("four('on')", "('on', '-', '-', '-')"),
    ("four('2')", "('2', 2, 2.0, '-')"),
    ("four('\\t5\\n')", "('\\t5\\n', 5, 5.0, '-')"),
    ("four('- 5')", "('- 5', '-', '-', '-')"),
    ("four('--5')", "('--5', '-', '-', '-')"),
    ("four('5 5')", "('5 5', '-', '-', '-')"),
    ("four('1e999')", "('1e999', '-', inf, '-')"),
    ("four('-1e999')", "('-1e999', '-', -inf, '-')"),
    ("four('1e-999')", "('1e-999', '-', 0.0, '-')"),
    ("four('\\u0665')", "('٥', 5, 5.0, '-')"),
    ("four('\\xa05')", "('\\xa05', 5, 5.0, '-')"),
    ("four(5)", "('5', 5, 5.0, True)"),
    ("four(0)", "('0', 0, 0.0, False)"),
    ("four(-7)", "('-7', -7, -7.0, True)"),
    ("four(2)", "('2', 2, 2.0, True)"),
    ("four(1.9)", "('1.9', 1, 1.9, True)"),
    ("four(-1.9)", "('-1.9', -1, -1.9, True)"),
    ("four(1.0)", "('1.0', 1, 1.0, True)"),
    ("four(1e16)", "('1e+16', 10000000000000000, 1e+16, True)"),
    ("four(1e30)", "('1e+30', 1000000000000000019884624838656, 1e+30, True)"),
    ("four(0.1)", "('0.1', 0, 0.1, True)"),
    ("four(1e-5)", "('1e-05', 0, 1e-05, True)"),
    ("four(-0.0)", "('-0.0', 0, -0.0, False)"),
    ("four(123456789.123)", "('123456789.123', 123456789, 123456789.123, True)"),
    ("four(10**30)", "('1000000000000000000000000000000', 1000000000000000000000000000000, 1e+30, True)"),
    ("four(-10**30)", "('-1000000000000000000000000000000', -1000000000000000000000000000000, -1e+30, True)"),
    ("four(2**63)", "('9223372036854775808', 9223372036854775808, 9.223372036854776e+18, True)"),
    ("four(-2**63)", "('-9223372036854775808', -9223372036854775808, -9.223372036854776e+18, True)"),
    ("four(2**63-1)", "('9223372036854775807', 9223372036854775807, 9.223372036854776e+18, True)"),
    ("four(10**400)",
     "('100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "0000000000000000000000000000000000000000000000000000000000000000000000000', 1000000000000000000000000000000000"
     "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "0000000000000000000000000000000000000, 'OverflowError: int too large to convert to float', True)"),
    ("four(float('nan'))", "('nan', '-', nan, True)"),
    ("four(float('inf'))", "('inf', 'OverflowError: cannot convert float infinity to integer', inf, True)"),
    ("four(-float('inf'))", "('-inf', 'OverflowError: cannot convert float infinity to integer', -inf, True)"),
    ("four(True)", "('True', 1, 1.0, True)"),
    ("four(False)", "('False', 0, 0.0, False)"),
    ("four(None)", "('-', '-', '-', '-')"),
    ("four([])", "('-', '-', '-', '-')"),
    ("four([1])", "('-', '-', '-', '-')"),
    ("four({})", "('-', '-', '-', '-')"),
    ("four((1,))", "('-', '-', '-', '-')"),
    ("four(b'5')", "('-', '-', '-', '-')"),
    ("four(Decimal('1'))", "('-', '-', '-', '-')"),
    ("four(Fraction(1,2))", "('-', '-', '-', '-')"),
    ("four(String('5'))", "('-', '-', '-', '-')"),
    ("four(Integer(3))", "('-', '-', '-', '-')"),
    ("four(Text('5'))", "('5', 5, 5.0, '-')"),
    ("four(Whole(5))", "('5', 5, 5.0, True)"),
    ("four({1})", "('-', '-', '-', '-')"),
    ("four(3j)", "('-', '-', '-', '-')"),
    ("four(Empty)", "('-', '-', '-', '-')"),
]

KEPT = [
    ("Integer()", "TypeError: Integer takes exactly one argument, the value"),
    ("Integer(1,2)", "TypeError: Integer takes exactly one argument, the value"),
    ("Integer(value=1)", "TypeError: Integer takes exactly one argument, the value"),
    ("String('a').get()", "'a'"),
    ("Integer('1').get()", "'1'"),
    ("Integer(1.5).get()", "1.5"),
    ("Float(None).get()", "None"),
    ("Integer('x')", "CoercionError: Cannot coerce 'x' to Integer"),
    ("str(Integer('x'))", "CoercionError: Cannot coerce 'x' to Integer"),
    ("repr(String('x'))", "'String(x)'"),
    ("repr(Float(1))", "'Float(1.0)'"),
    ("repr(Boolean(1))", "'Boolean(True)'"),
    ("str(Boolean('true'))", "'True'"),
    ("str(Float('2'))", "'2.0'"),
    ("repr(Integer(True))", "'Integer(1)'"),
    ("repr(String(None))", "CoercionError: Cannot coerce 'None' to String"),
    ("repr(Integer(float('inf')))", "OverflowError: cannot convert float infinity to integer"),
    ("Integer(float('inf')).check()", "OverflowError: cannot convert float infinity to integer"),
    ("Integer(float('nan')).check()", "TypeCheck(FAILED): Unable to interpolate: Cannot coerce 'nan' to Integer"),
    ("Float(10**400).check()", "OverflowError: int too large to convert to float"),
    ("String(None).check()", "TypeCheck(FAILED): Unable to interpolate: Cannot coerce 'None' to String"),
    ("Integer('x').check()", "TypeCheck(FAILED): Unable to interpolate: Cannot coerce 'x' to Integer"),
    ("Float('x').check()", "TypeCheck(FAILED): Unable to interpolate: Cannot coerce 'x' to Float"),
    ("Boolean('yes').check()", "TypeCheck(FAILED): Unable to interpolate: Cannot coerce 'yes' to Boolean"),
    ("String('{{x}}').check()", "TypeCheck(OK)"),
    ("Integer('{{x}}').check()", "TypeCheck(FAILED): '{{x}}' not an integer"),
    ("Float('{{x}}').check()", "TypeCheck(FAILED): '{{x}}' not a float"),
    ("Boolean('{{x}}').check()", "TypeCheck(FAILED): '{{x}}' not a boolean"),
    ("Integer('1{{x}}2').check()", "TypeCheck(FAILED): '1{{x}}2' not an integer"),
    ('Integer("{{x}}\'").check()', 'TypeCheck(FAILED): "{{x}}\'" not an integer'),
    ('Integer(\'{{x}}"\').check()', 'TypeCheck(FAILED): \'{{x}}"\' not an integer'),
    ("Integer('{{x}}\\n\\u00e9').check()", "TypeCheck(FAILED): '{{x}}\\né' not an integer"),
    ("Integer('{{x}}').bind(x=3.0).check()", "TypeCheck(FAILED): Unable to interpolate: Cannot coerce '3.0' to Integer"),
    ("Integer('{{x}}').bind(x=Float(1)).check()", "TypeCheck(FAILED): Unable to interpolate: Cannot coerce '1.0' to Integer"),
    ("Integer('{{x}}').bind(x=True).check()", "TypeCheck(FAILED): Unable to interpolate: Cannot coerce 'True' to Integer"),
    ("Boolean('{{x}}').bind(x=0)", "Boolean(False)"),
    ("Boolean('{{x}}').bind(x=True)", "Boolean(True)"),
    ("Boolean('{{x}}').bind(x=False)", "Boolean(False)"),
    ("Float('{{x}}').bind(x=2)", "Float(2.0)"),
    ("Integer('{{x}}').bind(x=' 7 ')", "Integer(7)"),
    ("Integer('{{a}}{{b}}').bind(a=1,b=2)", "Integer(12)"),
    ("Integer('{{x}}')", "Integer({{x}})"),
    ("repr(Integer('{{x}}'))", "'Integer({{x}})'"),
    ("Integer('{{x}}').interpolate()", "(Integer({{x}}), [Ref(x)])"),
    ("Integer('{{x}}').bind(x=4).interpolate()", "(Integer(4), [])"),
    ("Integer('{{x}}{{x}}{{y}}').interpolate()", "(Integer({{x}}{{x}}{{y}}), [Ref(x), Ref(x), Ref(y)])"),
]

COMPARED = [
    ("Integer(1)==Integer('1')", "True"),
    ("Integer(1)==1", "False"),
    ("String('a')=='a'", "False"),
    ("Integer(1)==Float(1)", "False"),
    ("Integer(1)!=1", "True"),
    ("Integer(1)!=Integer(1)", "False"),
    ("Integer(1)!=Integer(2)", "True"),
    ("Integer(1)<Integer(2)", "True"),
    ("Integer(2)<=Integer(2)", "True"),
    ("Integer(1)<0", "True"),
    ("Integer(1)<=0", "True"),
    ("Integer(1)>0", "False"),
    ("Integer(1)>=2", "False"),
    ("Integer(1)<Float(0)", "True"),
    ("Float(0)<Integer(1)", "True"),
    ("Integer(1)>Float(0)", "False"),
    ("String('a')<String('b')", "True"),
    ("String('b')>String('a')", "True"),
    ("Integer('{{x}}')<Integer(1)", "TypeError: '<' not supported between instances of 'str' and 'int'"),
    ("Integer(1)>Integer('{{x}}')", "TypeError: '<' not supported between instances of 'int' and 'str'"),
    ("Integer('{{x}}')==Integer('{{x}}')", "True"),
    ("Integer('{{x}}')==Integer(1)", "False"),
    ("Integer('{{x}}').bind(x=1)==Integer(1)", "True"),
    ("Integer('x')==Integer(1)", "CoercionError: Cannot coerce 'x' to Integer"),
    ("Integer('x')==1", "False"),
    ("Float('nan')==Float('nan')", "True"),
    ("Boolean(0)<Boolean(1)", "True"),
    ("Integer(1)<'a'", "True"),
    ("Integer(1)>None", "False"),
    ("sorted([Integer(3),Integer('1'),Integer(2)])", "[Integer(1), Integer(2), Integer(3)]"),
    ("max(Integer(1),Integer(2))", "Integer(2)"),
    ("Integer(1) in [Integer('1')]", "True"),
]

HASHED = [
    ("hash(Integer('1'))==hash(Integer(1))", "False"),
    ("hash(Integer(1))==hash(Integer(1))", "True"),
    ("hash(String('{{x}}').bind(x='a'))==hash(String('a'))", "False"),
    ("hash(String('{{x}}').bind(x='a'))==hash(String('{{x}}'))", "True"),
    ("len({String('a'),String('a')})", "1"),
    ("len({Integer(1),Integer('1')})", "2"),
    ("hash(Integer(1))==hash(Float(1.0))", "True"),
    ("hash(Integer(True))==hash(Integer(1))", "True"),
    ("hash(String(None))==hash(String(None))", "True"),
    ("hash(String([1]))", "589728592215707255"),
]

PROTOCOL = [
    ("bool(Integer(0))", "True"),
    ("bool(Boolean(False))", "True"),
    ("bool(String(''))", "True"),
    ("len(String('abc'))", "TypeError: object of type 'String' has no len()"),
    ("String('a')+String('b')", "TypeError: unsupported operand type(s) for +: 'String' and 'String'"),
    ("Integer(1)+1", "TypeError: unsupported operand type(s) for +: 'Integer' and 'int'"),
    ("Integer(2)*2", "TypeError: unsupported operand type(s) for *: 'Integer' and 'int'"),
    ("int(Integer(1))", "TypeError: int() argument must be a string, a bytes-like object or a real number, not 'Integer'"),
    ("float(Float(1))", "TypeError: float() argument must be a string or a real number, not 'Float'"),
    ("String('a').upper()", "AttributeError: 'String' object has no attribute 'upper'"),
    ("'%s' % Integer(5)", "'5'"),
    ("'{}'.format(Integer(5))", "'5'"),
    ("'{:>5}'.format(Integer(5))", "TypeError: unsupported format string passed to Integer.__format__"),
    ("f'{Integer(5)}'", "'5'"),
    ("'%d' % Integer(5)", "TypeError: %d format: a real number is required, not Integer"),
    ("list(String('ab'))", "TypeError: 'String' object is not iterable"),
    ("String('ab')[0]", "TypeError: 'String' object is not subscriptable"),
    ("'a' in String('ab')", "TypeError: argument of type 'String' is not iterable"),
    ("-Integer(1)", "TypeError: bad operand type for unary -: 'Integer'"),
    ("Integer(1)-Integer(1)", "TypeError: unsupported operand type(s) for -: 'Integer' and 'Integer'"),
    ("type(Integer(1)).__name__", "'Integer'"),
    ("type(Integer(1)).__module__", "'pystachio.basic'"),
    ("type(Integer(1))", "<class 'pystachio.basic.Integer'>"),
    ("Integer", "<class 'pystachio.basic.Integer'>"),
    ("isinstance(Integer(1),Integer)", "True"),
    ("isinstance(Integer(1),Float)", "False"),
]

asked = table(SETUP, COERCED + KEPT + COMPARED + HASHED + PROTOCOL)


@rows(COERCED)
def test_coercion(asked, expression, outcome):
    """§4, the table of coercions: (String, Integer, Float, Boolean)."""
    assert asked[expression] == outcome


@rows(KEPT)
def test_construction_and_check(asked, expression, outcome):
    """§4: nothing is checked at construction, all at interpolation; what stays open fails check() but for String."""
    assert asked[expression] == outcome


@rows(COMPARED)
def test_comparison(asked, expression, outcome):
    """§4: values of one class compare by what they resolve to, of two classes by their class alone."""
    assert asked[expression] == outcome


@rows(HASHED)
def test_hash(asked, expression, outcome):
    """§4: the hash is that of the raw value."""
    assert asked[expression] == outcome


@rows(PROTOCOL)
def test_protocol(asked, expression, outcome):
    """§3: what all values can and can not do."""
    assert asked[expression] == outcome
