"""Texts, numbers, booleans and enums."""

from pystachio._borealis import (Boolean, Enum, EnumContainer, Environment, Float, Integer, Object, SimpleObject,
                                 String, Type, TypeCheck, TypeFactory)
