"""Scalars: what they take, what they become, how they compare (language.md §4)."""

from .conftest import rows, table

COERCED = [
    ("String('a') % {}", "String(a)"),
]

coerced = table("", COERCED)


@rows(COERCED)
def test_coercion(coerced, expression, outcome):
    """language.md §4"""
    assert coerced[expression] == outcome
