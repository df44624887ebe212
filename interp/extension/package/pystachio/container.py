"""Lists and maps."""

from pystachio._borealis import (Environment, List, ListContainer, Map, MapContainer, Namable, Object, Type,
                                 TypeCheck, TypeFactory, frozendict)
