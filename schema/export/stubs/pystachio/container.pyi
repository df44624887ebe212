from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar, overload

from ._accepted import SequenceOf
from .base import Object
from .naming import Namable

_T = TypeVar("_T")
_K = TypeVar("_K")
_V = TypeVar("_V")
_T_co = TypeVar("_T_co", covariant=True)
_K_co = TypeVar("_K_co", covariant=True)
_V_co = TypeVar("_V_co", covariant=True)

class ListContainer(Object, Namable, Generic[_T_co]):
    """A list of values. It has no len() and no +: `list(x) + [...]`."""

    def __init__(self, elements: SequenceOf[Any] = ..., /) -> None: ...
    @overload
    def __getitem__(self, index: int, /) -> _T_co: ...
    @overload
    def __getitem__(self, index: slice, /) -> tuple[_T_co, ...]: ...
    def __iter__(self) -> Iterator[_T_co]: ...
    def __contains__(self, element: object, /) -> bool: ...

class MapContainer(Object, Namable, Generic[_K_co, _V_co]):
    """A map of values. Iterating gives its keys; there is no items(): `x.get().items()`."""

    def __init__(self, *entries: Mapping[Any, Any] | SequenceOf[Any]) -> None: ...
    def __getitem__(self, key: Any, /) -> _V_co: ...
    def __iter__(self) -> Iterator[_K_co]: ...
    def __contains__(self, key: object, /) -> bool: ...

def List(element: type[_T], /) -> type[ListContainer[_T]]:
    """The type of lists of such elements."""

def Map(key: type[_K], value: type[_V], /) -> type[MapContainer[_K, _V]]:
    """The type of maps of such keys and values."""
