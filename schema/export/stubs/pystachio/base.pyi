from typing import Any
from typing_extensions import Self

from ._accepted import Bindable, Bindings
from .naming import Namable, Ref
from .typing import TypeCheck

class Environment(Namable):
    """A table of references and what they are bound to."""

    def __init__(self, *tables: Bindings, **names: Bindable) -> None: ...

class Object:
    """What every value of the language can do. Values never change; each of these answers a new one."""

    class CoercionError(ValueError): ...
    class InterpolationError(Exception): ...

    def get(self) -> Any:
        """The plain Python data as it was written: no reference is replaced and nothing is coerced."""
    def interpolate(self) -> tuple[Self, list[Ref]]:
        """The value with every reference replaced that can be, and the references that stay open."""
    def check(self) -> TypeCheck:
        """Whether the value has its type. A TypeCheck is always true: ask ok()."""
    def bind(self, *tables: Bindings, **names: Bindable) -> Self:
        """Binds references, stronger than what is bound already: `.bind(profile = Profile(...), version = 7)`."""
    def in_scope(self, *tables: Bindings, **names: Bindable) -> Self:
        """Binds references, weaker than what is bound already."""
    def __mod__(self, table: Bindings, /) -> Self:
        """`.bind(table).interpolate()[0]`"""
    def scopes(self) -> tuple[Any, ...]: ...
    def copy(self) -> Self: ...
    def dup(self) -> Self:
        """The same value without what is bound to it."""
    @classmethod
    def serialize_type(cls) -> tuple[Any, ...]: ...
    @classmethod
    def type_factory(cls) -> str: ...
    @classmethod
    def type_parameters(cls) -> tuple[Any, ...]: ...
    @classmethod
    def dump(cls, fp: Any, /) -> None: ...
    def __hash__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
