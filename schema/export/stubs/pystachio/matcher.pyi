import typing
from collections.abc import Callable, Iterator
from typing_extensions import Self

from .base import Object

_T = typing.TypeVar("_T", bound=Object)

class Any:
    """Stands for any component in either position."""

class Matcher:
    """A pattern over the components of a reference: Matcher('docker').image['.*']"""

    def __init__(self, root: str | type[Any] = ...) -> None: ...
    def __getitem__(self, pattern: str | type[Any], /) -> Self: ...
    def __getattr__(self, name: str, /) -> Self: ...
    def _(self, pattern: str | type[Any], /) -> Self: ...
    def match(self, obj: Object) -> Iterator[tuple[str, ...]]: ...
    def apply(self, fn: Callable[..., typing.Any], obj: _T) -> _T: ...
