"""Types, from and as their descriptions."""

from pystachio._borealis import Type, TypeCheck, TypeFactory
