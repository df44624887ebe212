from collections.abc import Sequence
from typing import Any

from .naming import Namable, Ref

class MustacheParser:
    class Error(Exception): ...
    class Uninterpolatable(Error): ...

    MAX_ITERATIONS: int

    @classmethod
    def split(cls, template: str, keep_aliases: bool = False) -> list[str | Ref]: ...
    @classmethod
    def join(cls, splits: Sequence[str | Ref], *namables: Namable) -> tuple[str, list[Ref]]: ...
    @classmethod
    def resolve(cls, template: str, *namables: Namable) -> tuple[str, list[Ref]]: ...
