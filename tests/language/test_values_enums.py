"""Enum (language.md §5)."""

from .conftest import rows, table

SETUP = """
Color = Enum('Color', ('Red', 'Green'))
Same = Enum('Color', ('Red', 'Green'))
Bare = Enum('Red', 'Green')
class Lamp(Struct):
  color = Color
  back = Default(Color, 'Green')
"""

ENUMS = [
    ("Color.__name__", "'Color'"),
    ("Bare.__name__", "'Enum_Red_Green'"),
    ("Enum().__name__", "'Enum_'"),
    ("Enum().VALUES", "()"),
    ("Enum()('x')", "ValueError: Enum_ only accepts the following values: "),
    ("Enum()('{{x}}')", "Enum_({{x}})"),
    ("Enum('A').VALUES", "('A',)"),
    ("Enum('Name','xy').__name__", "'Enum_Name_xy'"),
    ("Enum('Name','xy').VALUES", "('Name', 'xy')"),
    ("Enum('A', ['x','y'])", "TypeError: unhashable type: 'list'"),
    ("Enum(['a'])", "TypeError: unhashable type: 'list'"),
    ("Enum(1)", "TypeError: the values of an Enum must be texts, not 1"),
    ("Enum('A', ())", "<class 'pystachio.typing.A'>"),
    ("Color.VALUES", "('Red', 'Green')"),
    ("Bare.VALUES", "('Red', 'Green')"),
    ("Color('red')", "ValueError: Color only accepts the following values: Red, Green"),
    ("Color(1)", "ValueError: Color only accepts the following values: Red, Green"),
    ("Color('Blue')", "ValueError: Color only accepts the following values: Red, Green"),
    ("Color(None)", "CoercionError: Cannot coerce 'None' to String"),
    ("Color(Integer(1))", "CoercionError: Cannot coerce '1' to String"),
    ("Color(Color('Red'))", "CoercionError: Cannot coerce 'Red' to String"),
    ("Color(String('Red'))", "CoercionError: Cannot coerce 'Red' to String"),
    ("Color([])", "CoercionError: Cannot coerce '[]' to String"),
    ("Color('{{x}}')", "Color({{x}})"),
    ("Color('{{x}}').bind(x='Red')", "Color(Red)"),
    ("Color('{{x}}').bind(x='Blue')", "CoercionError: Cannot coerce 'Blue' to Color: Blue is not one of Red, Green"),
    ("Color('{{x}}').bind(x='Blue').check()",
     "TypeCheck(FAILED): Unable to interpolate: Cannot coerce 'Blue' to Color: Blue is not one of Red, Green"),
    ("Color('{{x}}').check()", "TypeCheck(FAILED): '{{x}}' not in the enumeration (Red, Green)"),
    ("Color('Red').check()", "TypeCheck(OK)"),
    ("Color('Red').get()", "'Red'"),
    ("Color('R{{x}}').bind(x='ed') == Color('Red')", "True"),
    ("Color('{{ x }}')", "InvalidRefError:  x "),
    ("Color('{{&x}}')", "ValueError: Color only accepts the following values: Red, Green"),
    ("Color()", "TypeError: Color takes exactly one argument, the value"),
    ("Color('Red','Green')", "TypeError: Color takes exactly one argument, the value"),
    ("Color('Red') == Color('Red')", "True"),
    ("Color('Red') == Same('Red')", "False"),
    ("Color('Red') == 'Red'", "False"),
    ("Color('Red') < Color('Green')", "False"),
    ("Color('Red') < Same('Green')", "True"),
    ("hash(Color('Red')) == hash(Same('Red'))", "True"),
    ("isinstance(Same('Red'), Color)", "True"),
    ("isinstance(Bare('Red'), Color)", "False"),
    ("isinstance(Color('Red'), String)", "False"),
    ("repr(Color('Red'))", "'Color(Red)'"),
    ("str(Color('Red'))", "'Red'"),
    ("Color.Red", "AttributeError: type object 'Color' has no attribute 'Red'"),
    ("Lamp(color='Red')", "Lamp(color=Red,\n     back=Green)"),
    ("Lamp(color='Blue')", "ValueError: Color only accepts the following values: Red, Green"),
    ("Lamp(color=Color('Red'))", "Lamp(color=Red,\n     back=Green)"),
    ("Lamp(color=Same('Red'))", "Lamp(color=Red,\n     back=Green)"),
    ("Lamp(color=Bare('Red'))", "CoercionError: Cannot coerce 'Red' to String"),
    ("Lamp(color=String('Red'))", "CoercionError: Cannot coerce 'Red' to String"),
    ("Lamp(color='{{c}}').check()", "TypeCheck(FAILED): Lamp[color] failed: '{{c}}' not in the enumeration (Red, Green)"),
    ("Lamp(color='{{c}}').bind(c='Blue').check()",
     "TypeCheck(FAILED): Lamp[color] failed: Unable to interpolate: Cannot coerce 'Blue' to Color: Blue is not one o"
     "f Red, Green"),
    ("Lamp().back() == Color('Green')", "False"),
    ("Lamp(back='Green') == Lamp(back=Color('Green'))", "False"),
    ("Lamp(back='Green') == Lamp()", "True"),
    ("Lamp().back().get() == Color('Green').get()", "True"),
    ("Lamp(color='Red').color() == Lamp(color='Red').color()", "True"),
    ("Color.serialize_type()", "('Enum', 'Color', ('Red', 'Green'))"),
    ("Color", "<class 'pystachio.typing.Color'>"),
    ("type(Color('Red'))", "<class 'pystachio.typing.Color'>"),
]

asked = table(SETUP, ENUMS)


@rows(ENUMS)
def test_enum(asked, expression, outcome):
    """§5 (names: §2)."""
    assert asked[expression] == outcome
