# What a field of each kind accepts. A text may hold references, {{like.this}}, and is coerced when they are bound; this is
# why text is accepted where a number belongs. No module of this name exists when a config runs.
from collections.abc import Mapping
from typing import Any, Protocol, TypeVar, overload
from typing_extensions import TypeAlias

from .base import Environment, Object
from .basic import Boolean, Float, Integer, String
from .composite import Empty

_T_co = TypeVar("_T_co", covariant=True)

# A field that is set to the class Empty is unset.
Unset: TypeAlias = type[Empty]

StringLike: TypeAlias = str | int | float | String
IntegerLike: TypeAlias = int | float | str | Integer
FloatLike: TypeAlias = float | int | str | Float
BooleanLike: TypeAlias = bool | int | float | str | Boolean

# The fields of a struct as a dict.
Fields: TypeAlias = Mapping[Any, Any]

# What a reference can be bound to, and what bind() and in_scope() take without a name.
Bindable: TypeAlias = str | int | float | Object | Environment | Mapping[Any, Any]
Bindings: TypeAlias = Mapping[Any, Any] | Environment | Object

# A list, tuple or range, but no text, though that is a sequence of texts.
class SequenceOf(Protocol[_T_co]):
    def __contains__(self, item: object, /) -> bool: ...
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: int, /) -> _T_co: ...
    @overload
    def __getitem__(self, index: slice, /) -> Any: ...
    def count(self, value: Any, /) -> int: ...
