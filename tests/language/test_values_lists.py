"""List (language.md §6), and how lists and maps are declared (§2)."""

from .conftest import rows, table
from .container_classes import SETUP

DECLARED = [
    ("L.__name__", "'IntegerList'"),
    ("List(List(Integer)).__name__", "'IntegerListList'"),
    ("List(Res).__name__", "'ResList'"),
    ("M.__name__", "'StringIntegerMap'"),
    ("Map(String, List(Integer)).__name__", "'StringIntegerListMap'"),
    ("List(String) is List(String)", "False"),
    ("List('x')", "AttributeError: 'str' object has no attribute 'serialize_type'"),
    ("List(int)", "AttributeError: type object 'int' has no attribute 'serialize_type'"),
    ("List()", "AssertionError: List takes exactly 1 type, not 0"),
    ("List(Integer, String)", "AssertionError: List takes exactly 1 type, not 2"),
    ("List(None)", "AttributeError: 'NoneType' object has no attribute 'serialize_type'"),
    ("List(Integer(1))", "AttributeError: 'Integer' object has no attribute 'serialize_type'"),
    ("Map(String)", "AssertionError: Map takes exactly 2 types, not 1"),
    ("Map(String, Integer, Float)", "AssertionError: Map takes exactly 2 types, not 3"),
    ("Map(String, int)", "AttributeError: type object 'int' has no attribute 'serialize_type'"),
    ("Map('x', Integer)", "AttributeError: 'str' object has no attribute 'serialize_type'"),
    ("isinstance(List(Integer)([1]), L)", "True"),
    ("isinstance(List(String)([1]), L)", "False"),
    ("type(L([1]))", "<class 'pystachio.typing.IntegerList'>"),
]

TAKEN = [
    ("L([1, 2])", "IntegerList(1, 2)"),
    ("L((1, 2))", "IntegerList(1, 2)"),
    ("L(range(3))", "IntegerList(0, 1, 2)"),
    ("L(Seq())", "IntegerList(4, 5)"),
    ("L(collections.deque([1]))", "IntegerList(1)"),
    ("L(collections.UserList([1]))", "IntegerList(1)"),
    ("L('12')", "ValueError: ListContainer expects an iterable, got '12'"),
    ("L({1})", "ValueError: ListContainer expects an iterable, got {1}"),
    ("L({'a':1})", "ValueError: ListContainer expects an iterable, got {'a': 1}"),
    ("L(5)", "ValueError: ListContainer expects an iterable, got 5"),
    ("L(None)", "ValueError: ListContainer expects an iterable, got None"),
    ("L(L([1]))", "ValueError: ListContainer expects an iterable, got IntegerList(1)"),
    ("L(LS(['1']))", "ValueError: ListContainer expects an iterable, got StringList(1)"),
    ("L({'a':1}.keys())", "TypeError: cannot pickle 'dict_keys' object"),
    ("L({'a':1}.values())", "TypeError: cannot pickle 'dict_values' object"),
    ("L({'a':1}.items())", "TypeError: cannot pickle 'dict_items' object"),
    ("L(b'12')", "IntegerList(49, 50)"),
    ("L(bytearray(b'12'))", "IntegerList(49, 50)"),
    ("L(memoryview(b'12'))", "IntegerList(49, 50)"),
    ("L()", "TypeError: IntegerList takes exactly one argument, the elements"),
    ("L([1],[2])", "TypeError: IntegerList takes exactly one argument, the elements"),
    ("L([])", "IntegerList()"),
    ("L(['1', 2.7]).get()", "('1', 2.7)"),
    ("L(['1', 2.7]) % {}", "IntegerList(1, 2)"),
    ("(L(['1', 2.7]) % {}).get()", "(1, 2)"),
    ("L([None])", "CoercionError: Cannot coerce 'None' to Integer"),
    ("L([None]).check()",
     "TypeCheck(FAILED): Element in IntegerList failed check: Unable to interpolate: Cannot coerce 'None' to Integer"),
    ("L(['x']).check()",
     "TypeCheck(FAILED): Element in IntegerList failed check: Unable to interpolate: Cannot coerce 'x' to Integer"),
    ("L(['{{x}}']).check()", "TypeCheck(FAILED): Element in IntegerList failed check: '{{x}}' not an integer"),
    ("L(['{{x}}'])", "IntegerList({{x}})"),
    ("L([[1]]).check()",
     "TypeCheck(FAILED): Element in IntegerList failed check: Unable to interpolate: Cannot coerce '[1]' to Integer"),
    ("List(L)([[1, 2], (3,)])", "IntegerListList(IntegerList(1, 2), IntegerList(3))"),
    ("List(L)([[1], 2])", "ValueError: ListContainer expects an iterable, got 2"),
    ("List(Res)([{'cpu': 1}, Res(cpu=2)])", "ResList(Res(cpu=1.0,\n    disk=7), Res(cpu=2.0,\n    disk=7))"),
    ("List(Res)([{'bogus': 1}])", "AttributeError: Unknown schema attribute bogus"),
    ("List(Res)([1])", "IsNotMappingError: 1"),
]

USED = [
    ("x[0]", "Integer(1)"),
    ("x[2]", "Integer({{n}})"),
    ("x.bind(n=5)[2]", "Integer(5)"),
    ("x[-1]", "Integer({{n}})"),
    ("x[3]", "IndexError: tuple index out of range"),
    ("x[-4]", "IndexError: tuple index out of range"),
    ("x['a']", "TypeError: tuple indices must be integers or slices, not str"),
    ("x[None]", "TypeError: tuple indices must be integers or slices, not NoneType"),
    ("x[1.0]", "TypeError: tuple indices must be integers or slices, not float"),
    ("x[True]", "Integer(2)"),
    ("x[0:2]", "(Integer(1), Integer(2))"),
    ("x[::2]", "(Integer(1), Integer({{n}}))"),
    ("x[5:]", "()"),
    ("type(x[0:2])", "<class 'tuple'>"),
    ("list(x)", "[Integer(1), Integer(2), Integer({{n}})]"),
    ("list(x.bind(n=5))", "[Integer(1), Integer(2), Integer(5)]"),
    ("[e.get() for e in x.bind(n=5)]", "[1, 2, 5]"),
    ("1 in L([1])", "True"),
    ("'1' in L([1])", "False"),
    ("'1' in L(['1'])", "False"),
    ("1 in L(['1'])", "True"),
    ("Integer(1) in L(['1'])", "True"),
    ("Integer('1') in L([1])", "True"),
    ("Integer(2) in L([1])", "False"),
    ("Float(1) in L([1])", "False"),
    ("String('1') in L([1])", "False"),
    ("None in L([1])", "False"),
    ("len(x)", "TypeError: object of type 'IntegerList' has no len()"),
    ("x + [1]", "TypeError: unsupported operand type(s) for +: 'IntegerList' and 'list'"),
    ("x + x", "TypeError: unsupported operand type(s) for +: 'IntegerList' and 'IntegerList'"),
    ("[1] + list(L([1]))", "[1, Integer(1)]"),
    ("x < x", "TypeError: '<' not supported between instances of 'IntegerList' and 'IntegerList'"),
    ("x * 2", "TypeError: unsupported operand type(s) for *: 'IntegerList' and 'int'"),
    ("bool(L([]))", "True"),
    ("L([1]) == L(['1'])", "True"),
    ("L([1]) == [1]", "False"),
    ("L([1]) == (1,)", "False"),
    ("L([1]) == List(Float)([1])", "False"),
    ("L([1]) == List(Integer)([1])", "True"),
    ("L([1]) != L([2])", "True"),
    ("L([1]) == L([1, 2])", "False"),
    ("L(['{{a}}']).bind(a=1) == L([1])", "True"),
    ("hash(L([1])) == hash(L([1]))", "True"),
    ("hash(L([1])) == hash(L(['1']))", "False"),
    ("str(L([1, '2']))", "'IntegerList(1, 2)'"),
    ("repr(LS(['a', 'b']))", "'StringList(a, b)'"),
    ("repr(L([]))", "'IntegerList()'"),
    ("x.get()", "('1', 2.7, '{{n}}')"),
    ("x.interpolate()", "(IntegerList(1, 2, {{n}}), [Ref(n)])"),
    ("x.bind(n=1).interpolate()", "(IntegerList(1, 2, 1), [])"),
    ("x.bind(n=1).check()", "TypeCheck(OK)"),
    ("Box(items=L([1]))", "Box(items=IntegerList(1))"),
    ("Box(items=[1])", "Box(items=IntegerList(1))"),
    ("Box(items=LS(['1']))", "ValueError: ListContainer expects an iterable, got StringList(1)"),
    ("Box(items='12')", "ValueError: ListContainer expects an iterable, got '12'"),
    ("Box(items=None)", "ValueError: ListContainer expects an iterable, got None"),
    ("Box(items={'a': 1})", "ValueError: ListContainer expects an iterable, got {'a': 1}"),
    ("Box(names=[1, 2])", "Box(names=StringIntegerMap(1 => 2))"),
    ("Box(names=['a', 2])", "Box(names=StringIntegerMap(a => 2))"),
    ("Box(names='ab')", "CoercionError: Cannot coerce 'b' to Integer"),
    ("Box(names=None)", "ValueError: Unexpected input to MapContainer: (None,)"),
    ("Box(names=M(a=1))", "TypeError: StringIntegerMap takes no keyword arguments"),
    ("L([1]).append(2)", "AttributeError: 'IntegerList' object has no attribute 'append'"),
    ("LS(['{{a}}', 'x{{b}}', '{{a}}']).interpolate()", "(StringList({{a}}, x{{b}}, {{a}}), [Ref(a), Ref(b)])"),
    ("sorted(str(r) for r in LS(['{{a}}', 'x{{b}}', '{{a}}']).interpolate()[1])", "['{{a}}', '{{b}}']"),
]

asked = table(SETUP, DECLARED + TAKEN + USED)


@rows(DECLARED)
def test_declaration(asked, expression, outcome):
    """§2: names, identity, bad parameters."""
    assert asked[expression] == outcome


@rows(TAKEN)
def test_construction(asked, expression, outcome):
    """§6, the first table."""
    assert asked[expression] == outcome


@rows(USED)
def test_operations(asked, expression, outcome):
    """§6, the second table."""
    assert asked[expression] == outcome
