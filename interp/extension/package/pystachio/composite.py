"""Structs and the fields that they declare."""

from pystachio._borealis import (Default, Empty, Environment, IsNotMappingError, Namable, Object, Required, Struct,
                                 Structural, Type, TypeCheck, TypeFactory, TypeSignature, frozendict)
