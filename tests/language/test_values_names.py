"""The names there are, and what types are (language.md §1, §2, §3, §21)."""

from .conftest import rows, table

SETUP = """
class Res(Struct):
  cpu = Required(Float)
def config_module():
  import pystachio.config
  return pystachio.config
class H(Struct):
  res = Res
  l = List(String)
"""

NAMES = [
    ("String, Integer, Float, Boolean",
     "(<class 'pystachio.basic.String'>, <class 'pystachio.basic.Integer'>, <class 'pystachio.basic.Float'>, <class "
     "'pystachio.basic.Boolean'>)"),
    ("Struct, Empty", "(<class 'pystachio.composite.Struct'>, <class 'pystachio.composite.Empty'>)"),
    ("sys.argv.__class__.__name__", "'list'"),
    ("typing.__name__", "'pystachio.typing'"),
    ("base.__name__, basic.__name__, choice.__name__, composite.__name__, container.__name__, naming.__name__, parsing.__name__",
     "('pystachio.base', 'pystachio.basic', 'pystachio.choice', 'pystachio.composite', 'pystachio.container', 'pysta"
     "chio.naming', 'pystachio.parsing')"),
    ("callable(Enum) and callable(List) and callable(Map) and callable(Choice) and callable(Required) and callable(Default)",
     "True"),
    ("Environment.__module__, Ref.__module__, Namable.__module__, MustacheParser.__module__",
     "('pystachio.base', 'pystachio.naming', 'pystachio.naming', 'pystachio.parsing')"),
    ("Type.__module__, TypeCheck.__module__, TypeFactory.__module__",
     "('pystachio.typing', 'pystachio.typing', 'pystachio.typing')"),
    ("__import__('pystachio.matcher', fromlist=['Matcher']).Matcher.__name__", "'Matcher'"),
    ("__import__('pystachio.matcher', fromlist=['Any']).Any is not None", "True"),
    ("__import__('pystachio.config', fromlist=['Config']).Config.__name__", "'Config'"),
    ("[hasattr(config_module(), n) for n in ('Config', 'ConfigContext', 'FileExecutor', 'FilelikeExecutor', 'ResourceExecutor')]",
     "[True, True, True, True, True]"),
    ("hasattr(config_module(), 'LoadableMapExecutor')", "True"),
    ("[hasattr(composite, n) for n in ('Structural', 'TypeSignature', 'IsNotMappingError', 'Struct', 'Default')]",
     "[True, True, True, True, True]"),
    ("naming.frozendict", "<class 'pystachio.naming.frozendict'>"),
    ("base.Object, base.Environment is Environment", "(<class 'pystachio.base.Object'>, True)"),
    ("base.Object.CoercionError, base.Object.InterpolationError",
     "(<class 'pystachio.base.Object.CoercionError'>, <class 'pystachio.base.Object.InterpolationError'>)"),
    ("basic.SimpleObject", "<class 'pystachio.basic.SimpleObject'>"),
    ("container.ListContainer, container.MapContainer, choice.ChoiceContainer",
     "(<class 'pystachio.container.ListContainer'>, <class 'pystachio.container.MapContainer'>, <class 'pystachio.ch"
     "oice.ChoiceContainer'>)"),
    ("issubclass(base.Object.CoercionError, ValueError)", "True"),
    ("issubclass(base.Object.InterpolationError, ValueError)", "False"),
    ("H.TYPEMAP['l'].klazz is List(String)", "False"),
    ("List(String) == List(String)", "False"),
    ("Integer is Integer", "True"),
    ("isinstance(List(String)(['a']), List(String))", "True"),
    ("isinstance(List(String)(['a']), List(Integer))", "False"),
    ("isinstance(Map(String, String)(), Map(String, String))", "True"),
    ("isinstance(Map(String, String)(), Map(String, Integer))", "False"),
    ("isinstance(String('a'), String)", "True"),
    ("isinstance(Integer(1), String)", "False"),
    ("isinstance(1, Integer)", "False"),
    ("issubclass(List(String), List(String))", "False"),
    ("type(List(String)([])).__module__", "'pystachio.typing'"),
    ("List(String).__module__", "'pystachio.typing'"),
    ("Enum('a', 'b').__module__", "'pystachio.typing'"),
    ("Choice([Integer]).__module__", "'pystachio.typing'"),
    ("List(String)", "<class 'pystachio.typing.StringList'>"),
    ("Map(String, Integer)", "<class 'pystachio.typing.StringIntegerMap'>"),
    ("Enum('a', 'b')", "<class 'pystachio.typing.Enum_a_b'>"),
    ("Choice([Integer, String])", "<class 'pystachio.typing.Choice_Integer_String'>"),
    ("String", "<class 'pystachio.basic.String'>"),
    ("List(H).serialize_type()",
     "('List', ('Struct', 'H', (('l', (False, (), True, ('List', ('String',)))), ('res', (False, (), True, ('Struct'"
     ", 'Res', (('cpu', (True, (), True, ('Float',))),)))))))"),
    ("String.serialize_type()", "('String',)"),
    ("List(String).serialize_type()", "('List', ('String',))"),
    ("Map(String, List(Integer)).serialize_type()", "('Map', ('String',), ('List', ('Integer',)))"),
    ("Enum('a', 'b').serialize_type()", "('Enum', 'Enum_a_b', ('a', 'b'))"),
    ("TypeFactory.new({}, *List(Integer).serialize_type())([1, '2'])", "IntegerList(1, 2)"),
    ("Empty", "<class 'pystachio.composite.Empty'>"),
    ("str(Empty)", '"<class \'pystachio.composite.Empty\'>"'),
    ("Empty()  is None", "False"),
    ("repr(TypeCheck(True, ''))", "'TypeCheck(OK)'"),
    ("TypeCheck.success()", "TypeCheck(OK)"),
    ("TypeCheck.failure('x')", "TypeCheck(FAILED): x"),
    ("TypeCheck.failure('x').ok()", "False"),
    ("bool(TypeCheck.failure('x'))", "True"),
    ("isinstance(type('Sub', (Integer,), {})(5), Integer)", "True"),
    ("type('Sub', (Integer,), {})(5) == Integer(5)", "False"),
    ("isinstance(5, List(String))", "False"),
    ("issubclass(Integer, basic.SimpleObject)", "True"),
    ("issubclass(List(Integer), container.ListContainer)", "True"),
    ("List(Integer)([1]).__class__.__name__", "'IntegerList'"),
    ("hasattr(Integer(1), '__len__'), hasattr(Integer(1), '__bool__')", "(False, False)"),
]

asked = table(SETUP, NAMES)


@rows(NAMES)
def test_names(asked, expression, outcome):
    """§1, §2, §3, §21"""
    assert asked[expression] == outcome
