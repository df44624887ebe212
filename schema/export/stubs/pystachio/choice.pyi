from typing import Any, overload

from .base import Object

class ChoiceContainer(Object):
    def __init__(self, value: Any = ..., /) -> None: ...
    def unwrap(self) -> Any:
        """The value as the first of the alternatives that accepts it."""

@overload
def Choice(alternatives: list[Any] | tuple[Any, ...], /) -> type[ChoiceContainer]:
    """A type of alternatives, tried in this order."""
@overload
def Choice(name: str, alternatives: list[Any] | tuple[Any, ...], /) -> type[ChoiceContainer]: ...
