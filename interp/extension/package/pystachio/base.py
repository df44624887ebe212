"""What all values have in common, and the scopes that are bound to them."""

from pystachio._borealis import Environment, LimitExceeded, MustacheParser, Namable, Object, Ref
