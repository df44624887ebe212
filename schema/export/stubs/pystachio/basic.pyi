from typing import Any, ClassVar, overload

from ._accepted import BooleanLike, FloatLike, IntegerLike, StringLike
from .base import Object

class SimpleObject(Object):
    def __lt__(self, other: object, /) -> bool: ...
    def __le__(self, other: object, /) -> bool: ...
    def __gt__(self, other: object, /) -> bool: ...
    def __ge__(self, other: object, /) -> bool: ...

# The argument is not optional when a config runs. It is here, so that the accessor of a field that a struct declares as
# `name = String` is one, too.
class String(SimpleObject):
    """A text. `{{name}}` in it stands for what `name` is bound to, now or later."""

    def __init__(self, value: StringLike = ..., /) -> None: ...

class Integer(SimpleObject):
    """An integer, or a text that holds or will hold one."""

    def __init__(self, value: IntegerLike = ..., /) -> None: ...

class Float(SimpleObject):
    """A floating-point number, or a text that holds or will hold one."""

    def __init__(self, value: FloatLike = ..., /) -> None: ...

class Boolean(SimpleObject):
    """True or False; also 1, 0, and the texts true, false, 1, 0. As a condition it is always true: ask get()."""

    def __init__(self, value: BooleanLike = ..., /) -> None: ...

class EnumContainer(SimpleObject):
    VALUES: ClassVar[tuple[str, ...]]

    def __init__(self, value: str = ..., /) -> None: ...

@overload
def Enum(*values: str) -> type[EnumContainer]:
    """A type of these values, or Enum(NAME, VALUES)."""
@overload
def Enum(name: str, values: tuple[str, ...], /) -> type[EnumContainer]: ...
