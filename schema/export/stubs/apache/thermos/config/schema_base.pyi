from collections.abc import Mapping, Sequence
from typing import Any, Literal
from typing_extensions import Self

from pystachio import *
from pystachio._accepted import BooleanLike, Fields, FloatLike, IntegerLike, SequenceOf, StringLike, Unset
from pystachio.basic import EnumContainer
from pystachio.choice import ChoiceContainer
from pystachio.composite import Structural
from pystachio.container import ListContainer, MapContainer

# STRUCTS
