from typing import Any, ClassVar, TypeVar
from typing_extensions import Self

from ._accepted import Fields
from .base import Object
from .naming import Namable

_T = TypeVar("_T", bound=Object)

class Empty:
    """The class that stands for an unset field: `job(contact = Empty)` unsets one."""

class TypeSignature:
    @property
    def required(self) -> bool: ...
    @property
    def default(self) -> Any: ...
    @property
    def empty(self) -> bool: ...
    @property
    def klazz(self) -> type[Object]: ...

class IsNotMappingError(ValueError): ...

class Structural(Object, Namable):
    """A struct. `x.name()` is a field's value, `x.has_name()` says whether it is set, `x(name = 'y')` is a copy of x with
    other fields."""

    TYPEMAP: ClassVar[dict[str, TypeSignature]]

    def json_dumps(self) -> str: ...
    def json_dump(self, fp: Any, /) -> None: ...
    @classmethod
    def json_loads(cls, text: str | bytes, strict: bool = ...) -> Self: ...
    @classmethod
    def json_load(cls, file: Any, strict: bool = ...) -> Self: ...

# Of the structs that a config declares itself, no field is known here: Python's type checkers see fields by their
# annotations, and the language declares them by assignment.
class Struct(Structural):
    """Base of a config's own structs: `class Profile(Struct): version = Required(String)`."""

    def __init__(self, *fields: Fields, **more: Any) -> None: ...
    def __call__(self, **fields: Any) -> Self: ...
    def __getattr__(self, name: str, /) -> Any: ...

# What stands in the body of a Struct. The answer is the type itself, so that calling the accessor gives a value of it.
def Required(type: type[_T], /) -> type[_T]:
    """A field that must be set."""

def Default(type: type[_T], value: Any, /) -> type[_T]:
    """A field that has this value unless another is given."""
