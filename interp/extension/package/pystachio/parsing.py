"""Templates as text."""

from pystachio._borealis import MustacheParser, Namable, Ref
