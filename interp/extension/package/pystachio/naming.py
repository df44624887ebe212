"""References into values."""

from pystachio._borealis import Namable, Ref, frozendict
