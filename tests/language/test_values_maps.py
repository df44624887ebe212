"""Map (language.md §7)."""

from .conftest import rows, table
from .container_classes import SETUP as CLASSES

SETUP = CLASSES + """
class A(Struct):
  m = M
  k = String
  n = String
"""

TAKEN = [
    ("M({'a': 1})", "StringIntegerMap(a => 1)"),
    ("M(collections.OrderedDict([('b', 1), ('a', 2)]))", "StringIntegerMap(b => 1, a => 2)"),
    ("M(frozen)", "StringIntegerMap(z => 1)"),
    ("M(Mp())", "StringIntegerMap(k => 9)"),
    ("M(types.MappingProxyType({'a': 1}))", "StringIntegerMap(a => 1)"),
    ("M(('a', 1), ('b', 2))", "StringIntegerMap(a => 1, b => 2)"),
    ("M(['a', 1], ('b', 2))", "StringIntegerMap(a => 1, b => 2)"),
    ("M(('a', 1), ('a', 2))['a']", "Integer(1)"),
    ("M(('a', 1), ('a', 2)).get()", "frozendict({'a': 2})"),
    ("M(('a', 1), ('a', 2))", "StringIntegerMap(a => 1, a => 2)"),
    ("M()", "StringIntegerMap()"),
    ("M([('a',1)])", "ValueError: Unexpected input to MapContainer: ([('a', 1)],)"),
    ("M([('a',1),('b',2)])", "CoercionError: Cannot coerce '('a', 1)' to String"),
    ("M([('a',1),('b',2)]).get()", "frozendict({('a', 1): ('b', 2)})"),
    ("M('ab')", "CoercionError: Cannot coerce 'b' to Integer"),
    ("M('ab').get()", "frozendict({'a': 'b'})"),
    ("M('abc')", "ValueError: Unexpected input to MapContainer: ('abc',)"),
    ("M('a')", "ValueError: Unexpected input to MapContainer: ('a',)"),
    ("M('')", "ValueError: Unexpected input to MapContainer: ('',)"),
    ("Map(String,String)(['ab','cd'])", "StringStringMap(ab => cd)"),
    ("M(None)", "ValueError: Unexpected input to MapContainer: (None,)"),
    ("M(5)", "ValueError: Unexpected input to MapContainer: (5,)"),
    ("M({'a':1},{'b':2})", "ValueError: Unexpected input to MapContainer: ({'a': 1}, {'b': 2})"),
    ("M(('a', 1), 5)", "ValueError: Unexpected input to MapContainer: (('a', 1), 5)"),
    ("M(('a', 1, 2))", "ValueError: Unexpected input to MapContainer: (('a', 1, 2),)"),
    ("M(a=1)", "TypeError: StringIntegerMap takes no keyword arguments"),
    ("M(M({'a': 1}))", "TypeError: object of type 'StringIntegerMap' has no len()"),
    ("M(Integer(1))", "ValueError: Unexpected input to MapContainer: (Integer(1),)"),
    ("M({'a': None}).check()",
     "TypeCheck(FAILED): StringIntegerMap[a] value None failed check: Unable to interpolate: Cannot coerce 'None' to Integer"),
    ("M({None: 1})", "CoercionError: Cannot coerce 'None' to String"),
    ("M({1: 2})", "StringIntegerMap(1 => 2)"),
    ("M({1: 2})['1']", "Integer(2)"),
]

USED = [
    ("m['a']", "Integer(1)"),
    ("m['k']", "KeyError: 'k not found'"),
    ("m['{{k}}']", "Integer({{v}})"),
    ("m.bind(k='z', v=8)['z']", "Integer(8)"),
    ("m.bind(k='z', v=8)", "StringIntegerMap(a => 1, z => 8)"),
    ("m['zzz']", "KeyError: 'zzz not found'"),
    ("m[String('a')]", "Integer(1)"),
    ("m[1]", "KeyError: '1 not found'"),
    ("m[None]", "CoercionError: Cannot coerce 'None' to String"),
    ("m[Integer(1)]", "CoercionError: Cannot coerce '1' to String"),
    ("'a' in m", "True"),
    ("'zz' in m", "False"),
    ("None in m", "CoercionError: Cannot coerce 'None' to String"),
    ("Map(Integer, String)({1: 'x'})['1']", "String(x)"),
    ("Map(Integer, String)({'1': 'x'})[1]", "String(x)"),
    ("Map(Integer, String)({1: 'x'})['x']", "CoercionError: Cannot coerce 'x' to Integer"),
    ("'x' in Map(Integer, String)({1: 'x'})", "CoercionError: Cannot coerce 'x' to Integer"),
    ("list(M({'a': 1, 'b': 2}))", "[String(a), String(b)]"),
    ("[k.get() for k in m]", "['a', '{{k}}']"),
    ("m.keys()", "AttributeError: 'StringIntegerMap' object has no attribute 'keys'"),
    ("m.items()", "AttributeError: 'StringIntegerMap' object has no attribute 'items'"),
    ("len(m)", "TypeError: object of type 'StringIntegerMap' has no len()"),
    ("m.get('a')", "TypeError: Object.get() takes no arguments (1 given)"),
    ("m.get()", "frozendict({'a': '1', '{{k}}': '{{v}}'})"),
    ("M({'a': 1, 'b': 2}) == M({'a': 1, 'b': 2})", "True"),
    ("M({'a': 1, 'b': 2}) == M({'b': 2, 'a': 1})", "False"),
    ("M({'a': 1}) == {'a': 1}", "False"),
    ("M({'a': 1}) == Map(String, Float)({'a': 1})", "False"),
    ("M({'a': '1'}) == M({'a': 1})", "True"),
    ("M({'{{q}}': 1}).bind(q='a') == M({'a': 1})", "True"),
    ("hash(M({'a': 1, 'b': 2})) == hash(M({'b': 2, 'a': 1}))", "True"),
    ("hash(M({'a': 1})) == hash(M({'a': 1}))", "True"),
    ("str(M({'a': 1, 'b': '2'}))", "'StringIntegerMap(a => 1, b => 2)'"),
    ("repr(M())", "'StringIntegerMap()'"),
    ("m.check()", "TypeCheck(FAILED): StringIntegerMap[{{k}}] value {{v}} failed check: '{{v}}' not an integer"),
    ("m.bind(k='z').check()", "TypeCheck(FAILED): StringIntegerMap[{{k}}] value {{v}} failed check: '{{v}}' not an integer"),
    ("m.bind(k='z', v=8).check()", "TypeCheck(OK)"),
    ("Map(Integer, Integer)({'{{q}}': 1}).check()",
     "TypeCheck(FAILED): IntegerIntegerMap key {{q}} failed check: '{{q}}' not an integer"),
    ("Map(Integer, Integer)({'x': 1}).check()",
     "TypeCheck(FAILED): IntegerIntegerMap key x failed check: Unable to interpolate: Cannot coerce 'x' to Integer"),
    ("Map(String, Integer)({'a': 'x'}).check()",
     "TypeCheck(FAILED): StringIntegerMap[a] value x failed check: Unable to interpolate: Cannot coerce 'x' to Integer"),
    ("Map(String, L)({'a': [1]}).check()", "TypeCheck(OK)"),
    ("Map(String, L)({'a': ['{{n}}']}).check()",
     "TypeCheck(FAILED): StringIntegerListMap[a] value IntegerList({{n}}) failed check: Element in IntegerList faile"
     "d check: '{{n}}' not an integer"),
    ("Map(String, Res)({'a': {'cpu': 1}})", "StringResMap(a => Res(cpu=1.0,\n    disk=7))"),
    ("Map(String, Res)({'a': {}}).check()",
     "TypeCheck(FAILED): StringResMap[a] value Res(disk=7) failed check: Res[cpu] is required."),
    ("Map(String, Res)({'a': 5})", "IsNotMappingError: 5"),
    ("bool(M())", "True"),
    ("m.interpolate()[0]", "StringIntegerMap(a => 1, {{k}} => {{v}})"),
    ("sorted(str(r) for r in m.interpolate()[1])", "['{{k}}', '{{v}}']"),
    ("M({'a': 1}).bind(a=1)['a']", "Integer(1)"),
    ("M({'b': 1, 'a': 2}).get()", "frozendict({'b': 1, 'a': 2})"),
    ("M({'{{k}}x': 1}).bind(k='q')['qx']", "Integer(1)"),
    ("M({'a', 'b'})", "ValueError: Unexpected input to MapContainer: ({'a', 'b'},)"),
    ("M(iter('ab'))", "TypeError: object of type 'str_ascii_iterator' has no len()"),
]

CHECKED = [
    ("M({'{{k}}': '{{v}}{{w}}'}).bind(k='z', v=8).check()",
     "TypeCheck(FAILED): StringIntegerMap[{{k}}] value {{v}}{{w}} failed check: '8{{w}}' not an integer"),
    ("M({'{{k}}': '{{v}}{{w}}'}).check()",
     "TypeCheck(FAILED): StringIntegerMap[{{k}}] value {{v}}{{w}} failed check: '{{v}}{{w}}' not an integer"),
    ("M({'{{k}}{{l}}': '{{v}}'}).bind(k='z').check()",
     "TypeCheck(FAILED): StringIntegerMap[{{k}}{{l}}] value {{v}} failed check: '{{v}}' not an integer"),
    ("M({'{{k}}': 'x{{v}}'}).bind(k='z', v='q').check()",
     "TypeCheck(FAILED): StringIntegerMap[{{k}}] value x{{v}} failed check: Unable to interpolate: Cannot coerce 'xq"
     "' to Integer"),
    ("A(m={'{{k}}': '{{v}}{{w}}'}, k='q').check()",
     "TypeCheck(FAILED): A[m] failed: StringIntegerMap[{{k}}] value {{v}}{{w}} failed check: '{{v}}{{w}}' not an integer"),
    ("A(m={'{{k}}': '{{v}}{{w}}'}, k='q').bind(v=1).check()",
     "TypeCheck(FAILED): A[m] failed: StringIntegerMap[{{k}}] value {{v}}{{w}} failed check: '1{{w}}' not an integer"),
    ("A(m={'{{k}}': '{{k}}'}, k='q').check()",
     "TypeCheck(FAILED): A[m] failed: StringIntegerMap[{{k}}] value {{k}} failed check: Unable to interpolate: Canno"
     "t coerce 'q' to Integer"),
    ("Map(Integer, Integer)({'{{k}}{{l}}': 1}).bind(k=1).check()",
     "TypeCheck(FAILED): IntegerIntegerMap key {{k}}{{l}} failed check: '1{{l}}' not an integer"),
    ("Map(Integer, Integer)({'{{k}}': '{{v}}'}).bind(k=1).check()",
     "TypeCheck(FAILED): IntegerIntegerMap[{{k}}] value {{v}} failed check: '{{v}}' not an integer"),
    ("A(m={String('{{k}}').bind(k='own'): '{{v}}'}, k='q').check()",
     "TypeCheck(FAILED): A[m] failed: StringIntegerMap[own] value {{v}} failed check: '{{v}}' not an integer"),
    ("A(m={'{{k}}': Integer('{{v}}{{w}}').bind(v=1)}, k='q').check()",
     "TypeCheck(FAILED): A[m] failed: StringIntegerMap[{{k}}] value 1{{w}} failed check: '1{{w}}' not an integer"),
]

asked = table(SETUP, TAKEN + USED + CHECKED)


@rows(TAKEN)
def test_construction(asked, expression, outcome):
    """§7, the first table."""
    assert asked[expression] == outcome


@rows(USED)
def test_operations(asked, expression, outcome):
    """§7, the second table; check() fails where the original raised."""
    assert asked[expression] == outcome


@rows(CHECKED)
def test_check(asked, expression, outcome):
    """§7, §14: keys and values as they stand in the map."""
    assert asked[expression] == outcome
